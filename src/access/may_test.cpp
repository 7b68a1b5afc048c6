#include "access/may.hpp"

#include <gtest/gtest.h>

namespace anlan::access {
namespace {

const AccessRules& rules() {
    static const AccessRules kept{
        {{"call_taker", "接警员", "call taker", "city", {"call.*", "incident.open", "*.read"}},
         {"dispatcher", "派警员", "dispatcher", "district", {"incident.*", "unit.assign"}},
         {"beat_officer", "社区民警", "beat officer", "beat", {"incident.note"}},
         {"administrator", "管理员", "administrator", "city", {"*"}},
         {"partner",
          "协同力量",
          "partner",
          "district",
          {"incident.read", "incident.add_note", "incident.share", "unit.read", "unit.arrive"},
          Reach::shared_only}},
        {{"call_handling", "处警", "handling a call"}},
        {"*.read", "incident.close", "incident.add_note", "unit.*"}};
    return kept;
}

Jurisdiction at(std::string city, std::string district = "", std::string station = "",
                std::string beat = "") {
    return {AreaId{std::move(city)}, AreaId{std::move(district)}, AreaId{std::move(station)},
            AreaId{std::move(beat)}};
}

Seat seat(std::string role, Jurisdiction reach, std::string post = "pst_a") {
    return {
        {kernel::ActorKind::person, "acc_li", PostId{std::move(post)}}, {std::move(role)}, std::move(reach)};
}

const Jurisdiction wuhan = at("are_wuhan");
const Jurisdiction wuchang = at("are_wuhan", "are_wuchang");
const Jurisdiction station = at("are_wuhan", "are_wuchang", "are_shuiguohu");
const Jurisdiction beat = at("are_wuhan", "are_wuchang", "are_shuiguohu", "are_beat7");

struct Row {
    const char* says;
    Seat seat;
    const char* permission;
    const char* purpose;
    kernel::Scope scope;
    const char* code;
};

TEST(May, AnswersAsTheTableSays) {
    const kernel::Scope in_station{station, {}};
    const kernel::Scope in_hanyang{at("are_wuhan", "are_hanyang"), {}};
    const kernel::Scope shared{at("are_wuhan", "are_hanyang"), {{PostId{"pst_x"}}, {PostId{"pst_a"}}}};
    const kernel::Scope only_city{wuhan, {}};
    const Row table[] = {
        {"own district", seat("dispatcher", wuchang), "incident.close", "", in_station, "access.role"},
        {"the pattern does not reach", seat("dispatcher", wuchang), "unit.release", "", in_station,
         "access.not_permitted"},
        {"a role nobody defined", seat("mayor", wuhan), "incident.close", "", in_station,
         "access.not_permitted"},
        {"other district", seat("dispatcher", wuchang), "incident.close", "", in_hanyang,
         "access.outside_reach"},
        {"other district, shared", seat("dispatcher", wuchang), "incident.close", "", shared,
         "access.shared"},
        {"shared with another post", seat("dispatcher", wuchang, "pst_b"), "incident.close", "", shared,
         "access.outside_reach"},
        {"no post is nobody's partner",
         seat("dispatcher", wuchang, ""),
         "incident.close",
         "",
         {at("are_wuhan", "are_hanyang"), {{PostId{""}}}},
         "access.outside_reach"},
        {"district not known yet", seat("dispatcher", wuchang), "incident.close", "", only_city,
         "access.outside_reach"},
        {"no place yet", seat("dispatcher", wuchang), "incident.close", "", {}, "access.role"},
        {"a district role on a whole city", seat("dispatcher", wuhan), "incident.close", "", in_station,
         "access.reach_too_wide"},
        {"a beat role on its beat",
         seat("beat_officer", beat),
         "incident.note",
         "",
         {beat, {}},
         "access.role"},
        {"a beat role without a beat",
         seat("beat_officer", station),
         "incident.note",
         "",
         {beat, {}},
         "access.reach_too_wide"},
        {"reading is a permission", seat("call_taker", wuhan), "unit.read", "", in_station, "access.role"},
        {"everything", seat("administrator", wuhan), "account.lock", "", in_station, "access.role"},
        {"known purpose", seat("call_taker", wuhan), "call.read", "call_handling", in_station, "access.role"},
        {"made-up purpose", seat("administrator", wuhan), "call.read", "curiosity", in_station,
         "access.purpose_unknown"},
        {"own look", seat("nothing", beat), "look.record", "call_handling", in_hanyang, "access.own_look"},
        {"own look without purpose",
         seat("administrator", wuhan),
         "look.record",
         "",
         {},
         "access.purpose_required"},
        {"nobody", Seat{}, "incident.close", "", {}, "access.nobody"},
        {"the clock", Seat{{kernel::ActorKind::clock, "clock", {}}, {}, {}}, "incident.note_deadline", "",
         in_station, "access.machine"},
    };
    for (const Row& row : table) {
        const Decision decision = may(row.seat, row.permission, row.purpose, row.scope, rules());
        EXPECT_EQ(decision.code, row.code) << row.says;
        const bool good = decision.code == "access.role" || decision.code == "access.shared" ||
                          decision.code == "access.machine" || decision.code == "access.own_look";
        EXPECT_EQ(decision.allowed(), good) << row.says;
        EXPECT_FALSE(decision.words.empty()) << row.says;
    }
}

kernel::Scope shared_as(Jurisdiction where, kernel::Extent extent, const char* post = "pst_a") {
    return {std::move(where), {{PostId{"pst_other"}}, {PostId{post}, extent}}};
}

TEST(May, APartnerSeesOnlyWhatIsSharedWithItsPost) {
    const auto partner = seat("partner", wuchang);
    const auto all = shared_as(station, kernel::Extent::all);
    const auto summary = shared_as(station, kernel::Extent::summary);
    kernel::Scope twice = summary;
    twice.shared_with.push_back({PostId{"pst_a"}, kernel::Extent::all});
    const Row table[] = {
        {"in its own district", partner, "incident.read", "", {station, {}}, "access.not_shared"},
        {"in its own beat", seat("partner", beat), "unit.read", "", {beat, {}}, "access.not_shared"},
        {"not placed yet", partner, "incident.read", "", {}, "access.not_shared"},
        {"shared with another post", partner, "incident.read", "",
         shared_as(station, kernel::Extent::all, "pst_b"), "access.not_shared"},
        {"no post", seat("partner", wuchang, ""), "incident.read", "",
         shared_as(station, kernel::Extent::all, ""), "access.not_shared"},
        {"shared", partner, "incident.read", "", all, "access.shared"},
        {"shared from another district", partner, "incident.read", "",
         shared_as(at("are_wuhan", "are_hanyang"), kernel::Extent::all), "access.shared"},
        {"shared before it was placed", partner, "incident.read", "", shared_as({}, kernel::Extent::all),
         "access.shared"},
        {"shared without what it says of people", partner, "incident.read", "", summary,
         "access.shared_summary"},
        {"the wider of two shares", partner, "incident.read", "", twice, "access.shared"},
        {"a note", partner, "incident.add_note", "", summary, "access.shared_summary"},
        {"its own unit", partner, "unit.arrive", "", all, "access.shared"},
        {"given on, though its role held it", partner, "incident.share", "", all,
         "access.not_given_by_sharing"},
        {"what its role does not hold", partner, "incident.close", "", all, "access.not_permitted"},
        {"a made-up purpose", partner, "incident.read", "curiosity", all, "access.purpose_unknown"},
        {"at the wrong level", seat("partner", wuhan), "incident.read", "", all, "access.reach_too_wide"},
    };
    for (const Row& row : table) {
        const Decision decision = may(row.seat, row.permission, row.purpose, row.scope, rules());
        EXPECT_EQ(decision.code, row.code) << row.says;
        EXPECT_EQ(decision.allowed(), std::string{row.code}.starts_with("access.shared")) << row.says;
        const bool part = decision.code == "access.shared_summary";
        EXPECT_EQ(decision.extent, part ? kernel::Extent::summary : kernel::Extent::all) << row.says;
    }
}

TEST(May, WhoWasGivenARecordCannotGiveItOn) {
    const auto far = at("are_wuhan", "are_hanyang");
    const auto dispatcher = seat("dispatcher", wuchang);
    const auto shared = shared_as(far, kernel::Extent::all);
    EXPECT_EQ(may(dispatcher, "incident.share", "", shared, rules()).code, "access.not_given_by_sharing");
    EXPECT_EQ(may(dispatcher, "incident.reopen", "", shared, rules()).code, "access.not_given_by_sharing");
    EXPECT_EQ(may(dispatcher, "incident.add_note", "", shared, rules()).code, "access.shared");
    // In its own area it needs no share, and no share takes anything away.
    const auto own = shared_as(station, kernel::Extent::summary);
    EXPECT_EQ(may(dispatcher, "incident.share", "", own, rules()).code, "access.role");
    EXPECT_EQ(may(dispatcher, "incident.read", "", own, rules()).extent, kernel::Extent::all);
    AccessRules nothing_given = rules();
    nothing_given.shared_permissions.clear();
    EXPECT_EQ(may(dispatcher, "incident.add_note", "", shared, nothing_given).code,
              "access.not_given_by_sharing");
}

TEST(May, WhoHoldsARecordElsewhereWorksOnItAsItsRoleSays) {
    const kernel::Scope held{at("are_wuhan", "are_hanyang"),
                             {{PostId{"pst_a"}, kernel::Extent::all, kernel::Standing::holder}}};
    EXPECT_EQ(may(seat("dispatcher", wuchang), "incident.share", "", held, rules()).code, "access.shared");
    EXPECT_EQ(may(seat("partner", wuchang), "unit.arrive", "", held, rules()).code, "access.shared");
    EXPECT_EQ(may(seat("partner", wuchang), "unit.assign", "", held, rules()).code, "access.not_permitted");
}

TEST(May, ASeatWithAWiderRoleBesideKeepsItsArea) {
    Seat both = seat("partner", wuchang);
    both.roles.insert("dispatcher");
    const AccessRules known = [] {
        AccessRules made = rules();
        made.roles[1].permissions.push_back("incident.read");
        return made;
    }();
    EXPECT_EQ(may(both, "incident.read", "", {station, {}}, known).code, "access.role");
    EXPECT_EQ(may(both, "unit.read", "", {station, {}}, known).code, "access.not_shared");
}

TEST(May, APersonWithoutRolesMayNothing) {
    Seat bare = seat("dispatcher", wuchang);
    bare.roles.clear();
    EXPECT_FALSE(may(bare, "incident.close", "", {}, rules()).allowed());
    EXPECT_FALSE(may(seat("dispatcher", wuchang), "incident.close", "", {}, AccessRules{}).allowed());
}

TEST(May, PatternsStopAtTheDot) {
    EXPECT_TRUE(holds("incident.*", "incident.close"));
    EXPECT_FALSE(holds("incident.*", "incidents.close"));
    EXPECT_FALSE(holds("incident.*", "incident."));
    EXPECT_TRUE(holds("*.read", "unit.read"));
    EXPECT_FALSE(holds("*.read", "unit.misread"));
    EXPECT_FALSE(holds("", "unit.read"));
    EXPECT_FALSE(holds("incident", "incident.close"));
    EXPECT_FALSE(holds(".*", "incident.close"));
}

TEST(May, ADenialBecomesARefusalThatSaysWhatHelps) {
    const auto far = refusal_of(may(seat("dispatcher", wuchang), "incident.close", "",
                                    {at("are_wuhan", "are_hanyang"), {}}, rules()));
    EXPECT_EQ(far.because, kernel::Because::forbidden);
    EXPECT_EQ(far.remedy, kernel::Remedy::ask_superior);
    const auto made_up =
        refusal_of(may(seat("dispatcher", wuchang), "incident.close", "curiosity", {}, rules()));
    EXPECT_EQ(made_up.remedy, kernel::Remedy::fix_input);
}

// A delegation is a seat at another post, with at most what it names.
TEST(May, ADelegationGivesWhatThePostHoldsWhereThePostSitsAndNoMore) {
    const Jurisdiction hanyang = at("are_wuhan", "are_hanyang");
    Seat delegate = seat("beat_officer", beat);
    delegate.given = {{"pst_dispatcher", "dispatcher", hanyang, {"incident.close", "account.lock"}, ""}};
    const auto ask = [&](const char* permission, const Jurisdiction& where) {
        return may(delegate, permission, "", {where, {}}, rules());
    };
    EXPECT_EQ(ask("incident.close", hanyang).code, "access.delegated");
    EXPECT_EQ(ask("incident.close", hanyang).under, "pst_dispatcher");
    EXPECT_EQ(ask("incident.close", wuchang).code, "access.not_permitted") << "not the post's area";
    EXPECT_EQ(ask("incident.cancel", hanyang).code, "access.not_permitted") << "not named";
    EXPECT_EQ(ask("account.lock", hanyang).code, "access.not_permitted") << "the post's role has it not";
    EXPECT_EQ(ask("incident.note", beat).under, "") << "one's own role needs nothing else";
    EXPECT_TRUE(may_anywhere(delegate, "incident.close", "", rules()).allowed());
    EXPECT_FALSE(may_anywhere(delegate, "incident.cancel", "", rules()).allowed());
    delegate.given.front().permissions.clear();
    EXPECT_EQ(ask("incident.cancel", hanyang).code, "access.delegated") << "all of the role";
    EXPECT_EQ(ask("account.lock", hanyang).code, "access.not_permitted");
}

// An administrator's role is worth nothing to a password alone, also where somebody stands in for one.
TEST(May, ADelegationFromARoleWithASecondFactorWantsOneToo) {
    AccessRules some = rules();
    some.roles[1].second_factor = SecondFactor::required;
    Seat delegate = seat("beat_officer", beat);
    delegate.given = {{"pst_dispatcher", "dispatcher", wuchang, {}, ""}};
    const auto ask = [&] { return may(delegate, "incident.close", "", {wuchang, {}}, some); };
    EXPECT_EQ(ask().code, "access.delegated");
    delegate.one_factor = true;
    EXPECT_EQ(ask().code, "access.not_permitted");
    EXPECT_FALSE(may_anywhere(delegate, "incident.close", "", some).allowed());
    some.roles[1].second_factor = SecondFactor::optional;
    EXPECT_EQ(ask().code, "access.delegated");
}

// Broken glass lifts the reach for one record, and nothing else.
TEST(May, BrokenGlassOpensOneRecordToReadAndNoMore) {
    const Jurisdiction hanyang = at("are_wuhan", "are_hanyang");
    AccessRules some = rules();
    some.break_glass_permissions = {"*.read", "account.*"};
    Seat breaker = seat("partner", wuchang);
    breaker.given = {{"brk_1", "", {}, {}, "inc_1"}};
    const auto ask = [&](const char* permission, const char* record, const char* purpose = "") {
        return may(breaker, permission, purpose, {hanyang, {}, record}, some);
    };
    EXPECT_EQ(ask("incident.read", "inc_1").code, "access.break_glass");
    EXPECT_EQ(ask("incident.read", "inc_1").under, "brk_1");
    EXPECT_EQ(ask("incident.read", "inc_2").code, "access.not_shared") << "another record";
    EXPECT_EQ(ask("incident.read", "").code, "access.not_shared") << "a row of a list";
    EXPECT_EQ(ask("incident.add_note", "inc_1").code, "access.not_shared") << "the rulebook lets it read";
    EXPECT_EQ(ask("account.lock", "inc_1").code, "access.not_permitted") << "the role must hold it";
    EXPECT_EQ(ask("incident.read", "inc_1", "curiosity").code, "access.purpose_unknown") << "purpose as ever";
    EXPECT_EQ(may(breaker, "incident.read", "",
                  {hanyang, {{PostId{"pst_a"}, kernel::Extent::summary}}, "inc_1"}, some)
                  .extent,
              kernel::Extent::all)
        << "what was shared as a summary is opened whole";
    some.break_glass_permissions.clear();
    EXPECT_EQ(ask("incident.read", "inc_1").code, "access.not_shared") << "a rulebook without it";
}

TEST(May, NobodyGivesWhatTheyDoNotHold) {
    EXPECT_TRUE(covers(seat("dispatcher", wuchang), "dispatcher", rules()));
    EXPECT_TRUE(covers(seat("administrator", wuhan), "call_taker", rules()));
    EXPECT_FALSE(covers(seat("call_taker", wuhan), "dispatcher", rules()));
    EXPECT_FALSE(covers(seat("dispatcher", wuhan), "dispatcher", rules())) << "it sits too high to act";
    EXPECT_FALSE(covers(seat("dispatcher", wuchang), "mayor", rules()));
}

TEST(May, WhatTwoAgreedOnIsDone) {
    Seat both = seat("nothing", beat);
    EXPECT_FALSE(may(both, "account.lock", "", {wuhan, {}}, rules()).allowed());
    both.actor.approved_by = AccountId{"acc_wang"};
    EXPECT_EQ(may(both, "account.lock", "agreed", {wuhan, {}}, rules()).code, "access.agreed");
}

}  // namespace
}  // namespace anlan::access
