// What comes onto which day's list, told with the city's own rules: each incident of the day that is no
// crime, with what speaks for it; what leaves, what comes back; and that nothing is sent for ever.
#include "views/day_incidents.hpp"
#include "app/node.hpp"
#include "base/source_dir_test_support.hpp"
#include "codec/json.hpp"
#include "domain/call/events.hpp"
#include "domain/erasure/events.hpp"
#include "domain/incident/events.hpp"
#include "domain/instruction/events.hpp"
#include "domain/matter/events.hpp"
#include "domain/selection/selection.hpp"

#include <gtest/gtest.h>

namespace anlan {
namespace {

using namespace std::chrono_literals;

const Instant evening = *instant_from_text("2026-03-02T12:30:00Z");   // 20:30 in Wuhan
const Instant midnight = *instant_from_text("2026-03-02T16:00:00Z");  // the day ends
const std::string wuchang = "sel_20260302.420106", hanyang = "sel_20260302.420105";

// The view, and the lists as the module would have them: what it sends is decided by the module itself.
struct Desk {
    kernel::Modules modules = app::all_modules();
    kernel::Rulebook rules;
    std::optional<views::DayIncidents> days;
    std::map<std::string, selection::Selection::State> lists;
    Instant now = evening;
    std::uint64_t calls = 0;

    Desk() {
        auto loaded = app::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", modules);
        if (!loaded.ok()) throw std::runtime_error{loaded.error()};
        rules = std::move(loaded).value();
        days.emplace(modules, rules);
    }

    template <class E>
    void happens(const std::string& stream, E body) {
        const auto* module = kernel::module_of_stream(modules, stream);
        std::string wire;
        if constexpr (requires { E::wire; }) wire = std::string{E::wire};
        kernel::AnyEvent event{module->find_event(wire), std::make_shared<E>(std::move(body)), {}};
        kernel::Envelope envelope;
        envelope.stream = stream;
        envelope.wire = wire;
        envelope.recorded_at = envelope.happened_at = now;
        days->apply({envelope, event});
    }

    void opens(const std::string& id, const char* class_code, const char* summary,
               const char* district = "are_420106", Instant at = evening) {
        incident::IncidentOpened opened;
        opened.class_code = class_code;
        opened.summary = PersonalText{summary};
        opened.location.where = {
            AreaId{"are_420100"}, AreaId{district}, AreaId{std::string{district} + "001"}, {}};
        opened.call_id = CallId{"cal_" + id.substr(4)};
        opened.opened_at = at;
        happens(id, opened);
    }

