// What was reported before from the same number or at the same place, and what is not shown of it.
#include "domain/call/views.hpp"

#include "domain/incident/events.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace anlan::call {
namespace {

using namespace std::chrono_literals;

const Instant kNine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 1h};
const GeoPoint kDoor{30.55, 114.31};

bool all(const kernel::Scope&) { return true; }

GeoPoint metres_north(double metres) { return {kDoor.latitude + metres / 111'194.9, kDoor.longitude}; }

Location at(GeoPoint point) {
    Location location;
    location.point = point;
    return location;
}

struct Feed {
    History history;
    Instant now = kNine;

    template <class E>
    void tell(const char* stream, E value) {
        kernel::Envelope envelope;
        envelope.stream = stream;
        envelope.recorded_at = now;
        kernel::EventSpec spec;
        spec.type = &kernel::type_tag<E>;
        const kernel::AnyEvent event{&spec, std::make_shared<const E>(std::move(value)), ""};
        history.apply({envelope, event});
    }
    void call(const char* stream, const char* number) {
        CallReceived received;
        received.callback = PersonalText{number};
        received.received_at = now;
        tell(stream, std::move(received));
    }
    void report(const char* stream, const char* class_code, const Location& location) {
        ReportWritten written;
        written.report.class_code = class_code;
        written.report.location = location;
        tell(stream, std::move(written));
    }
    void opens(const char* stream, const char* incident_id) {
        OutcomeDecided decided;
        decided.outcome.kind = OutcomeKind::opened;
        decided.outcome.incident_id = IncidentId{incident_id};
        tell(stream, std::move(decided));
        incident::IncidentOpened opened;
        opened.class_code = "dispute.neighbour";
        opened.call_id = CallId{stream};
        opened.opened_at = now;
        tell(incident_id, std::move(opened));
    }
    std::vector<HistoryEntry> asked(const char* stream) const {
        return history.of_call(CallId{stream}, now, all)->entries;
    }
};

TEST(NormalisedCallback, IsTheNumberHoweverItIsWritten) {
    const std::pair<const char*, const char*> rows[] = {
        {"13800001111", "13800001111"},
        {"138 0000 1111", "13800001111"},
        {"+86 138-0000-1111", "13800001111"},
        {"0086 13800001111", "13800001111"},
        {"027-8585 0000", "02785850000"},
        {"(027) 85850000", "02785850000"},
        {"wx:li_ming", "wx:li_ming"},
        {"110", ""},
        {"", ""},
    };
    for (const auto& [written, expected] : rows)
        EXPECT_EQ(normalised_callback(PersonalText{written}), expected);
}

TEST(History, TellsOfTheSameNumberAndOfTheSamePlace) {
    Feed feed;
    feed.call("cal_1", "13800001111");
    feed.report("cal_1", "dispute.neighbour", at(kDoor));
    feed.opens("cal_1", "inc_1");
    incident::IncidentClosed closed;
    closed.disposition = "mediated";
    feed.tell("inc_1", closed);
    feed.now += 24h;
    feed.call("cal_2", "13900002222");
    feed.report("cal_2", "noise.social", at(metres_north(49)));
    feed.now += 24h;
    feed.call("cal_3", "+8613800001111");
    feed.report("cal_3", "dispute.neighbour", at(metres_north(98)));

    const auto entries = feed.asked("cal_3");
    ASSERT_EQ(entries.size(), 2u);  // newest first
    EXPECT_EQ(entries[0].call_id, CallId{"cal_2"});
    EXPECT_EQ(entries[0].incident_id, std::nullopt);
    EXPECT_FALSE(entries[0].same_number);
    EXPECT_TRUE(entries[0].same_place);
    EXPECT_NEAR(*entries[0].distance_metres, 49, 0.5);
    EXPECT_EQ(entries[1].incident_id, IncidentId{"inc_1"});
    EXPECT_TRUE(entries[1].same_number);
    EXPECT_FALSE(entries[1].same_place);  // 98 m
    EXPECT_EQ(entries[1].disposition, "mediated");
}

TEST(History, StopsAtFiftyMetresInEveryDirection) {
    for (int degrees = 0; degrees < 360; degrees += 15) {
        for (const double metres : {49.0, 51.0}) {
            const double angle = degrees * 3.14159265358979 / 180;
            const GeoPoint there{kDoor.latitude + metres * std::cos(angle) / 111'194.9,
                                 kDoor.longitude + metres * std::sin(angle) / (111'194.9 * 0.861187)};
            Feed feed;
            feed.call("cal_1", "");
            feed.report("cal_1", "x", at(there));
            feed.call("cal_2", "");
            feed.report("cal_2", "x", at(kDoor));
            EXPECT_EQ(feed.asked("cal_2").size(), metres < 50 ? 1u : 0u) << degrees << " " << metres;
        }
    }
}

TEST(History, FollowsWhatBecameOfAReport) {
    Feed feed;
    feed.call("cal_1", "13800001111");
    feed.opens("cal_1", "inc_1");
    feed.call("cal_2", "13800001111");
    EXPECT_EQ(feed.asked("cal_2").at(0).class_code, "dispute.neighbour");
    incident::IncidentReclassified reclassified;
    reclassified.class_code = "order.fight";
    feed.tell("inc_1", reclassified);
    EXPECT_EQ(feed.asked("cal_2").at(0).class_code, "order.fight");
    OutcomeDecided joined;
    joined.outcome.kind = OutcomeKind::joined;
    joined.outcome.incident_id = IncidentId{"inc_1"};
    feed.tell("cal_2", joined);
    EXPECT_TRUE(feed.asked("cal_2").empty());  // it is the same matter now
    OutcomeUndone undone;
    undone.outcome = joined.outcome;
    feed.tell("cal_2", undone);
    EXPECT_EQ(feed.asked("cal_2").size(), 1u);
    Location place;
    place.place_id = PlaceId{"plc_9"};
    incident::LocationCorrected corrected;
    corrected.location = place;
    feed.tell("inc_1", corrected);
    feed.report("cal_2", "x", place);
    EXPECT_TRUE(feed.asked("cal_2").at(0).same_place);
    CallerStated stated;
    stated.callback = PersonalText{"13900009999"};
    feed.tell("cal_2", stated);
    EXPECT_FALSE(feed.asked("cal_2").at(0).same_number);
}

TEST(History, KnowsIncidentsThatNobodyHadReported) {
    Feed feed;
    incident::IncidentOpened on_view;
    on_view.class_code = "other.on_view";
    on_view.location = at(kDoor);
    on_view.opened_at = feed.now;
    feed.tell("inc_5", on_view);
    feed.call("cal_1", "");
    feed.report("cal_1", "x", at(kDoor));
    const auto entries = feed.asked("cal_1");
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].incident_id, IncidentId{"inc_5"});
    EXPECT_EQ(entries[0].call_id, std::nullopt);
}

TEST(History, ShowsTwentyAndOnlyWhatTheAskerMaySee) {
    Feed feed;
    for (int i = 0; i < 25; ++i) {
        feed.now += 1min;
        feed.call(("cal_" + std::to_string(i)).c_str(), "13800001111");
    }
    const auto answer = feed.history.of_call(CallId{"cal_0"}, feed.now, all);
    EXPECT_EQ(answer->entries.size(), 20u);
    EXPECT_TRUE(answer->more);
    EXPECT_EQ(answer->entries[0].call_id, CallId{"cal_24"});
    const auto nothing =
        feed.history.of_call(CallId{"cal_0"}, feed.now, [](const kernel::Scope&) { return false; });
    EXPECT_TRUE(nothing->entries.empty());
    EXPECT_FALSE(feed.history.of_call(CallId{"cal_99"}, feed.now, all));
}

TEST(History, ForgetsAfterTwoYears) {
    Feed feed;
    feed.call("cal_1", "13800001111");
    feed.report("cal_1", "x", at(kDoor));
    feed.opens("cal_1", "inc_1");
    feed.now += history_kept_for;
    feed.call("cal_2", "13800001111");
    feed.report("cal_2", "x", at(kDoor));
    EXPECT_EQ(feed.asked("cal_2").size(), 1u);
    feed.now += 1ms;
    EXPECT_TRUE(feed.asked("cal_2").empty());
    feed.call("cal_3", "13800001111");
    feed.now -= 1ms;
    EXPECT_EQ(feed.asked("cal_2").size(), 1u);  // cal_3 alone: the other is gone for good
    EXPECT_EQ(feed.asked("cal_2").at(0).call_id, CallId{"cal_3"});
}

}  // namespace
}  // namespace anlan::call
