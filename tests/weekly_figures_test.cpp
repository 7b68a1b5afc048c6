// A week in Wuchang, told record by record, and what its bulletin says of it: what counts, what does not,
// with which records behind it; and that what comes after the hour changes nothing any more.
#include "views/weekly_figures.hpp"
#include "app/node.hpp"
#include "base/source_dir_test_support.hpp"
#include "domain/area/events.hpp"
#include "domain/bulletin/bulletin.hpp"
#include "domain/call/events.hpp"
#include "domain/errand/events.hpp"
#include "domain/incident/events.hpp"
#include "domain/instruction/events.hpp"
#include "domain/matter/events.hpp"
#include "domain/post/events.hpp"
#include "domain/unit/events.hpp"

#include <gtest/gtest.h>

namespace anlan {
namespace {

using namespace std::chrono_literals;

const Instant monday = *instant_from_text("2026-03-01T16:00:00Z");  // 2026-03-02 00:00 in Wuhan, W10
const Instant counted_at = monday + 168h + 6h;
const Jurisdiction city{AreaId{"are_420100"}, {}, {}, {}};
const Jurisdiction wuchang{AreaId{"are_420100"}, AreaId{"are_420106"}, {}, {}};
Jurisdiction station(int number) {
    auto where = wuchang;
    where.station = AreaId{"are_42010600" + std::to_string(number)};
    return where;
}
const auto everybody = [](const kernel::Scope&) { return true; };

struct Desk {
    kernel::Modules modules = app::all_modules();
    kernel::Rulebook rules;
    Instant now = monday - 24h;
    std::optional<views::WeeklyFigures> figures;
    std::uint64_t position = 0;
    kernel::Actor actor{kernel::ActorKind::person, "acc_zhou", PostId{"pst_community-officer.420106001001"}};

    Desk() {
        auto loaded = app::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", modules);
        if (!loaded.ok()) throw std::runtime_error{loaded.error()};
        rules = std::move(loaded).value();
        figures.emplace(modules, rules, [this] { return now; });
        register_area("are_420100", area::AreaLevel::city, "武汉市", city);
        register_area("are_420106", area::AreaLevel::district, "武昌区", wuchang);
        register_area("are_420106001", area::AreaLevel::station, "积玉桥所", station(1));
        register_area("are_420106002", area::AreaLevel::station, "首义所", station(2));
        unit::UnitRegistered post;
        post.kind = UnitKind::police_post;
        post.call_sign = "首义警务站";
        post.home = station(2);
        happens("unt_pp-1", post);
        now = monday + 1h;
    }
    void register_area(const char* id, area::AreaLevel level, const char* name, const Jurisdiction& where) {
        area::AreaRegistered registered;
        registered.level = level;
        registered.area_name = name;
        registered.where = where;
        happens(id, registered);
    }
    template <class E>
    void happens(const std::string& stream, E body) {
        const auto* module = kernel::module_of_stream(modules, stream);
        std::string wire;
        if constexpr (requires { E::wire; })
            wire = std::string{E::wire};
        else
            wire = module->name + "." + std::string{E::wire_suffix};
        kernel::AnyEvent event{module->find_event(wire), std::make_shared<E>(std::move(body)), {}};
        kernel::Envelope envelope;
        envelope.position = ++position;
        envelope.stream = stream;
        envelope.wire = wire;
        envelope.recorded_at = envelope.happened_at = now;
        envelope.actor = actor;
        figures->apply({envelope, event});
    }
    void call(const std::string& id, Channel channel, const Jurisdiction& where, bool decided = true) {
        call::CallReceived received;
        received.channel = channel;
        received.received_where = where;
        received.received_at = now;
        happens(id, received);
        if (decided) happens(id, call::OutcomeDecided{});
    }
    void incident(const std::string& id, const char* class_code, const Jurisdiction& where) {
        incident::IncidentOpened opened;
        opened.class_code = class_code;
        opened.location.where = where;
        opened.opened_at = now;
        happens(id, opened);
    }
    void closes(const std::string& id, const char* disposition) {
        incident::IncidentClosed closed;
        closed.disposition = disposition;
        happens(id, closed);
    }
    void sent(const std::string& id, UnitKind kind = UnitKind::patrol_car, const char* unit = "unt_1") {
        incident::AssignmentNoted noted;
        noted.assignment_id = "a1";
        noted.unit_id = UnitId{unit};
        noted.kind = kind;
        happens(id, noted);
    }
    void arrives(const std::string& id) { happens(id, incident::ArrivalNoted{"a1", now}); }
    void misses(const std::string& id, const char* kind) {
        happens(id, kernel::DeadlineMissed{kind, "", {}, now});
    }

