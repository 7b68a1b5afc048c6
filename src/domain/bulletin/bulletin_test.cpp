// The tenth week of 2026 in Wuchang: counted on Monday at six, looked through by the centre, objected to by a
// station that finds one of its figures wrong, answered, published; and corrected once more when it is out
// already.
#include "domain/bulletin/bulletin.hpp"

#include "domain/bulletin/row.hpp"
#include "domain/bulletin/rules.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::bulletin {
namespace {

using namespace std::chrono_literals;

constexpr Minutes wuhan{480};
const Instant monday_six = *instant_from_text("2026-03-08T22:00:00Z");  // 2026-03-09 06:00 in Wuhan
const Jurisdiction district{AreaId{"are_420100"}, AreaId{"are_420106"}, {}, {}};
const std::string jiyuqiao = "are_420106001", shouyi = "are_420106002";

Rules small_rules() {
    Rules rules;
    rules.cut_off_hours = 6;
    rules.weeks_opened = 9;
    rules.weeks_compared = 60;
    rules.objecting_roles = {"station_desk"};
    rules.draft = {1h, 0s, "base_control", {}};
    rules.review = {6h, 1h, "base_control", {{"watch_officer", 0s}}};
    rules.object_until = {24h, 0s, "base_control", {}};
    rules.answer_objection = {12h, 0s, "base_control", {}};
    rules.publish = {8h, 0s, "base_control", {}};
    rules.in_community = {{"station_desk"}, {}};
    const auto kpi = [](const char* code, Better better) {
        FigureRule rule;
        rule.code = rule.zh = rule.en = rule.formula_zh = rule.formula_en = code;
        rule.measure = Measure::incidents;
        rule.better = better;
        rule.kpi = true;
        return rule;
    };
    rules.figures = {kpi("one", Better::higher), kpi("two", Better::higher), kpi("three", Better::higher),
                     kpi("four", Better::higher), kpi("five", Better::lower)};
    return rules;
}

std::vector<UnitFigures> figures() {
    return {
        {"are_420106", RowKind::district, "武昌", {}, {{"reports", 12, {}}, {"entered", 11, 12}}},
        {jiyuqiao, RowKind::station, "积玉桥所", AreaId{jiyuqiao}, {{"reports", 7, {}}, {"entered", 6, 7}}},
        {shouyi, RowKind::station, "首义所", AreaId{shouyi}, {{"reports", 5, {}}, {"entered", 5, 5}}},
        {"unt_pp-1", RowKind::police_post, "首义警务站", AreaId{shouyi}, {{"reports", 2, {}}}}};
}

struct Story {
    Bulletin::State state{};
    Instant now = monday_six;
    kernel::Rulebook rules;
    kernel::Actor actor{kernel::ActorKind::person, "acc_he", PostId{"pst_base-control.420106"}};
    Bulletin::Events last{};

