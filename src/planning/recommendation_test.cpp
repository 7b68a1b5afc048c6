#include "planning/recommendation.hpp"

#include "planning/test_support.hpp"
#include "planning/travel_sources.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>

namespace anlan::planning {
namespace {

using testing::Chance;
using testing::wuhan;

// Ten metres a second in a straight line, half a minute of turnout.
TravelTimes ten_metres_a_second() {
    TravelModel model;
    model.other = {UnitKind::patrol_car, 36, 36, 36, 1, Seconds{30}};
    return TravelTimes(model);
}

GeoPoint north(double metres) { return moved(wuhan, Metres{metres}, Metres{0}); }

Candidate car(const std::string& call_sign, double metres) {
    Candidate candidate;
    candidate.unit_id = UnitId{"unt_" + call_sign};
    candidate.call_sign = call_sign;
    candidate.point = north(metres);
    return candidate;
}

struct Story {
    TravelTimes times = ten_metres_a_second();
    std::vector<Candidate> candidates;
    std::vector<Ring> rings;
    RecommendationRequest request{wuhan, Priority::p2, {{"car", {}, {}, 1, false}}, {}};

    Recommendation when() const {
        CoverageBoard board(rings, times, 12);
        for (const Candidate& candidate : candidates)
            if (candidate.status == UnitStatus::available && candidate.point)
                board.put(candidate.unit_id, candidate.kind, *candidate.point);
        return recommend(request, candidates, travel_by_distance(times, 12), board);
    }
};

template <class Enum>
std::string name_of(Enum value) {
    return boost::describe::enum_to_string(value, "?");
}

// "A7 nearest_capable already_moving; not A3 busy 2; short 0"
std::string told(const RequirementAnswer& answer) {
    std::ostringstream out;
    for (const Proposal& proposal : answer.chosen) {
        out << proposal.call_sign;
        for (const Reason& reason : proposal.reasons) out << ' ' << name_of(reason.code);
        for (const PassedOver& unit : proposal.why_not_nearer) {
            out << "; not " << unit.call_sign << ' ' << name_of(unit.code);
            if (unit.figure != 0) out << ' ' << unit.figure;
            if (!unit.missing.empty()) out << ' ' << unit.missing;
        }
        out << '\n';
    }
    out << "short " << answer.shortfall;
    return out.str();
}

TEST(Recommendation, SaysWhyNotTheNearerOnes) {
    Story s;
    s.request.requirements = {{"negotiator", {UnitKind::patrol_car}, {"negotiation"}, 1, false}};
    s.candidates = {car("off", 100),   car("broken", 200), car("busy", 300), car("dog", 400),
                    car("plain", 500), car("guard", 600),  car("good", 5000)};
    for (Candidate& candidate : s.candidates) candidate.skills = {"negotiation"};
    s.candidates[0].status = UnitStatus::off_duty;
    s.candidates[1].status = UnitStatus::out_of_service;
    s.candidates[2].status = UnitStatus::on_scene;
    s.candidates[2].assigned_priority = Priority::p2;
    s.candidates[3].kind = UnitKind::dog_team;
    s.candidates[4].skills = {};
    s.candidates[5].partnership = Partnership::limited_partner;
    s.request.rules.passed_over_max = 6;
    EXPECT_EQ(
        told(s.when().answers[0]),
        "good nearest_capable kind_matches skill_matches; not off off_duty; not broken out_of_service; "
        "not busy busy 2; not dog wrong_kind; not plain lacks_skill negotiation; not guard limited_partner\n"
        "short 0");
}

TEST(Recommendation, WeighsEverythingInSeconds) {
    struct Row {
        const char* what;
        void (*change)(Candidate&);
        const char* expected;
    };
    const Row rows[] = {
        {"nothing speaks against the nearer", [](Candidate&) {}, "near nearest_capable\nshort 0"},
        {"ten jobs of 15 s", [](Candidate& c) { c.jobs_in_shift = 10; },
         "far fewest_jobs; not near higher_load 10\nshort 0"},
        {"seen ten minutes ago", [](Candidate& c) { c.position_age = Seconds{600}; },
         "far; not near position_stale 600\nshort 0"},
        {"a partner", [](Candidate& c) { c.partnership = Partnership::partner; },
         "far; not near partner\nshort 0"},
        {"seen two minutes ago is fresh", [](Candidate& c) { c.position_age = Seconds{120}; },
         "near nearest_capable\nshort 0"},
        {"no position", [](Candidate& c) { c.point.reset(); }, "far nearest_capable\nshort 0"},
    };
    for (const Row& row : rows) {
        Story s;
        s.candidates = {car("near", 1000), car("far", 2000)};  // 100 s apart
        row.change(s.candidates[0]);
        EXPECT_EQ(told(s.when().answers[0]), row.expected) << row.what;
    }
}

TEST(Recommendation, AMovingCarBeatsAParkedOneThatIsALittleNearer) {
    Story s;
    s.candidates = {car("parked", 1000), car("moving", 1200)};  // 20 s against 30 s of turnout
    s.candidates[1].moving = true;
    EXPECT_EQ(told(s.when().answers[0]), "moving already_moving; not parked longer_turnout 30\nshort 0");
}

TEST(Recommendation, PreemptsOnlyWhatIsLessUrgentAndNotYetThere) {
    struct Row {
        UnitStatus status;
        Priority on;
        Priority incident;
        bool allowed;
        const char* expected;
    };
    const Row rows[] = {
        {UnitStatus::en_route, Priority::p4, Priority::p1, true, "near"},
        {UnitStatus::assigned, Priority::p2, Priority::p1, true, "near"},
        {UnitStatus::en_route, Priority::p4, Priority::p1, false, "far"},
        {UnitStatus::en_route, Priority::p1, Priority::p1, true, "far"},
        {UnitStatus::on_scene, Priority::p4, Priority::p1, true, "far"},
        {UnitStatus::acknowledged, Priority::p2, Priority::p3, true, "far"},
    };
    for (const Row& row : rows) {
        Story s;
        s.candidates = {car("near", 100), car("far", 20'000)};
        s.candidates[0].status = row.status;
        s.candidates[0].assigned_priority = row.on;
        s.request.priority = row.incident;
        s.request.rules.preemption_allowed = row.allowed;
        EXPECT_EQ(s.when().answers[0].chosen[0].call_sign, row.expected) << name_of(row.status);
    }
}

TEST(Recommendation, KeepsTheOnlyUnitOfARingAndNamesThePriceOtherwise) {
    Story s;
    s.rings = {{"ring_bridge", "长江大桥", {{north(500), 10}}, {{Minutes{1}, 1, {}}}}};
    s.candidates = {car("bridge", 500), car("other", 1500)};  // sending "bridge" would cost 200 s of coverage
    const Recommendation kept = s.when();
    EXPECT_EQ(told(kept.answers[0]), "other keeps_rings_covered; not bridge kept_for_coverage 10\nshort 0");
    EXPECT_TRUE(kept.price.gaps.empty());
    s.request.requirements[0].count = 2;
    const Recommendation both = s.when();
    EXPECT_EQ(both.answers[0].chosen.size(), 2U);
    ASSERT_EQ(both.price.gaps.size(), 1U);
    EXPECT_EQ(both.price.gaps[0].ring_id, "ring_bridge");
    EXPECT_EQ(both.price.gaps[0].covered_again_in, std::nullopt);
    s.candidates.push_back(car("third", 3500));
    EXPECT_EQ(s.when().price.gaps[0].covered_again_in, Seconds{240});
    s.request.rules.seconds_per_weight = 0;  // life in danger: the rulebook may set coverage aside
    s.request.requirements[0].count = 1;
    EXPECT_EQ(s.when().answers[0].chosen[0].call_sign, "bridge");
}

TEST(Recommendation, TheScarceRequirementIsServedFirstAndShortfallIsCounted) {
    Story s;
    s.request.requirements = {{"any car", {}, {}, 1, false}, {"dog", {}, {"dog"}, 2, false}};
    s.candidates = {car("dog1", 100), car("plain", 900)};
    s.candidates[0].skills = {"dog"};
    const Recommendation out = s.when();
    EXPECT_EQ(told(out.answers[0]), "plain; not dog1 sent_for_other_requirement\nshort 0");
    EXPECT_EQ(told(out.answers[1]), "dog1 nearest_capable skill_matches\nshort 1");
    EXPECT_EQ(out.answers[1].capable, 1);
}

TEST(Recommendation, NobodyIsAnAnswerToo) {
    Story s;
    EXPECT_EQ(told(s.when().answers[0]), "short 1");
    EXPECT_TRUE(nearest_first(s.request, s.candidates, travel_by_distance(s.times, 12))[0].empty());
}

TEST(Recommendation, EqualUnitsAreTakenById) {
    Story s;
    s.candidates = {car("b", 100), car("a", 100), car("c", 100)};
    s.request.requirements[0].count = 2;
    const auto answer = s.when().answers[0];
    EXPECT_EQ(answer.chosen[0].call_sign + answer.chosen[1].call_sign + answer.alternatives[0].call_sign,
              "abc");
}

TEST(Recommendation, TheBaselineIsTheNearestCapableFreeUnit) {
    Story s;
    s.candidates = {car("busy", 10), car("tired", 100), car("fresh", 200)};
    s.candidates[0].status = UnitStatus::en_route;
    s.candidates[1].jobs_in_shift = 50;
    const auto chosen = nearest_first(s.request, s.candidates, travel_by_distance(s.times, 12));
    EXPECT_EQ(chosen[0], std::vector<UnitId>{UnitId{"unt_tired"}});
    EXPECT_EQ(s.when().answers[0].chosen[0].call_sign, "fresh");
}

// The same greedy choice made the slow way: every candidate priced anew by counting the rings from nothing.
struct SlowChoice {
    const Story& story;
    std::vector<double> travel;
    std::vector<char> sent;

    double covered_weight(const std::vector<char>& gone) const {
        std::vector<CoveringUnit> units;
        for (std::size_t i = 0; i < gone.size(); ++i) {
            const Candidate& c = story.candidates[i];
            if (!gone[i] && c.status == UnitStatus::available && c.point)
                units.push_back({c.unit_id, c.kind, *c.point});
        }
        double weight = 0;
        for (const Ring& ring : story.rings)
            for (const TierCover& cover : ring_cover(ring, units, story.times, 12))
                weight += cover.weight_covered;
        return weight;
    }
    bool is_able(const Requirement& requirement, std::size_t i) const {
        const Candidate& c = story.candidates[i];
        for (const std::string& skill : requirement.skills)
            if (std::count(c.skills.begin(), c.skills.end(), skill) == 0) return false;
        return c.status == UnitStatus::available && c.point && travel[i] <= 5400;
    }
    double total(std::size_t i) const {
        const Candidate& c = story.candidates[i];
        std::vector<char> gone = sent;
        const double before = covered_weight(gone);
        gone[i] = true;
        const double age = static_cast<double>(c.position_age.count());
        return travel[i] + (c.moving ? 0 : 30) + std::clamp((age - 120) * 0.5, 0.0, 300.0) +
               15.0 * c.jobs_in_shift + 20 * (before - covered_weight(gone));
    }
    std::vector<std::string> choose(const Requirement& requirement) {
        std::vector<std::string> chosen;
        while (static_cast<int>(chosen.size()) < requirement.count) {
            std::size_t best = travel.size();
            double least = std::numeric_limits<double>::infinity();
            for (std::size_t i = 0; i < travel.size(); ++i) {
                if (sent[i] || !is_able(requirement, i)) continue;
                const double cost = total(i);
                if (cost < least - 1e-7) least = cost, best = i;
            }
            if (best == travel.size()) break;
            sent[best] = true;
            chosen.push_back(story.candidates[best].call_sign);
        }
        return chosen;
    }
};

TEST(RecommendationProperty, EqualsTheSlowChoice) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Chance chance(seed);
        Story s;
        s.request.point = testing::somewhere(chance, 0.03);
        for (int r = 0; r < 12; ++r) {
            Ring ring{"ring_" + std::to_string(r), "", {}, {{Minutes{1}, 1, {}}, {Minutes{3}, 2, {}}}};
            for (int p = 0; p < 3; ++p)
                ring.points.push_back({testing::somewhere(chance, 0.05), chance.between(1, 9)});
            s.rings.push_back(std::move(ring));
        }
        for (int u = 0; u < 40; ++u) {
            Candidate c = car(std::to_string(100 + u), 0);
            c.point = testing::somewhere(chance, 0.05);
            if (chance.hit(0.3)) c.skills = {"dog"};
            if (chance.hit(0.3)) c.status = UnitStatus::on_scene;
            c.moving = chance.hit(0.5);
            c.position_age = Seconds{static_cast<int>(chance.below(900))};
            c.jobs_in_shift = static_cast<int>(chance.below(6));
            s.candidates.push_back(std::move(c));
        }
        s.request.requirements = {{"dogs", {}, {"dog"}, 2, false}, {"cars", {}, {}, 4, false}};
        const Recommendation out = s.when();
        SlowChoice slow{s, {}, std::vector<char>(s.candidates.size())};
        std::vector<TravelEstimate> estimates;
        travel_by_distance(s.times, 12)(s.request.point, s.candidates, estimates);
        for (const TravelEstimate& estimate : estimates) slow.travel.push_back(estimate.seconds);
        for (std::size_t r = 0; r < 2; ++r) {  // dogs are scarcer, and are asked for first
            std::vector<std::string> chosen;
            for (const Proposal& proposal : out.answers[r].chosen) chosen.push_back(proposal.call_sign);
            ASSERT_EQ(chosen, slow.choose(s.request.requirements[r])) << "seed " << seed;
        }
    }
}

}  // namespace
}  // namespace anlan::planning
