// Which reports are looked at together, told with the city's own rules: a quarrel at home comes back, and the
// centre is asked whether it is one matter. And what is forgotten: a report that is past the year, a call
// that was erased, a matter of which nothing can be found any more.
#include "views/repeat_reports.hpp"
#include "app/node.hpp"
#include "base/source_dir_test_support.hpp"
#include "domain/call/events.hpp"
#include "domain/erasure/events.hpp"
#include "domain/incident/events.hpp"
#include "domain/matter/events.hpp"

#include <gtest/gtest.h>

namespace anlan {
namespace {

using namespace std::chrono_literals;

const Instant march = *instant_from_text("2026-03-02T12:30:00Z");
constexpr Hours day{24};

struct Desk {
    kernel::Modules modules = app::all_modules();
    kernel::Rulebook rules;
    std::optional<views::RepeatReports> reports;

    Desk() {
        auto loaded = app::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", modules);
        if (!loaded.ok()) throw std::runtime_error{loaded.error()};
        rules = std::move(loaded).value();
        reports.emplace(modules, rules, planning::DigestKey{7, 11});
    }

    template <class E>
    void happens(const std::string& stream, Instant at, E body) {
        const std::string wire{E::wire};
        const auto* module = kernel::module_of_stream(modules, stream);
        kernel::AnyEvent event{module->find_event(wire), std::make_shared<E>(std::move(body)), {}};
        kernel::Envelope envelope;
        envelope.stream = stream;
        envelope.wire = wire;
        envelope.recorded_at = envelope.happened_at = at;
        reports->apply({envelope, event});
    }

    void called(const std::string& suffix, Instant at, const char* text) {
        call::CallReceived received;
        received.callback = PersonalText{"13871500042"};
        received.text = PersonalText{text};
        received.received_at = at;
        happens("cal_" + suffix, at, received);
    }

    void opened(const std::string& suffix, Instant at, const char* summary) {
        incident::IncidentOpened opened;
        opened.class_code = "dispute.family";
        opened.summary = PersonalText{summary};
        opened.location.place_text = PersonalText{"解放大道12号"};
        opened.location.point = GeoPoint{30.59, 114.30};
        opened.location.where = {AreaId{"are_420100"}, AreaId{"are_420103"}, {}, {}};
        opened.call_id = CallId{"cal_" + suffix};
        opened.opened_at = at;
        happens("inc_" + suffix, at, opened);
    }

    void reported(const std::string& suffix, Instant at) {
        called(suffix, at, "我老公喝酒回来砸东西，又吵架了");
        opened(suffix, at, "夫妻吵架，王建国喝酒砸东西");
    }

    // What it would send; the sender's answer comes back as events, as from the engine.
    std::optional<std::string> suggests() {
        const auto found = reports->next();
        if (!found) return std::nullopt;
        return found->command.spec->name + " " + found->stream;
    }

    void suggested(const std::string& matter, std::initializer_list<const char*> incidents, Instant at) {
        matter::MatterSuggested body;
        body.kind = "home";
        for (const char* incident : incidents)
            body.reports.push_back({IncidentId{incident}, at, {}, {}, 0, {}});
        body.suggested_at = at;
        happens(matter, at, body);
    }

    void erased(const std::string& record, Instant at) {
        erasure::RecordErased body;
        body.record = record;
        body.closed_at = body.erased_at = at;
        happens("ers_" + record.substr(4), at, body);
    }