    Story() {
        using kernel::Level;
        rules.put(
            kernel::RoleLevels{AreaId{"are_420100"},
                               {{"base_control", Level::district, "watch_officer", "基础管控", "centre"},
                                {"station_desk", Level::station, "watch_officer", "综合室", "desk"},
                                {"watch_officer", Level::city, std::nullopt, "指挥长", "watch"}}});
        rules.put(small_rules());
    }
    // What it led to: events by name, or a refusal.
    std::string when(const Bulletin::Command& command) {
        auto decision = Bulletin::decide(state, command, {now, rules, actor, "bul_2026W10.420106"});
        last.clear();
        if (!decision.ok()) return "! " + decision.error().code;
        last = std::move(decision).value();
        std::string said;
        for (const auto& event : last) {
            state = Bulletin::evolve(std::move(state), event);
            said += std::visit(
                []<class E>(const E&) {
                    if constexpr (requires { E::wire; })
                        return std::string{E::wire};
                    else
                        return std::string{E::wire_suffix};
                },
                event);
            said += ' ';
        }
        return said;
    }
    std::string open() { return when(OpenBulletin{"2026W10", district, {AreaId{jiyuqiao}, AreaId{shouyi}}}); }
    std::string draft() { return when(DraftBulletin{4711, figures(), {{"public_security", 3, 24}}}); }
    void at_station(const std::string& area) {
        actor = {kernel::ActorKind::person, "acc_hu", kernel::post_id("station_desk", AreaId{area})};
    }
    void at_centre() { actor = {kernel::ActorKind::person, "acc_he", PostId{"pst_base-control.420106"}}; }
    std::string clock(const char* kind, const char* key = "") {
        const auto* owed = kernel::find(state.open, kind, key);
        if (owed == nullptr) return "nothing owed";
        now = std::max(now, owed->due_by);
        return when(kernel::NoteDeadline{kind, key, owed->due_by});
    }
    std::string owed() const {
        std::string all;
        for (const auto& one : state.open) all += one.kind + (one.key.empty() ? "" : "/" + one.key) + " ";
        return all;
    }
    void released() {
        open();
        draft();
        when(ReleaseDraft{});
    }
};

TEST(Bulletin, ARegularWeek) {
    Story s;
    EXPECT_EQ(s.open(), "bulletin.opened.v1 ");
    EXPECT_EQ(s.owed(), "draft ");
    EXPECT_EQ(s.draft(), "bulletin.drafted.v1 ");
    EXPECT_EQ(s.owed(), "review ");
    EXPECT_EQ(kernel::find(s.state.open, "review")->owner, PostId{"pst_base-control.420106"});
    EXPECT_EQ(s.when(ReleaseDraft{}), "bulletin.draft_released.v1 ");
    EXPECT_EQ(s.owed(), "object_until ");
    EXPECT_EQ(s.when(PublishBulletin{}), "! bulletin.objections_open") << "the stations have a day";
    EXPECT_EQ(s.clock("object_until"), "bulletin.objections_closed.v1 ");
    EXPECT_EQ(s.owed(), "publish ");
    EXPECT_EQ(s.when(PublishBulletin{}), "bulletin.published.v1 ");
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(s.state.counted_to, 4711U);
    EXPECT_EQ(row_of("bul_2026W10.420106", s.state)->edition, 1);
}

TEST(Bulletin, AStationIsRightAboutOneOfItsFigures) {
    Story s;
    s.released();
    s.at_station(jiyuqiao);
    EXPECT_EQ(s.when(Object{jiyuqiao, "entered", "该报警当日已在纸质台账登记。"}),
              "bulletin.objection_made.v1 ");
    EXPECT_EQ(s.when(Object{jiyuqiao, "entered", "该报警当日已在纸质台账登记。"}), "") << "said twice";
    EXPECT_EQ(s.when(Object{jiyuqiao, "entered", "另有理由"}), "! bulletin.objection_open");
    EXPECT_EQ(s.owed(), "object_until answer_objection/1 ");
    s.clock("object_until");
    s.at_centre();
    EXPECT_EQ(s.when(PublishBulletin{}), "! bulletin.objections_unanswered");
    EXPECT_EQ(s.when(AnswerObjection{1, Ruling::corrected, "核实属实。", 7, 7}),
              "bulletin.objection_answered.v1 ");
    EXPECT_EQ(s.owed(), "publish ") << "it was what publishing waited for";
    EXPECT_EQ(s.when(PublishBulletin{}), "bulletin.published.v1 ");
    EXPECT_EQ(standing(s.state, jiyuqiao, "entered"), (FigureValue{"entered", 7, 7}));
    EXPECT_EQ(standing(s.state, "are_420106", "entered"), (FigureValue{"entered", 12, 12}))
        << "the sum goes with it";
    EXPECT_EQ(find_row(s.state, jiyuqiao)->figures[1], (FigureValue{"entered", 6, 7})) << "the draft stays";
}

TEST(Bulletin, WhatIsWrongAfterwardsIsANewEdition) {
    Story s;
    s.released();
    EXPECT_EQ(s.when(CorrectBulletin{{{jiyuqiao, {"reports", 8, {}}, "补录"}}}), "! bulletin.not_published");
    s.clock("object_until");
    s.when(PublishBulletin{});
    EXPECT_EQ(s.when(CorrectBulletin{{{jiyuqiao, {"reports", 8, {}}, "补录"}}}),
              "bulletin.edition_published.v1 ");
    EXPECT_EQ(s.when(CorrectBulletin{{{jiyuqiao, {"reports", 8, {}}, "补录"}}}), "") << "said twice";
    EXPECT_EQ(s.state.editions.size(), 2U);
    EXPECT_TRUE(s.state.editions.front().corrections.empty()) << "the first stays as it was";
    EXPECT_EQ(standing(s.state, jiyuqiao, "reports"), (FigureValue{"reports", 8, {}}));
}

TEST(Bulletin, APolicePostsFiguresAreItsStationsToContest) {
    Story s;
    s.released();
    s.at_station(shouyi);
    EXPECT_EQ(s.when(Object{"unt_pp-1", "reports", "少计一起"}), "bulletin.objection_made.v1 ");
}

TEST(Bulletin, WhatIsRefused) {
    Story s;
    EXPECT_EQ(s.when(ReleaseDraft{}), "! bulletin.unknown");
    s.now = monday_six - 1ms;
    EXPECT_EQ(s.open(), "! bulletin.week_not_over");
    s.now = monday_six;
    EXPECT_EQ(s.when(OpenBulletin{"2026W11", district, {}}), "! bulletin.week_invalid");
    s.open();
    EXPECT_EQ(s.open(), "") << "said twice";
    EXPECT_EQ(s.when(ReleaseDraft{}), "! bulletin.not_drafted");
    auto rows = figures();
    rows[1].figures[1] = {"entered", 8, 7};
    EXPECT_EQ(s.when(DraftBulletin{1, rows, {}}), "! bulletin.value_invalid");
    rows = figures();
    rows[2].unit = rows[1].unit;
    EXPECT_EQ(s.when(DraftBulletin{1, rows, {}}), "! bulletin.rows_invalid");
    s.draft();
    s.at_station(jiyuqiao);
    EXPECT_EQ(s.when(Object{jiyuqiao, "entered", "早"}), "! bulletin.not_released");
    s.when(ReleaseDraft{});
    struct Row {
        Bulletin::Command command;
        const char* refused;
    };
    for (const auto& [command, refused] :
         std::vector<Row>{{Object{"are_none", "entered", "无"}, "bulletin.unit_unknown"},
                          {Object{jiyuqiao, "none", "无"}, "bulletin.figure_unknown"},
                          {Object{jiyuqiao, "entered", " \n"}, "bulletin.text_invalid"},
                          {Object{jiyuqiao, "entered", std::string(2'001, 'a')}, "bulletin.text_invalid"},
                          {Object{shouyi, "entered", "别所的"}, "bulletin.not_own_figure"},
                          {Object{"are_420106", "entered", "分局的"}, "bulletin.not_own_figure"},
                          {AnswerObjection{1, Ruling::kept, "无"}, "bulletin.objection_unknown"}})
        EXPECT_EQ(s.when(command), std::string{"! "} + refused);
    s.when(Object{jiyuqiao, "entered", "少一起"});
    for (const auto& [command, refused] :
         std::vector<Row>{{AnswerObjection{1, Ruling::corrected, "好"}, "bulletin.value_missing"},
                          {AnswerObjection{1, Ruling::corrected, "好", 7}, "bulletin.denominator_wrong"},
                          {AnswerObjection{1, Ruling::corrected, "好", 8, 7}, "bulletin.value_invalid"},
                          {AnswerObjection{1, Ruling::corrected, "好", -1, 7}, "bulletin.value_invalid"},
                          {AnswerObjection{1, Ruling::kept, "好", 7}, "bulletin.value_not_asked"},
                          {AnswerObjection{1, Ruling::kept, ""}, "bulletin.text_invalid"}})
        EXPECT_EQ(s.when(command), std::string{"! "} + refused);
    s.when(AnswerObjection{1, Ruling::kept, "台账无此记录。"});
    EXPECT_EQ(s.when(AnswerObjection{1, Ruling::kept, "台账无此记录。"}), "");
    EXPECT_EQ(s.when(AnswerObjection{1, Ruling::corrected, "改", 7, 7}), "! bulletin.objection_answered");
    s.clock("object_until");
    EXPECT_EQ(s.when(Object{jiyuqiao, "reports", "晚"}), "! bulletin.objections_over");
}

TEST(Bulletin, WhoDoesNotReviewInTimeIsToldOf) {
    Story s;
    s.open();
    s.draft();
    EXPECT_EQ(s.clock("review"), "deadline_warned.v1 deadline_missed.v1 deadline_escalated.v1 ");
    EXPECT_EQ(s.state.missed, std::vector<std::string>{"review"});
    EXPECT_EQ(s.when(ReleaseDraft{}), "bulletin.draft_released.v1 ") << "late, and done all the same";
}

TEST(Bulletin, TheStationsReadItAndTheDistrictsOthersToo) {
    Story s;
    s.released();
    const auto scope = scope_of(s.state);
    ASSERT_EQ(scope.shared_with.size(), 2U);
    EXPECT_EQ(scope.shared_with[0].post_id, PostId{"pst_station-desk.420106001"});
    EXPECT_EQ(scope.where, district);
}

// --- weeks

TEST(BulletinWeeks, AreThoseOfIso8601) {
    for (const auto& [day, name] :
         std::vector<std::pair<const char*, const char*>>{{"2026-03-09T00:00:00+08:00", "2026W11"},
                                                          {"2026-03-08T23:59:59+08:00", "2026W10"},
                                                          {"2026-01-01T12:00:00+08:00", "2026W01"},
                                                          {"2025-12-29T00:00:00+08:00", "2026W01"},
                                                          {"2021-01-03T12:00:00+08:00", "2020W53"},
                                                          {"2020-12-28T00:00:00+08:00", "2020W53"},
                                                          {"2024-12-30T00:00:00+08:00", "2025W01"}}) {
        const auto week = week_of(*instant_from_text(day), wuhan);
        EXPECT_EQ(week.name, name) << day;
        EXPECT_EQ(week_named(name, wuhan)->begins, week.begins) << day;
        EXPECT_EQ(week.ends - week.begins, 168h);
    }
    for (const char* wrong : {"2025W53", "2026W00", "2026-10", "2026w10", "", "2026W1", "20260W1"})
        EXPECT_FALSE(week_named(wrong, wuhan)) << wrong;
}

// Of every day of sixty years: its week contains it, is named once, and the next begins where it ends.
TEST(BulletinWeeks, FollowOneAnother) {
    std::string before;
    for (Instant day{std::chrono::sys_days{std::chrono::year{1990} / 1 / 1}};
         day < Instant{std::chrono::sys_days{std::chrono::year{2050} / 1 / 1}}; day += 24h) {
        const auto week = week_of(day, wuhan);
        EXPECT_LE(week.begins, day);
        EXPECT_LT(day, week.ends);
        EXPECT_EQ(week_named(week.name, wuhan)->number, week.number);
        EXPECT_GE(week.name, before);
        EXPECT_EQ(week_numbered(week.number + 1, wuhan).begins, week.ends);
        before = week.name;
    }
}

TEST(BulletinRules, SayWhatIsWrong) {
    struct Row {
        void (*change)(Rules&);
        const char* path;
    };
    for (const auto& [change, path] : std::vector<Row>{
             {[](Rules& r) { r.cut_off_hours = 49; }, ".cut_off_hours"},
             {[](Rules& r) { r.weeks_opened = 1; }, ".weeks_opened"},
             {[](Rules& r) { r.weeks_compared = 52; }, ".weeks_compared"},
             {[](Rules& r) { r.objecting_roles.clear(); }, ".objecting_roles"},
             {[](Rules& r) { r.object_until.ladder = {{"watch_officer", 0s}}; }, ".object_until"},
             {[](Rules& r) { r.in_community.roles.clear(); }, ".in_community.roles"},
             {[](Rules& r) { r.in_community.forbidden = {{"call", "接", "call", 5}}; },
              ".in_community.forbidden[0].wire"},
             {[](Rules& r) { r.figures[4].better = Better::higher; }, ".figures"},
             {[](Rules& r) { r.figures[1].code = "one"; }, ".figures[1].code"},
             {[](Rules& r) { r.figures[0].formula_zh.clear(); }, ".figures[0]"},
             {[](Rules& r) { r.figures[0].unit = FigureUnit::share; }, ".figures[0].unit"},
             {[](Rules& r) { r.figures[0].stage = "sign"; }, ".figures[0].stage"},
             {[](Rules& r) { r.figures[0].channels = {"phone"}; }, ".figures[0].channels"},
             {[](Rules& r) { r.figures[0].rating_from = 4; }, ".figures[0].rating_from"},
             {[](Rules& r) { r.figures[0].dispositions = {"arrested"}; }, ".figures[0].dispositions"}}) {
        auto rules = small_rules();
        ASSERT_FALSE(validate(rules)) << validate(rules)->path;
        change(rules);
        const auto fault = validate(rules);
        ASSERT_TRUE(fault) << path;
        EXPECT_EQ(fault->path, path);
    }
}

TEST(BulletinEvents, AllStillRead) {
    EXPECT_EQ(kernel::golden_faults<Event>("bulletin"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::bulletin
