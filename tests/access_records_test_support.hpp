// What lies in the world of access_world_test_support.hpp: the areas by their relation to a post, and how a
// record of each module comes into it.
#pragma once
#include "base/instant.hpp"
#include "domain/bulletin/rules.hpp"
#include "domain/capsule/capsule.hpp"
#include "domain/selection/rules.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace anlan::access_world {

// Where a record lies, seen from a post: in its area or not; or not, but shared with it, whole or without
// what it says about people; or elsewhere, and this post works on it; or nowhere yet.
enum class Relation { inside, outside, shared, shared_summary, held, no_place };
inline constexpr Relation relations[] = {Relation::inside,         Relation::outside, Relation::shared,
                                         Relation::shared_summary, Relation::held,    Relation::no_place};
inline const char* name_of(Relation relation) {
    constexpr const char* names[] = {"inside", "outside", "shared", "shared summary", "held", "no place"};
    return names[static_cast<int>(relation)];
}

// The area of each relation, down to the beat, so that "inside" is inside for a role of every level.
inline std::string area_of(Relation relation) {
    constexpr const char* codes[] = {"420106003007", "420201003007", "420301003007",
                                     "420501003007", "420601003007", "420401003007"};
    return codes[static_cast<int>(relation)];
}
inline std::string where_of(Relation relation) {
    const auto beat = area_of(relation);
    return R"({"city":"are_)" + beat.substr(0, 4) + R"(00","district":"are_)" + beat.substr(0, 6) +
           R"(","station":"are_)" + beat.substr(0, 9) + R"(","beat":"are_)" + beat + R"("})";
}

inline std::string station_where_of(Relation relation) {
    const auto whole = where_of(relation);
    return whole.substr(0, whole.find(R"("beat")")) + R"("beat":""})";
}

// Of the records that the world begins with, which others name.
inline std::string number_of(Relation relation) { return "m" + std::to_string(static_cast<int>(relation)); }

inline constexpr std::string_view callback = "13900000000";  // personal text of every call there

struct RecordBody {
    std::string stream;
    std::string command;
    std::string body;
};

// Two are on duty at each post, so that one has written what the shift hands over, and one may.
inline constexpr const char* first_on_duty = "acc_first";
inline constexpr const char* second_on_duty = "acc_second";
inline constexpr const char* on_duty_since = "2026-01-01T00:00:00Z";

inline RecordBody capsule_body(Relation relation, const std::string& account) {
    const auto post = "pst_" + number_of(relation);
    const auto since = *instant_from_text(on_duty_since);
    return {capsule::capsule_id(PostId{post}, AccountId{account}, since), "capsule.write",
            R"({"post_id":")" + post + R"(","position":1,"matters":[],"remarks":"","account_id":")" +
                account + R"(","began_at":")" + on_duty_since + R"("})"};
}

// The station of a relation's area.
inline RecordBody station_body(Relation relation) {
    const auto code = area_of(relation).substr(0, 9);
    return {"are_" + code, "area.register",
            R"({"level":"station","area_name":"首义路派出所","code":")" + code + R"(","where":)" +
                station_where_of(relation) + R"(,"outline":[],"generated":true})"};
}

// A dispute that was reported twice: at the relation's record, and at another.
inline RecordBody matter_body(Relation relation, const std::string& number) {
    const auto report = [&](Relation of, const char* at) {
        return R"({"incident_id":"inc_)" + number_of(of) + R"(","reported_at":")" + at + R"(","where":)" +
               where_of(relation) + R"(,"bits":9,"reasons":[]})";
    };
    const auto other = relation == Relation::inside ? Relation::no_place : Relation::inside;
    return {"mat_" + number, "matter.suggest",
            R"({"kind":"home","rule":"home_twice","reports":[)" + report(other, "2026-01-12T12:30:00Z") +
                "," + report(relation, "2026-02-12T12:30:00Z") + "]}"};
}