    // What would be sent next.
    std::string next_is() {
        const auto found = days->next();
        if (!found) return "";
        days->put_back(*found);
        return found->command.spec->name + " " + found->stream;
    }
    std::vector<std::string> sends() {
        std::vector<std::string> said;
        constexpr int most = 50;
        while (static_cast<int>(said.size()) < most) {
            const auto found = days->next();
            if (!found) break;
            said.push_back(decide(*found));
        }
        EXPECT_LT(said.size(), most) << "it is sent for ever";
        return said;
    }
    // As the engine does it: decided by the module, told to the view, or refused.
    std::string decide(const kernel::Followup& found) {
        const auto& name = found.command.spec->name;
        if (name == "selection.put_forward")
            return carry_out(found, *static_cast<const selection::PutForward*>(found.command.value.get()));
        return carry_out(found, *static_cast<const selection::TakeOff*>(found.command.value.get()));
    }
    std::string carry_out(const kernel::Followup& found, const selection::Selection::Command& command) {
        auto& state = lists[found.stream];
        const kernel::Actor clock{kernel::ActorKind::clock, "day_incidents", {}};
        auto decision = selection::Selection::decide(state, command, {now, rules, clock, found.stream});
        std::string said = found.command.spec->name.substr(10) + " " + found.stream.substr(4);
        if (!decision.ok()) {
            days->refused(found);
            return said + " ! " + decision.error().code;
        }
        tell(found.stream, *decision);
        return said;
    }
    void tell(const std::string& list, const selection::Selection::Events& events) {
        for (const auto& event : events) {
            lists[list] = selection::Selection::evolve(lists[list], event);
            std::visit([&](const auto& body) { happens(list, body); }, event);
        }
    }
    void close(const std::string& list) {
        tell(list, {selection::SelectionClosed{0, 0, 0, 0, 0, AccountId{"acc_li"}, now}});
    }
    const selection::Entry& entry(const std::string& list, const std::string& id) {
        for (const auto& one : lists[list].entries)
            if (one.candidate.incident_id.value() == id) return one;
        throw std::runtime_error{id + " is not on " + list};
    }
    std::string reasons(const std::string& list, const std::string& id) {
        std::string said;
        for (const auto& reason : entry(list, id).candidate.reasons) {
            said += (said.empty() ? "" : " ") + reason.code;
            for (const auto& one : reason.evidence) said += "/" + one.code;
        }
        return said;
    }
    std::uint64_t held(std::string_view what) const {
        std::uint64_t out = 0;
        days->held([&](std::string_view name, std::uint64_t count) {
            if (name == what) out = count;
        });
        return out;
    }
};

using Said = std::vector<std::string>;

TEST(DayIncidents, EachOfTheDayThatIsNoCrimeComesOntoItsDistrictsListOnce) {
    Desk desk;
    desk.opens("inc_quarrel", "dispute.family", "夫妻吵架，丈夫拿菜刀扬言同归于尽");
    desk.opens("inc_cat", "help.animal", "猫在树上");
    desk.opens("inc_theft", "criminal.pickpocket", "手机被偷");
    desk.opens("inc_noise", "noise.social", "楼上吵", "are_420105");
    EXPECT_EQ(desk.sends(), (Said{"put_forward 20260302.420106", "put_forward 20260302.420106",
                                  "put_forward 20260302.420105"}));
    EXPECT_EQ(desk.sends(), Said{}) << "nothing has changed";
    EXPECT_EQ(desk.reasons(wuchang, "inc_quarrel"),
              "class/class_dispute threat/threat_life/threat_revenge weapon/weapon_words");
    EXPECT_TRUE(desk.entry(wuchang, "inc_quarrel").candidate.to_decide);
    EXPECT_EQ(desk.reasons(wuchang, "inc_cat"), "") << "looked at, and nothing speaks for it";
    EXPECT_EQ(desk.entry(hanyang, "inc_noise").candidate.points, 0);
}

TEST(DayIncidents, WhatCallersSayAndNotesTellIsWeighedAnew) {
    Desk desk;
    call::CallReceived received;
    received.text = PersonalText{"打架了"};
    received.received_at = evening;
    desk.happens("cal_quarrel", received);
    desk.opens("inc_quarrel", "dispute.neighbour", "邻里吵架");
    desk.sends();
    EXPECT_EQ(desk.reasons(wuchang, "inc_quarrel"), "class/class_dispute");
    call::ReportWritten written;
    written.report.narrative = PersonalText{"有人受伤流血"};
    written.report.weapon = Stated::yes;
    written.report.answers = {{"crowd_size", PersonalText{"12"}}};
    desk.happens("cal_quarrel", written);
    EXPECT_EQ(desk.sends(), Said{"put_forward 20260302.420106"});
    EXPECT_EQ(desk.reasons(wuchang, "inc_quarrel"),
              "class/class_dispute injury/injury_words weapon/weapon_stated group/group_asked");
    desk.happens("inc_quarrel", incident::NoteAdded{PersonalText{"孩子在场"}, evening});
    EXPECT_EQ(desk.sends(), Said{"put_forward 20260302.420106"});
    desk.happens("inc_quarrel", incident::NoteAdded{PersonalText{"到场"}, evening});
    EXPECT_EQ(desk.sends(), Said{}) << "it says nothing new";
}

TEST(DayIncidents, AMatterWithSeveralStationsSpeaksForIt) {
    Desk desk;
    desk.opens("inc_march", "dispute.family", "又来闹");
    desk.sends();
    matter::MatterSuggested suggested;
    suggested.reports = {
        {IncidentId{"inc_january"}, evening - 24h * 40, {{}, {}, AreaId{"are_420106002"}, {}}, {}, 0, {}},
        {IncidentId{"inc_march"}, evening, {{}, {}, AreaId{"are_420106001"}, {}}, {}, 0, {}}};
    desk.happens("mat_march", suggested);
    EXPECT_EQ(desk.sends(), Said{"put_forward 20260302.420106"});
    EXPECT_EQ(desk.reasons(wuchang, "inc_march"),
              "class/class_dispute repeated/repeated_matter/repeated_words several_stations/stations_matter");
    EXPECT_EQ(desk.entry(wuchang, "inc_march").candidate.reasons[1].evidence[0].count, 2);
    EXPECT_EQ(desk.entry(wuchang, "inc_march").candidate.reasons[1].evidence[0].matter_id, "mat_march");
    desk.happens("mat_march", matter::MatterRejected{"other_parties", AccountId{"acc_li"}, evening});
    desk.sends();
    EXPECT_EQ(desk.reasons(wuchang, "inc_march"), "class/class_dispute repeated/repeated_words");
}

TEST(DayIncidents, SaysWhetherAnInstructionIsOutThatNoListOrdered) {
    Desk desk;
    desk.opens("inc_1", "dispute.family", "吵架");
    desk.sends();
    instruction::InstructionIssued issued;
    issued.incident_id = IncidentId{"inc_1"};
    issued.batch = wuchang;
    desk.happens("ins_1", issued);
    EXPECT_EQ(desk.sends(), Said{}) << "that is the list's own";
    issued.batch.reset();
    desk.happens("ins_2", issued);
    desk.sends();
    EXPECT_TRUE(desk.entry(wuchang, "inc_1").candidate.instructed);
    desk.happens("ins_2", instruction::InstructionWithdrawn{});
    desk.sends();
    EXPECT_FALSE(desk.entry(wuchang, "inc_1").candidate.instructed);
}

TEST(DayIncidents, WhatIsMergedCancelledOrACrimeLeavesAndComesBack) {
    Desk desk;
    desk.opens("inc_1", "dispute.family", "吵架");
    desk.sends();
    desk.happens("inc_1", incident::IncidentCancelled{"false_alarm", evening});
    EXPECT_EQ(desk.sends(), Said{"take_off 20260302.420106"});
    EXPECT_EQ(desk.entry(wuchang, "inc_1").outside, "cancelled");
    desk.happens("inc_1", incident::IncidentReopened{"it was none", evening, {}});
    EXPECT_EQ(desk.sends(), Said{"put_forward 20260302.420106"});
    incident::IncidentReclassified crime;
    crime.class_code = "criminal.assault_injury";
    desk.happens("inc_1", crime);
    EXPECT_EQ(desk.sends(), Said{"take_off 20260302.420106"});
    EXPECT_EQ(desk.entry(wuchang, "inc_1").outside, "criminal");
    crime.class_code = "dispute.family";
    desk.happens("inc_1", crime);
    incident::IncidentMerged merged;
    merged.into = IncidentId{"inc_2"};
    desk.happens("inc_1", merged);
    EXPECT_EQ(desk.sends(), Said{"take_off 20260302.420106"});
    EXPECT_EQ(desk.entry(wuchang, "inc_1").outside, "merged");
}

TEST(DayIncidents, WhatIsMovedGoesOverToTheOtherDistrictsListAndBack) {
    Desk desk;
    desk.opens("inc_1", "dispute.family", "吵架");
    desk.sends();
    incident::LocationCorrected moved;
    moved.location.where = {AreaId{"are_420100"}, AreaId{"are_420105"}, {}, {}};
    desk.happens("inc_1", moved);
    EXPECT_EQ(desk.sends(), (Said{"take_off 20260302.420106", "put_forward 20260302.420105"}));
    EXPECT_EQ(desk.entry(wuchang, "inc_1").outside, "moved");
    moved.location.where.district = AreaId{"are_420106"};
    desk.happens("inc_1", moved);
    EXPECT_EQ(desk.sends(), (Said{"take_off 20260302.420105", "put_forward 20260302.420106"}));
    EXPECT_EQ(desk.entry(wuchang, "inc_1").outside, "");
    EXPECT_EQ(desk.entry(hanyang, "inc_1").outside, "moved");
}

TEST(DayIncidents, WhatComesAfterTheDayWasClosedGoesOntoTheNextDaysList) {
    Desk desk;
    desk.opens("inc_1", "dispute.family", "吵架");
    desk.sends();
    desk.now = midnight + 1h;
    desk.close(wuchang);
    desk.happens("inc_1", incident::NoteAdded{PersonalText{"拿刀"}, desk.now});
    EXPECT_EQ(desk.sends(), Said{}) << "a closed day changes no more";
    desk.opens("inc_late", "dispute.family", "吵架", "are_420106", midnight - 1min);
    EXPECT_EQ(desk.sends(), Said{"put_forward 20260303.420106"});
}

// Last time the pass sent the same refused command for ever.
TEST(DayIncidents, WhatWasRefusedIsNotSentAgainUntilItIsAnotherCommand) {
    Desk desk;
    desk.opens("inc_1", "dispute.family", "吵架");
    const auto found = desk.days->next();
    ASSERT_TRUE(found);
    desk.days->refused(*found);
    EXPECT_EQ(desk.next_is(), "");
    desk.happens("inc_1", incident::NoteAdded{PersonalText{"到场"}, evening});
    EXPECT_EQ(desk.next_is(), "") << "still the same command";
    desk.happens("inc_1", incident::NoteAdded{PersonalText{"有人受伤"}, evening});
    EXPECT_EQ(desk.next_is(), "selection.put_forward " + wuchang) << "more is known of it";
}

TEST(DayIncidents, WhatAClosedListRefusedFindsItsPlaceWhenTheClosingIsHeardOf) {
    Desk desk;
    desk.opens("inc_0", "dispute.family", "吵架");
    desk.sends();
    desk.opens("inc_1", "dispute.family", "吵架");
    auto& list = desk.lists[wuchang];
    list.stage = selection::Stage::closed;  // and the view has not heard of it yet
    EXPECT_EQ(desk.sends(), Said{"put_forward 20260302.420106 ! selection.closed"});
    EXPECT_EQ(desk.sends(), Said{});
    list.stage = selection::Stage::open;
    desk.now = midnight + 1h;
    desk.close(wuchang);
    EXPECT_EQ(desk.sends(), Said{"put_forward 20260303.420106"});
}

TEST(DayIncidents, WhatCouldNotBeSentWaitsAgain) {
    Desk desk;
    desk.opens("inc_1", "dispute.family", "吵架");
    const auto found = desk.days->next();
    ASSERT_TRUE(found);
    EXPECT_EQ(desk.next_is(), "");
    desk.days->put_back(*found);
    EXPECT_EQ(desk.next_is(), "selection.put_forward " + wuchang);
}

TEST(DayIncidents, WhatIsErasedSpeaksForNothingAnyMore) {
    Desk desk;
    call::CallReceived received;
    received.text = PersonalText{"他拿菜刀"};
    received.received_at = evening;
    desk.happens("cal_1", received);
    desk.opens("inc_1", "dispute.family", "有人受伤");
    desk.sends();
    EXPECT_EQ(desk.reasons(wuchang, "inc_1"), "class/class_dispute injury/injury_words weapon/weapon_words");
    for (const char* record : {"cal_1", "inc_1"}) {
        erasure::RecordErased erased;
        erased.record = record;
        desk.happens("ers_" + std::string{record}.substr(4), erased);
    }
    desk.sends();
    EXPECT_EQ(desk.reasons(wuchang, "inc_1"), "class/class_dispute");
}

TEST(DayIncidents, WhatIsPastOrDoneIsForgotten) {
    Desk desk;
    desk.opens("inc_1", "dispute.family", "吵架");
    desk.opens("inc_2", "dispute.family", "吵架", "are_420105");
    desk.sends();
    EXPECT_EQ(desk.held("day_incidents"), 2U);
    desk.now = midnight + 1h;
    desk.close(wuchang);
    EXPECT_EQ(desk.held("day_incidents"), 1U) << "what is on a closed list is followed no more";
    desk.now = midnight + 24h * 5;
    desk.happens("inc_2", incident::NoteAdded{PersonalText{""}, desk.now});
    EXPECT_EQ(desk.held("day_incidents"), 0U);
    EXPECT_EQ(desk.held("day_lists"), 0U);
    EXPECT_EQ(desk.held("day_waiting"), 0U);
}

}  // namespace
}  // namespace anlan