    std::uint64_t held(std::string_view what) const {
        std::uint64_t out = 0;
        reports->held([&](std::string_view name, std::uint64_t count) {
            if (name == what) out = count;
        });
        return out;
    }
};

TEST(RepeatReports, AQuarrelAtHomeThatComesBackIsSuggestedAsAMatter) {
    Desk desk;
    desk.reported("january", march - day * 50);
    EXPECT_EQ(desk.suggests(), std::nullopt);
    desk.reported("march", march);
    EXPECT_EQ(desk.suggests(), "matter.suggest mat_march");
    EXPECT_EQ(desk.suggests(), std::nullopt);
}

TEST(RepeatReports, AFurtherReportJoinsTheMatterThatIsThere) {
    Desk desk;
    desk.reported("january", march - day * 50);
    desk.reported("march", march);
    desk.suggests();
    desk.suggested("mat_march", {"inc_january", "inc_march"}, march);
    desk.reported("april", march + day * 30);
    EXPECT_EQ(desk.suggests(), "matter.add_report mat_march");
}

TEST(RepeatReports, WhatAPersonRejectedIsNotSuggestedAgain) {
    Desk desk;
    desk.reported("january", march - day * 50);
    desk.reported("march", march);
    desk.suggests();
    desk.suggested("mat_march", {"inc_january", "inc_march"}, march);
    desk.happens("mat_march", march, matter::MatterRejected{"other_parties", AccountId{"acc_li"}, march});
    desk.reported("april", march + day * 30);
    EXPECT_EQ(desk.suggests(), std::nullopt);
}

TEST(RepeatReports, WhatCouldNotBeSentWaitsAgain) {
    Desk desk;
    desk.reported("january", march - day * 50);
    desk.reported("march", march);
    const auto found = desk.reports->next();
    ASSERT_TRUE(found);
    EXPECT_EQ(desk.suggests(), std::nullopt);
    desk.reports->put_back(*found);
    EXPECT_EQ(desk.suggests(), "matter.suggest mat_march");
}

TEST(RepeatReports, AMergedOrErasedReportIsComparedNoMore) {
    for (const bool erase : {false, true}) {
        Desk desk;
        desk.reported("january", march - day * 50);
        if (erase)
            desk.erased("inc_january", march - day);
        else
            desk.happens("inc_january", march - day, incident::IncidentMerged{});
        desk.reported("march", march);
        EXPECT_EQ(desk.suggests(), std::nullopt) << (erase ? "erased" : "merged");
        EXPECT_EQ(desk.held("repeat_reports_for_a_year"), 1U);
    }
}

// The report was compared with what its caller said, so that it goes with the call.
TEST(RepeatReports, AnErasedCallTakesItsReportAlong) {
    Desk desk;
    desk.reported("january", march - day * 50);
    desk.reported("february", march - day * 20);
    desk.erased("cal_january", march - day);
    desk.erased("cal_february", march - day);
    desk.reported("march", march);
    EXPECT_EQ(desk.suggests(), std::nullopt);
    EXPECT_EQ(desk.held("repeat_reports_for_a_year"), 1U);
}

TEST(RepeatReports, WhatIsHeldInClearOfAnErasedCallGoesAtOnce) {
    Desk desk;
    desk.reported("morning", march);
    EXPECT_EQ(desk.held("repeat_recent"), 1U);
    desk.erased("cal_morning", march + 1min);
    EXPECT_EQ(desk.held("repeat_recent"), 0U);
    desk.opened("again", march + 2min, "夫妻吵架");
    EXPECT_EQ(desk.suggests(), std::nullopt);
}

TEST(RepeatReports, AfterAYearNothingIsHeldOfReportsNorOfTheirMatters) {
    Desk desk;
    desk.reported("january", march - day * 50);
    desk.reported("march", march);
    desk.suggested("mat_march", {"inc_january", "inc_march"}, march);
    desk.happens("mat_march", march, matter::MatterRejected{"other_parties", AccountId{"acc_li"}, march});
    EXPECT_EQ(desk.held("repeat_matters_for_a_year"), 1U);
    EXPECT_EQ(desk.held("repeat_in_matters_for_a_year"), 2U);
    desk.called("next_year", march + day * 420, "在吗");  // time goes on
    EXPECT_EQ(desk.held("repeat_matters_for_a_year"), 0U);
    EXPECT_EQ(desk.held("repeat_in_matters_for_a_year"), 0U);
    EXPECT_EQ(desk.held("repeat_reports_for_a_year"), 0U);
}

// The log of years ago is read again under a shorter window.
TEST(RepeatReports, AReportOfAMatterThatWasForgottenHarmsNothing) {
    Desk desk;
    desk.reported("old", march - day * 420);
    desk.reported("january", march - day * 50);
    desk.happens(
        "mat_forgotten", march - day * 49,
        matter::ReportAdded{{IncidentId{"inc_january"}, march - day * 50, {}, {}, 0, {}}, march - day * 49});
    desk.reported("march", march);
    EXPECT_EQ(desk.suggests(), "matter.add_report mat_forgotten");
}

}  // namespace
}  // namespace anlan