// A task of the relation's beat, of a department of its own; for new doors, so that publishing it issues
// nothing.
inline std::string task_id_of(Relation relation, bool fresh = false) {
    constexpr const char* departments[] = {"base", "order", "fraud", "traffic", "command", "legal"};
    return std::string{"tsk_"} + departments[static_cast<int>(relation)] + (fresh ? ".2" : ".1");
}
inline RecordBody task_body(Relation relation, bool fresh) {
    const auto id = task_id_of(relation, fresh);
    const auto department = id.substr(4, id.find('.') - 4);
    return {id, "task.propose",
            R"({"terms":{"department":")" + department + R"(","title":"检查","basis":"规范","measures":")" +
                (fresh ? "清点消防栓并试水" : "检查疏散通道") +
                R"(","standard":"闭环","fields":[{"id":"done","zh":"完成","en":"done","kind":"yes_no",)"
                R"("required":true}],"minutes":5,"deadline":"week","recurrence":"each_new_door",)"
                R"("carrier_role":"community_officer","sunset_at":"SUNSET","where":)" +
                where_of(relation) + R"(},"to":{"areas":["are_)" + area_of(relation) +
                R"("],"place_kinds":["house"]}})"};
}
inline constexpr int task_burden = 5 * 24;  // minutes a year, of one area's new doors
inline RecordBody errand_body(Relation relation, const std::string& number) {
    return {"ern_" + number, "errand.issue",
            R"({"task_id":")" + task_id_of(relation) + R"(","round":1,"place_id":"plc_)" +
                number_of(relation) +
                R"(","answer":{"within":3600,"warn_before":0,"owner_role":"community_officer",)"
                R"("ladder":[]}})"};
}

// The list of a day in the relation's district, with the relation's record on it. The new one is another
// day's.
inline RecordBody selection_body(Relation relation, const std::string& number) {
    constexpr Minutes offset{480};
    const auto day = *selection::day_named(number == "new" ? "2026-01-03" : "2026-01-02", offset);
    const auto district = "are_" + area_of(relation).substr(0, 6);
    return {selection::selection_id(day, {{}, AreaId{district}, {}, {}}), "selection.put_forward",
            R"({"day":")" + day.text + R"(","where":)" + where_of(relation) +
                R"(,"revision":0,"candidate":{"incident_id":"inc_)" + number_of(relation) +
                R"(","opened_at":"2026-01-01T00:00:00Z","class_code":"CLASS","station":"are_)" +
                area_of(relation).substr(0, 9) +
                R"(","reasons":[],"points":0,"to_decide":false,"instructed":false}})"};
}

// The bulletin of a week that is over, of the relation's district. The new one is another week's.
inline RecordBody bulletin_body(Relation relation, const std::string& number) {
    constexpr Minutes offset{480};
    const auto week = *bulletin::week_named(number == "new" ? "2025W49" : "2025W48", offset);
    const auto district = "are_" + area_of(relation).substr(0, 6);
    return {bulletin::bulletin_id(week, {{}, AreaId{district}, {}, {}}), "bulletin.open",
            R"({"week":")" + week.name + R"(","where":)" + where_of(relation) + R"(,"stations":[]})"};
}

inline RecordBody mediation_body(Relation relation, const std::string& number) {
    return {"med_" + number, "mediation.open",
            R"({"dispute_class":"other","subject":"漏水","where":)" + where_of(relation) + "}"};
}

// Addressed to nobody, so that whoever sees it sees it by how it lies to them.
inline RecordBody push_body(Relation relation, const std::string& number) {
    return {"psh_" + number, "push.deliver",
            R"({"mediation_id":"med_)" + number_of(relation) +
                R"(","number":1,"dispute_class":"other","text":"请共同走访","to":[],)"
                R"("from_post_id":"","where":)" +
                where_of(relation) + "}"};
}