    views::WeeklyPage page(const std::string& week = "2026W10") {
        auto found = figures->page({week, "are_420106", now}, everybody);
        EXPECT_TRUE(found.ok()) << found.error().code;
        return std::move(found).value();
    }
    // "3" or "2/3".
    std::string figure(const std::string& unit, const std::string& code,
                       const std::string& week = "2026W10") {
        for (const auto& row : page(week).rows)
            for (const auto& value : row.figures)
                if (row.unit == unit && value.code == code)
                    return std::to_string(value.numerator) +
                           (value.denominator ? "/" + std::to_string(*value.denominator) : "");
        return "none";
    }
    std::string records(const std::string& unit, const std::string& code, views::Side side) {
        auto found = figures->records({"2026W10", unit, code, side, 0, now}, everybody);
        if (!found.ok()) return "! " + found.error().code;
        std::string all;
        for (const auto& one : found->records) all += one.record + " ";
        return all;
    }
};

const std::string jiyuqiao = "are_420106001", shouyi = "are_420106002", whole = "are_420106";

TEST(WeeklyFigures, ReportsByChannelAndWhatBecameOfThem) {
    Desk d;
    d.call("cal_1", Channel::phone, station(1));
    d.call("cal_2", Channel::walk_in, station(1), false);
    d.call("cal_3", Channel::web, station(2));
    d.call("cal_4", Channel::phone, wuchang);
    EXPECT_EQ(d.figure(jiyuqiao, "reports"), "2");
    EXPECT_EQ(d.figure(jiyuqiao, "entered"), "1/2");
    EXPECT_EQ(d.figure(jiyuqiao, "entered_walk_in"), "0/1");
    EXPECT_EQ(d.figure(shouyi, "reports_online"), "1");
    EXPECT_EQ(d.figure("are_420106#unplaced", "reports"), "1") << "placed with no station, and not left out";
    EXPECT_EQ(d.figure(whole, "reports"), "4");
    EXPECT_EQ(d.records(whole, "reports", views::Side::numerator), "cal_1 cal_2 cal_3 cal_4 ");
    EXPECT_EQ(d.records(jiyuqiao, "entered", views::Side::numerator), "cal_1 ");
}

TEST(WeeklyFigures, IncidentsTheirOutcomeAndTheirQuality) {
    Desk d;
    d.incident("inc_1", "criminal.ebike", station(1));
    d.incident("inc_2", "criminal.shop_theft", station(1));
    d.incident("inc_3", "dispute.family", station(1));
    d.incident("inc_4", "dispute.family", station(1));
    d.closes("inc_1", "property_returned");
    d.closes("inc_3", "mediated");
    d.happens("inc_3", incident::IncidentReopened{});
    d.happens("inc_4", incident::IncidentMerged{});
    d.happens("inc_1", incident::RatingNoted{CallId{"cal_1"}, 1, 5, d.now});
    d.happens("inc_3", incident::RatingNoted{CallId{"cal_3"}, 1, 2, d.now});
    EXPECT_EQ(d.figure(jiyuqiao, "incidents"), "3") << "what is merged is the other's";
    EXPECT_EQ(d.figure(jiyuqiao, "incidence"), "2");
    EXPECT_EQ(d.figure(jiyuqiao, "finished"), "1/3");
    EXPECT_EQ(d.figure(jiyuqiao, "recovered"), "1/2");
    EXPECT_EQ(d.figure(jiyuqiao, "sound"), "1/2") << "the one that was reopened is not";
    EXPECT_EQ(d.figure(jiyuqiao, "satisfied"), "1/2");
    EXPECT_EQ(d.figure(shouyi, "satisfied"), "0/0") << "of nothing there is no share";
}

TEST(WeeklyFigures, WhoCameInTimeAndThePolicePost) {
    Desk d;
    for (const char* id : {"inc_1", "inc_2", "inc_3", "inc_4"}) d.incident(id, "dispute.family", station(2));
    d.sent("inc_1", UnitKind::police_post, "unt_pp-1");
    d.arrives("inc_1");
    d.sent("inc_2");
    d.misses("inc_2", "arrive");
    d.arrives("inc_2");
    d.misses("inc_3", "dispatch");
    EXPECT_EQ(d.figure(shouyi, "dispatched_in_time"), "2/3") << "of the fourth it is not known yet";
    EXPECT_EQ(d.figure(shouyi, "arrived_in_time"), "1/2");
    EXPECT_EQ(d.figure("unt_pp-1", "incidents"), "1");
    EXPECT_EQ(d.figure("unt_pp-1", "arrived_in_time"), "1/1");
    EXPECT_EQ(d.figure("unt_pp-1", "burden"), "none") << "that is no figure of a police post";
    EXPECT_EQ(d.figure(whole, "incidents"), "4") << "its station's, and counted once";
}

TEST(WeeklyFigures, InstructionsByStageEachOnce) {
    Desk d;
    for (const char* id : {"ins_1", "ins_2"}) {
        instruction::InstructionIssued issued;
        issued.where = station(1);
        d.happens(id, issued);
    }
    d.happens("ins_1", instruction::InstructionSigned{});
    d.misses("ins_2", "sign");
    d.happens("ins_2", instruction::InstructionSigned{});
    d.happens("ins_1", instruction::InstructionPassedOn{});
    d.happens("ins_1", instruction::InstructionAnswered{});
    d.happens("ins_1", instruction::AnswerReturned{});
    d.happens("ins_1", instruction::InstructionAnswered{});
    EXPECT_EQ(d.figure(jiyuqiao, "signed_in_time"), "1/2");
    EXPECT_EQ(d.figure(jiyuqiao, "passed_on_in_time"), "1/1");
    EXPECT_EQ(d.figure(jiyuqiao, "replied_in_time"), "1/1");
    EXPECT_EQ(d.figure(jiyuqiao, "returned"), "1/1");
}

TEST(WeeklyFigures, ErrandsTheirMinutesAndWhoseTheyAre) {
    Desk d;
    for (const char* id : {"ern_1", "ern_2"}) {
        errand::ErrandIssued issued;
        issued.department = "public_security";
        issued.minutes = 8;
        issued.where = station(1);
        d.happens(id, issued);
    }
    d.happens("ern_1", errand::ErrandAnswered{});
    d.misses("ern_2", "answer");
    EXPECT_EQ(d.figure(jiyuqiao, "errands_in_time"), "1/2");
    EXPECT_EQ(d.figure(jiyuqiao, "burden"), "8");
    ASSERT_EQ(d.page().burden.size(), 1U);
    EXPECT_EQ(d.page().burden[0], (bulletin::DepartmentBurden{"public_security", 1, 8}));
}

TEST(WeeklyFigures, WhatStandsInAMatterIsRepeated) {
    Desk d;
    d.incident("inc_1", "dispute.family", station(1));
    d.incident("inc_2", "dispute.family", station(1));
    matter::MatterSuggested suggested;
    suggested.reports.resize(2);
    suggested.reports[0].incident_id = IncidentId{"inc_0"};
    suggested.reports[1].incident_id = IncidentId{"inc_2"};
    d.happens("mat_1", suggested);
    EXPECT_EQ(d.figure(jiyuqiao, "repeated"), "1/2");
    d.happens("mat_1", matter::MatterRejected{});
    EXPECT_EQ(d.figure(jiyuqiao, "repeated"), "0/2");
    d.happens("mat_1", matter::DecisionUndone{});
    EXPECT_EQ(d.records(jiyuqiao, "repeated", views::Side::numerator), "inc_2 ");
}

// Ten hours in the community, of which one at the station's desk, and one call answered: 525 of 600 minutes.
TEST(WeeklyFigures, TheShareInTheCommunityIsKnownFromDutyAndWork) {
    Desk d;
    const std::string beat = "pst_community-officer.420106001001", desk = "pst_station-desk.420106001";
    d.happens(beat, post::PostCreated{"community_officer", station(1), "社区", 1, d.now});
    d.happens(desk, post::PostCreated{"station_desk", station(1), "综合室", 1, d.now});
    d.happens(beat, post::DutyBegun{AccountId{"acc_zhou"}, {}, {}, d.now});
    d.now += 2h;
    d.happens(desk, post::DutyBegun{AccountId{"acc_zhou"}, {}, {}, d.now});
    d.happens(desk, post::DutyBegun{AccountId{"acc_hu"}, {}, {}, d.now});
    d.now += 1h;
    post::DutyEnded ended;
    ended.account_id = AccountId{"acc_zhou"};
    ended.ended_at = d.now;
    d.happens(desk, ended);
    d.happens("cal_1", call::CallAnswered{});
    d.now += 7h;
    ended.ended_at = d.now;
    d.happens(beat, ended);
    EXPECT_EQ(d.figure(jiyuqiao, "in_community"), "525/600")
        << "who sits at the desk alone is no such officer";
    EXPECT_EQ(d.records(jiyuqiao, "in_community", views::Side::denominator), beat + " ")
        << "a post, nobody's name";
}

TEST(WeeklyFigures, WhatComesAfterTheHourChangesNothing) {
    Desk d;
    d.incident("inc_1", "dispute.family", station(1));
    d.call("cal_1", Channel::phone, station(1), false);
    d.now = counted_at - 1ms;
    d.closes("inc_1", "mediated");
    d.now = counted_at;
    d.happens("cal_1", call::OutcomeDecided{});
    EXPECT_TRUE(d.page().counted);
    EXPECT_EQ(d.figure(jiyuqiao, "finished"), "1/1");
    EXPECT_EQ(d.figure(jiyuqiao, "entered"), "0/1") << "a millisecond late is late";
    call::CallReceived late;  // entered after an outage
    late.received_at = monday + 20h;
    late.received_where = station(1);
    d.happens("cal_2", late);
    EXPECT_EQ(d.figure(jiyuqiao, "reports"), "1");
    EXPECT_EQ(d.figure(jiyuqiao, "reports", "2026W11"), "1") << "of the week in which it was recorded";
}

TEST(WeeklyFigures, BulletinsAreOpenedAndDraftedOnce) {
    Desk d;
    d.call("cal_1", Channel::phone, station(1));
    EXPECT_FALSE(d.figures->next()) << "the week still runs, and the one before was not whole";
    d.now = counted_at;
    const auto opens = d.figures->next();
    ASSERT_TRUE(opens);
    EXPECT_EQ(opens->stream, "bul_2026W10.420106");
    EXPECT_EQ(opens->command.spec->name, "bulletin.open");
    EXPECT_FALSE(d.figures->next()) << "it is on its way";
    d.figures->put_back(*opens);
    ASSERT_TRUE(d.figures->next()) << "it could not be sent";
    d.happens("bul_2026W10.420106", bulletin::BulletinOpened{});
    const auto drafts = d.figures->next();
    ASSERT_TRUE(drafts);
    const auto& draft = *static_cast<const bulletin::DraftBulletin*>(drafts->command.value.get());
    EXPECT_EQ(draft.counted_to, d.position - 1) << "all but the opening itself";
    EXPECT_EQ(draft.rows.size(), 4U) << "district, two stations, a police post";
    d.happens("bul_2026W10.420106", bulletin::BulletinDrafted{});
    EXPECT_FALSE(d.figures->next());
}

TEST(WeeklyFigures, SetBesideTheSamePeriodOrSaysWhyNot) {
    Desk d;
    d.call("cal_1", Channel::phone, station(1));
    EXPECT_EQ(d.page().week_before.why_not, views::NotComparable::log_begins_later);
    EXPECT_EQ(d.page().year_before.week, "2025W10");
    d.now = counted_at + 24h;
    d.call("cal_2", Channel::phone, station(1));
    EXPECT_FALSE(d.page("2026W11").week_before.why_not);
    EXPECT_EQ(d.page("2026W11").week_before.rows[1].figures[0].numerator, 1);
    d.now = monday + 52 * 168h + 1h;  // each weekday beside its like
    d.call("cal_3", Channel::phone, station(1));
    EXPECT_EQ(d.page("2027W09").year_before.week, "2026W10");
    EXPECT_EQ(d.page("2027W09").year_before.rows[1].figures[0].numerator, 1);
    EXPECT_EQ(d.records(jiyuqiao, "reports", views::Side::numerator), "! weekly_figures.week_not_held")
        << "the count is held, its records are not any more";
}

TEST(WeeklyFigures, TheDaysAuditListsAllThatLackAnEntryOrAnOutcome) {
    Desk d;
    d.call("cal_1", Channel::walk_in, station(1), false);  // Monday, and still open on Tuesday
    d.incident("inc_1", "dispute.family", station(1));
    d.closes("inc_1", "mediated");
    d.now = monday + 25h;
    d.call("cal_2", Channel::walk_in, station(2));
    d.call("cal_3", Channel::phone, wuchang, false);
    d.incident("inc_2", "dispute.family", station(2));
    d.now = monday + 49h;
    d.call("cal_4", Channel::phone, station(1), false);  // of Wednesday
    const auto page = d.figures->audit("2026-03-03", everybody);
    ASSERT_TRUE(page.ok());
    ASSERT_EQ(page->exceptions.size(), 3U);
    EXPECT_EQ(page->exceptions[0].record, "cal_1");
    EXPECT_TRUE(page->exceptions[0].carried);
    EXPECT_EQ(page->exceptions[0].owner, PostId{"pst_station-desk.420106001"});
    EXPECT_EQ(page->exceptions[1].record, "cal_3");
    EXPECT_EQ(page->exceptions[1].owner, PostId{"pst_dispatcher.420106"}) << "no station is known: above it";
    EXPECT_EQ(page->exceptions[2].record, "inc_2");
    EXPECT_EQ(page->exceptions[2].lacks, views::Lacking::outcome);
    ASSERT_EQ(page->channels.size(), 2U);
    EXPECT_EQ(page->channels[0].entered, 0) << "by telephone";
    EXPECT_EQ(page->channels[1].entered, 1) << "walked in";
    EXPECT_EQ(page->incidents, 1);
    d.happens("cal_1", call::OutcomeDecided{});
    EXPECT_EQ(d.figures->audit("2026-03-03", everybody)->exceptions.size(), 2U)
        << "whoever enters it takes it off";
    EXPECT_EQ(d.figures->audit("2026-3-3", everybody).error().code, "audit.day_invalid");
    EXPECT_EQ(d.figures->audit("9999-12-31", everybody).error().code, "audit.day_to_come");
    d.now = counted_at;
    d.call("cal_5", Channel::phone, station(1));
    EXPECT_EQ(d.figures->audit("2026-03-03", everybody).error().code, "audit.day_counted");
}

TEST(WeeklyFigures, AStationSeesItsOwn) {
    Desk d;
    d.call("cal_1", Channel::phone, station(1));
    d.call("cal_2", Channel::phone, station(2));
    const auto own = [](const kernel::Scope& scope) { return scope.where.station.value() == jiyuqiao; };
    const auto page = d.figures->page({"2026W10", "", d.now}, own);
    ASSERT_TRUE(page.ok());
    ASSERT_EQ(page->rows.size(), 1U);
    EXPECT_EQ(page->rows[0].unit, jiyuqiao);
    EXPECT_TRUE(page->burden.empty()) << "that is the district's";
    EXPECT_EQ(d.figures->records({"2026W10", shouyi, "reports", {}, 0, d.now}, own).error().code,
              "weekly_figures.unit_unknown");
    EXPECT_EQ(d.figures->page({"2026W10", "are_420105", d.now}, own).error().code,
              "weekly_figures.district_unknown");
}

TEST(WeeklyFigures, WhatIsAskedWrongly) {
    Desk d;
    EXPECT_EQ(d.figures->page({"W10", "", d.now}, everybody).error().code, "weekly_figures.week_invalid");
    EXPECT_EQ(d.figures->page({"2030W10", "", d.now}, everybody).error().code,
              "weekly_figures.week_not_held");
    EXPECT_EQ(d.records(jiyuqiao, "none", {}), "! weekly_figures.figure_unknown");
    EXPECT_EQ(d.records("are_none", "reports", {}), "! weekly_figures.unit_unknown");
}

}  // namespace
}  // namespace anlan
