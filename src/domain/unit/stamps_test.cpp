// Stamps that come late, out of order or not at all: what is taken, what is refused, what the status then is.
#include "domain/unit/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::unit {
namespace {

using namespace std::chrono_literals;

std::optional<Instant> at(int seconds) { return kNine + Seconds{seconds}; }

// Told in this order, an hour later; the last one's answer, and the status after all.
struct Row {
    const char* says;
    std::vector<Command> told;
    const char* last;
    UnitStatus status;
};

TEST(Stamps, AreTakenInAnyOrderThatDoesNotContradict) {
    const auto ack = [](int s) { return Command{step<AcknowledgeAssignment>(at(s), "inc_A")}; };
    const auto depart = [](int s) { return Command{step<DepartForScene>(at(s), "inc_A")}; };
    const auto arrive = [](int s) { return Command{step<ArriveOnScene>(at(s), "inc_A")}; };
    const auto clear = [](int s) { return Command{step<ClearUnit>(at(s), "inc_A")}; };
    const char* contradicts = "! unit.out_of_order";
    const Row rows[] = {
        {"arrival alone", {arrive(300)}, "arrived", UnitStatus::on_scene},
        {"clear alone", {clear(300)}, "cleared", UnitStatus::available},
        {"departure told after arrival", {arrive(300), depart(60)}, "en_route", UnitStatus::on_scene},
        {"all backwards",
         {arrive(300), depart(60), ack(20)},
         "assignment_acknowledged",
         UnitStatus::on_scene},
        {"at the same instant",
         {ack(20), depart(20), arrive(20), clear(20)},
         "cleared",
         UnitStatus::available},
        {"arrival told after the clear", {clear(900), arrive(300)}, "arrived", UnitStatus::available},
        {"acknowledged last of all", {clear(900), ack(10)}, "assignment_acknowledged", UnitStatus::available},
        {"departed after it arrived", {arrive(300), depart(301)}, contradicts, UnitStatus::on_scene},
        {"arrived before it departed", {depart(60), arrive(59)}, contradicts, UnitStatus::en_route},
        {"acknowledged before it was told", {ack(-1)}, contradicts, UnitStatus::assigned},
        {"arrived after it cleared", {clear(900), arrive(901)}, contradicts, UnitStatus::available},
        {"cleared before it arrived", {arrive(300), clear(299)}, contradicts, UnitStatus::on_scene},
        {"arrived at two instants", {arrive(300), arrive(310)}, contradicts, UnitStatus::on_scene},
        {"arrived twice at one", {arrive(300), arrive(300)}, "", UnitStatus::on_scene},
        {"cleared at two instants", {clear(900), clear(901)}, contradicts, UnitStatus::available},
        {"cleared twice at one", {clear(900), clear(900)}, "", UnitStatus::available},
    };
    for (const Row& row : rows) {
        Story s = on_duty();
        s.when(assign("inc_A"));
        s.now = kNine + 1h;
        std::string last;
        for (const Command& command : row.told) last = s.when(command);
        EXPECT_EQ(last, row.last) << row.says;
        EXPECT_EQ(s.state.status, row.status) << row.says << ": " << name_of(s.state.status);
    }
}

TEST(Stamps, KeepTheInstantOfTheWorldNotOfTheTelling) {
    Story s = on_duty();
    s.when(assign("inc_A"));
    s.now = kNine + 1h;
    s.when(step<ArriveOnScene>(at(300)));
    s.when(step<DepartForScene>(at(60)));
    EXPECT_EQ(std::get<UnitEnRoute>(s.last[0]).en_route_at, kNine + 60s);
    EXPECT_EQ(s.state.status_since, kNine + 300s) << "an earlier step told late moves no status";
}

TEST(Stamps, OfAClockThatRunsALittleFastCountAsNow) {
    Story s = on_duty();
    s.when(assign("inc_A"));
    s.now = kNine + 10s;
    EXPECT_EQ(s.when(step<ArriveOnScene>(at(16))), "! unit.in_the_future");
    EXPECT_EQ(s.when(step<ArriveOnScene>(at(15))), "arrived");
    EXPECT_EQ(s.state.assignments[0].arrived_at, kNine + 10s);
}

TEST(Stamps, ReachTheLatestEndedAssignmentsAndNoOlderOnes) {
    Story s = on_duty();
    for (std::size_t i = 0; i <= ended_assignments_max; ++i) {
        s.when(assign(("inc_" + std::to_string(i)).c_str()));
        s.now += 100s;
        s.when(ClearUnit{});
    }
    EXPECT_EQ(s.state.assignments.size(), ended_assignments_max);
    EXPECT_EQ(s.when(step<ArriveOnScene>(at(50), "inc_0")), "! unit.assignment_unknown");
    EXPECT_EQ(s.when(step<ArriveOnScene>(at(150), "inc_1")), "arrived");
    EXPECT_EQ(s.state.status, UnitStatus::available);
}

TEST(Stamps, NothingEndsOrWaitsBeforeWhatIsKnownOfIt) {
    const auto refused = [](const Command& command) {
        Story s = on_duty();
        s.now = kNine + 50s;
        s.when(assign("inc_A", Priority::p4));
        s.now = kNine + 400s;
        s.when(step<ArriveOnScene>(at(300)));
        return s.when(command);
    };
    AssignUnit lent = with_override(assign("inc_B"));
    lent.at = at(299);
    AssignUnit taken = with_preemption(assign("inc_B", Priority::p1));
    taken.at = at(299);
    ReleaseUnit release;
    release.reason = "not needed";
    release.at = at(299);
    EXPECT_EQ(refused(lent), "! unit.out_of_order");
    EXPECT_EQ(refused(taken), "! unit.out_of_order");
    EXPECT_EQ(refused(release), "! unit.out_of_order");
    release.at = at(300);
    EXPECT_EQ(refused(release), "released");
    EXPECT_EQ(refused(PauseService{"meal", {}, at(299)}), "! unit.out_of_order");
}

}  // namespace
}  // namespace anlan::unit
