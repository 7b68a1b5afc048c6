#include "access/may.hpp"

#include <gtest/gtest.h>

namespace anlan::access {
namespace {

const AccessRules& rules() {
    static const AccessRules kept{
        {{"call_taker", "接警员", "call taker", "city", {"call.*", "incident.open", "*.read"}},
         {"dispatcher", "派警员", "dispatcher", "district", {"incident.*", "unit.assign"}},
         {"beat_officer", "社区民警", "beat officer", "beat", {"incident.note"}},
         {"administrator", "管理员", "administrator", "city", {"*"}}},
        {{"call_handling", "处警", "handling a call"}}};
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
    const kernel::Scope shared{at("are_wuhan", "are_hanyang"), {PostId{"pst_x"}, PostId{"pst_a"}}};
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
         {at("are_wuhan", "are_hanyang"), {PostId{""}}},
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

}  // namespace
}  // namespace anlan::access
