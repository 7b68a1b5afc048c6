// Which rulebook sections load, and where those that do not are wrong.
#include "domain/incident/rules.hpp"
#include "domain/incident/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::incident {
namespace {

using anlan::test::small_catalogue;
using namespace std::chrono_literals;

TEST(Catalogue, RefusesWhatDoesNotFitTogether) {
    struct Row {
        const char* path;
        void (*spoil)(IncidentCatalogue&);
    };
    const Row rows[] = {
        {".classes[1]", [](IncidentCatalogue& c) { c.classes[1].code = c.classes[0].code; }},
        {".classes[0]", [](IncidentCatalogue& c) { c.classes[0].zh.clear(); }},
        {".classes[0].code", [](IncidentCatalogue& c) { c.classes[0].code = "blaze.building"; }},
        {".classes[0].plan", [](IncidentCatalogue& c) { c.classes[0].plan = "bucket"; }},
        {".classes[0].questions[1]", [](IncidentCatalogue& c) { c.classes[0].questions[1] = "colour"; }},
        {".classes[0].transfer_to[0]", [](IncidentCatalogue& c) { c.classes[0].transfer_to[0] = "999"; }},
        {".classes[3].transfer_to", [](IncidentCatalogue& c) { c.classes[3].transfer_to.clear(); }},
        {".classes[1].dispute_class", [](IncidentCatalogue& c) { c.classes[1].dispute_class = "weather"; }},
        {".classes[0].keywords[0].weight", [](IncidentCatalogue& c) { c.classes[0].keywords[0].weight = 0; }},
        {".classes[0].keywords[1].word",
         [](IncidentCatalogue& c) { c.classes[0].keywords[1].word = "着火"; }},
        {".questions[3].choices", [](IncidentCatalogue& c) { c.questions[3].choices.resize(1); }},
        {".questions[0].choices",
         [](IncidentCatalogue& c) { c.questions[0].choices = c.questions[3].choices; }},
        {".plans[0].levels[1].level",
         [](IncidentCatalogue& c) { c.plans[0].levels[1].level = ResponseLevel::station; }},
        {".plans[0].levels[0].needs[0].count",
         [](IncidentCatalogue& c) { c.plans[0].levels[0].needs[0].count = 0; }},
        {".plans[0].levels[0].needs[0]",
         [](IncidentCatalogue& c) { c.plans[0].levels[0].needs[0].kinds.clear(); }},
        {".plans[0].levels[0].needs", [](IncidentCatalogue& c) { c.plans[0].levels[0].needs.clear(); }},
        {".agencies", [](IncidentCatalogue& c) { c.agencies.clear(); }},
    };
    EXPECT_EQ(validate(small_catalogue()), std::nullopt);
    for (const Row& row : rows) {
        IncidentCatalogue catalogue = small_catalogue();
        row.spoil(catalogue);
        const auto fault = validate(catalogue);
        ASSERT_TRUE(fault) << row.path;
        EXPECT_EQ(fault->path, row.path);
        EXPECT_FALSE(fault->expected.empty());
    }
}

TEST(IncidentRules, RefuseWhatWouldOweNothingToNobody) {
    struct Row {
        const char* path;
        void (*spoil)(Rules&);
    };
    const Row rows[] = {
        {".on_view_class", [](Rules& r) { r.on_view_class.clear(); }},
        {".dispatch", [](Rules& r) { r.dispatch.clear(); }},
        {".dispatch[1].deadline.within", [](Rules& r) { r.dispatch[1].deadline->within = 0s; }},
        {".arrive[2].deadline.ladder[0].role",
         [](Rules& r) { r.arrive[2].deadline->ladder[0].role.clear(); }},
        {".call_back[1]", [](Rules& r) { r.call_back[1].priorities = {Priority::p1}; }},
        {".call_back[0].deadline", [](Rules& r) { r.call_back[0].deadline.reset(); }},
        {".rings[0].deadline", [](Rules& r) { r.rings[0].deadline.reset(); }},
        {".rings[1].ring", [](Rules& r) { r.rings.push_back(r.rings[0]); }},
    };
    EXPECT_EQ(validate(test::small_rules()), std::nullopt);
    for (const Row& row : rows) {
        Rules rules = test::small_rules();
        row.spoil(rules);
        const auto fault = validate(rules);
        ASSERT_TRUE(fault) << row.path;
        EXPECT_EQ(fault->path, row.path);
    }
}

TEST(IncidentRules, FitTheOtherSections) {
    const auto levels = test::roles();
    EXPECT_EQ(check(test::small_rules(), small_catalogue(), levels), std::nullopt);
    EXPECT_EQ(check(test::small_dispositions(), small_catalogue()), std::nullopt);
    Rules rules = test::small_rules();
    rules.close[0].classes = {"fire", "weather"};
    EXPECT_EQ(check(rules, small_catalogue(), levels)->path, ".close[0].classes[1]");
    rules = test::small_rules();
    rules.arrive[1].deadline->owner_role = "mayor";
    EXPECT_EQ(check(rules, small_catalogue(), levels)->path, ".arrive[1].deadline.owner_role");
    rules = test::small_rules();
    rules.on_view_class = "weather.rain";
    EXPECT_EQ(check(rules, small_catalogue(), levels)->path, ".on_view_class");
    Dispositions dispositions = test::small_dispositions();
    dispositions.dispositions[0].classes = {"fire"};
    dispositions.dispositions[2].classes = {"fire"};
    EXPECT_EQ(check(dispositions, small_catalogue())->path, ".dispositions");  // how would a quarrel end?
    dispositions.dispositions[1].classes = {"weather"};
    EXPECT_EQ(check(dispositions, small_catalogue())->path, ".dispositions[1].classes[0]");
}

TEST(Setting, IsThatOfTheSmallestAreaNamed) {
    Rules rules = test::small_rules();
    rules.settings.push_back({AreaId{"are_121"}, Setting::suburban});
    EXPECT_EQ(setting_of(rules, test::kRural), Setting::suburban);
    EXPECT_EQ(setting_of(rules, test::kUrban), Setting::urban);
    EXPECT_EQ(setting_of(rules, Jurisdiction{}), Setting::urban);
}

TEST(Plan, ALevelThatIsNotThereAnswersAsTheOneBelow) {
    const IncidentCatalogue catalogue = small_catalogue();
    EXPECT_EQ(needs_of(catalogue, "fire.building", ResponseLevel::station)->at(0).count, 2);
    EXPECT_EQ(needs_of(catalogue, "fire.building", ResponseLevel::district)->at(0).count, 4);
    EXPECT_EQ(needs_of(catalogue, "fire.building", ResponseLevel::city)->at(0).count, 4);
    EXPECT_EQ(needs_of(catalogue, "complaint.police", ResponseLevel::city), nullptr);
    EXPECT_EQ(needs_of(catalogue, "weather.rain", ResponseLevel::city), nullptr);
}

}  // namespace
}  // namespace anlan::incident
