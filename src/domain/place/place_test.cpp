// A place enters the register, gets the names people use, is corrected and one day is gone.
#include "domain/place/place.hpp"

#include "domain/place/row.hpp"
#include "domain/place/rules.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::place {
namespace {

using namespace std::chrono_literals;

RegisterPlace tower() {
    RegisterPlace c;
    c.place_name = "黄鹤楼";
    c.aliases = {"黄鹤楼公园"};
    c.kind = "landmark";
    c.address = "武昌区蛇山西山坡特1号";
    c.where = {AreaId{"are_420100"}, AreaId{"are_420106"}, {}, {}};
    c.point = GeoPoint{30.5469, 114.2970};
    return c;
}

struct Story {
    Place::State state{};
    Instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 9h};
    kernel::Rulebook rules{};
    kernel::Actor actor{};

    Story() { rules.put(Rules{{{"landmark", "地标", "landmark"}, {"mall", "商场", "mall"}}}); }

    std::string when(const Place::Command& command) {
        auto decision = Place::decide(state, command, kernel::Now{now, rules, actor});
        if (!decision.ok()) return "! " + decision.error().code;
        std::string words;
        for (const Event& event : *decision) {
            state = Place::evolve(std::move(state), event);
            words += std::visit([](const auto& e) { return std::string{e.wire.substr(6)}; }, event);
        }
        return words;
    }
};

CorrectPlace correction() {
    CorrectPlace c;
    c.reason = "seen on the spot";
    return c;
}

TEST(Place, GetsTheNamesPeopleUseAndIsCorrected) {
    Story s;
    EXPECT_EQ(s.when(tower()), "registered.v1");
    EXPECT_EQ(s.when(tower()), "") << "said twice";
    EXPECT_EQ(s.when(AddAlias{"黄鹤楼景区"}), "alias_added.v1");
    EXPECT_EQ(s.when(AddAlias{"黄鹤楼景区"}), "");
    EXPECT_EQ(s.when(AddAlias{"黄鹤楼"}), "") << "its own name is no other name";
    CorrectPlace moved = correction();
    moved.kind = "mall";
    moved.place_name = "黄鹤楼";
    EXPECT_EQ(s.when(moved), "corrected.v1");
    EXPECT_EQ(s.state.kind, "mall");
    EXPECT_EQ(s.state.aliases.size(), 2u) << "what is left out stays";
    EXPECT_EQ(s.when(moved), "") << "nothing is new";
    EXPECT_EQ(s.when(RetirePlace{"torn down", PlaceId{"plc_2"}}), "retired.v1");
    EXPECT_EQ(s.when(RetirePlace{"torn down", PlaceId{"plc_2"}}), "");
    EXPECT_EQ(s.when(AddAlias{"旧楼"}), "! place.is_retired");
    EXPECT_EQ(facets_of(s.state).at("district"), "are_420106");
    EXPECT_TRUE(row_of("plc_1", s.state)->retired);
}

TEST(Place, IsNotRegisteredWithoutWhatMakesAPlace) {
    struct Row {
        const char* code;
        void (*spoil)(RegisterPlace&);
    };
    const Row rows[] = {
        {"! place.nameless",
         [](RegisterPlace& c) {
             c.place_name.clear();
             c.address.reset();
         }},
        {"! place.kind_unknown", [](RegisterPlace& c) { c.kind = "castle"; }},
        {"! place.point_invalid", [](RegisterPlace& c) { c.point = GeoPoint{114, 230}; }},
        {"! place.city_missing", [](RegisterPlace& c) { c.where = {}; }},
        {"! place.alias_invalid", [](RegisterPlace& c) { c.aliases.push_back(""); }},
        {"! place.too_many_aliases", [](RegisterPlace& c) { c.aliases.assign(aliases_max + 1, "楼"); }},
        {"! place.text_too_long",
         [](RegisterPlace& c) { c.address = std::string(text_length_max + 1, 'x'); }},
    };
    for (const Row& row : rows) {
        RegisterPlace c = tower();
        row.spoil(c);
        EXPECT_EQ(Story{}.when(c), row.code);
    }
    EXPECT_EQ(Story{}.when(AddAlias{"楼"}), "! place.unknown");
    EXPECT_EQ(Story{}.when(RetirePlace{"gone", {}}), "! place.unknown");
    Story s;
    s.when(tower());
    CorrectPlace worse = correction();
    worse.kind = "castle";
    EXPECT_EQ(s.when(worse), "! place.kind_unknown") << "a correction makes nothing worse";
    worse.reason.clear();
    EXPECT_EQ(s.when(worse), "! place.reason_required");
    RegisterPlace other = tower();
    other.kind = "mall";
    EXPECT_EQ(s.when(other), "! place.already_registered");
}

TEST(PlaceRules, NeedKindsWithWords) {
    EXPECT_EQ(validate(Rules{{{"a", "甲", "a"}}}), std::nullopt);
    EXPECT_EQ(validate(Rules{})->path, ".kinds");
    EXPECT_EQ(validate(Rules{{{"a", "甲", ""}}})->path, ".kinds[0]");
    EXPECT_EQ(validate(Rules{{{"a", "甲", "a"}, {"a", "乙", "b"}}})->path, ".kinds[1].code");
}

TEST(PlaceGolden, EveryEventOfAPlaceEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("place"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::place