// How a record of each module comes into the world there; none: this module knows no such record.
inline std::optional<RecordBody> record_body(const std::string& module, Relation relation,
                                             const std::string& number) {
    const auto where = where_of(relation);
    const auto located = R"("location":{"place_text":"路口","where":)" + where + "}";
    if (module == "call")
        return RecordBody{"cal_" + number, "call.receive",
                          R"({"channel":"phone","callback":"13900000000","caller_name":"王","text":"着火",)"
                          R"("received_where":)" +
                              where + R"(,"duress":false})"};
    if (module == "incident")
        return RecordBody{
            "inc_" + number, "incident.open",
            R"({"class_code":"CLASS","summary":"着火","answers":[],"duress":false,)" + located + "}"};
    if (module == "look" && relation == Relation::no_place)
        return RecordBody{"lok_" + number, "look.record",
                          R"({"record":"someone","fields":[],"purpose":"audit"})"};
    if (module == "instruction")
        return RecordBody{"ins_" + number, "instruction.issue",
                          R"({"class_code":"check","text":"核查","where":)" + where + "}"};
    if (module == "alarm")
        return RecordBody{"shv_" + number, "alarm.shelve",
                          R"({"kind":"close","reason":"网络割接","minutes":30,"where":)" + where + "}"};
    if (module == "matter") return matter_body(relation, number);
    if (module == "mediation") return mediation_body(relation, number);
    if (module == "push") return push_body(relation, number);
    if (module == "task") return task_body(relation, number == "new");
    if (module == "errand") return errand_body(relation, number);
    if (module == "selection") return selection_body(relation, number);
    if (module == "bulletin") return bulletin_body(relation, number);
    if (module == "outage" && relation == Relation::no_place)
        return RecordBody{
            "out_" + number, "outage.note",
            R"({"from":"2026-11-25T01:00:00Z","until":"2026-11-25T02:00:00Z","after_position":1,)"
            R"("first_due":"2026-11-25T01:00:10Z","streams":1})"};
    if (module == "break_glass")
        return RecordBody{"brk_" + number, "break_glass.open",
                          R"({"record":"inc_)" + number_of(relation) + R"(","reason":"急需"})"};
    if (module == "erasure")
        return RecordBody{"ers_unt-" + number_of(relation), "erasure.place_hold",
                          R"({"record":"unt_)" + number_of(relation) + R"(","reason":"诉讼","basis":"法"})"};
    if (module == "proposal")
        return RecordBody{"prp_" + number, "proposal.propose",
                          R"({"target":"ers_plc-)" + number_of(relation) +
                              R"(","command":"erasure.erase_early","body":"{\"record\":\"plc_)" +
                              number_of(relation) +
                              R"(\",\"reason\":\"r\",\"basis\":\"b\"}","reason":"申请"})"};
    if (module == "unit")
        return RecordBody{"unt_" + number, "unit.register",
                          R"({"kind":"patrol_car","call_sign":"武昌-)" + number + R"(","skills":[],"home":)" +
                              where + R"(,"generated":true})"};
    if (module == "place")
        return RecordBody{"plc_" + number, "place.register",
                          R"({"place_name":"第)" + number +
                              R"(号","kind":"compound","address":"武昌","where":)" + where + "}"};
    if (module == "account")
        return RecordBody{
            "acc_" + number, "account.open",
            R"({"login":")" + number + R"(","display_name":"李","language":"zh","home":)" + where + "}"};
    if (module == "area")
        return RecordBody{"are_" + area_of(relation), "area.register",
                          R"({"level":"beat","area_name":"x","code":")" + area_of(relation) +
                              R"(","where":)" + where + R"(,"outline":[],"generated":true})"};
    if (module == "post")
        return RecordBody{
            "pst_" + number, "post.create",
            R"({"role":"community_officer","post_name":"岗","capacity":2,"where":)" + where + "}"};
    if (module == "capsule") return capsule_body(relation, number == "new" ? second_on_duty : first_on_duty);
    return std::nullopt;
}

}  // namespace anlan::access_world
