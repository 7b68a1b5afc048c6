// A mediation as a story: a small rulebook, a clock that the story moves, and what incidents, instructions
// and places around it tell of themselves.
#pragma once
#include "domain/area/events.hpp"
#include "domain/incident/events.hpp"
#include "domain/instruction/events.hpp"
#include "domain/mediation/mediation.hpp"
#include "domain/mediation/rules.hpp"
#include "terms/incident_catalogue.hpp"

#include <map>

namespace anlan::mediation {

using namespace std::chrono_literals;
using std::chrono::days;

inline const Jurisdiction beat{AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106007"},
                               AreaId{"are_420106007003"}};
inline const Jurisdiction other_station{
    AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106008"}, {}};
inline const PostId officer{"pst_community-officer.420106007003"};
inline const PostId desk{"pst_station-desk.420106007"};
inline const PostId chief{"pst_station-chief.420106007"};
inline const IncidentId first_call{"inc_first"}, second_call{"inc_second"};

inline Instant on(const char* text) { return *instant_from_text(text); }
inline const Instant monday_noon = on("2026-03-02T04:00:00Z");  // 12:00 in Wuhan

inline kernel::DeadlineRule rule(Seconds within) {
    return {within, 0s, "community_officer", {{"station_chief", 0s}}};
}

inline Rules small_rules() {
    Rules rules;
    rules.levels = {{"building", "楼栋", "building", "community_officer"},
                    {"community", "社区", "community", "community_officer"},
                    {"station", "派出所", "station", "station_desk"},
                    {"street", "街道", "street", "station_chief"}};
    rules.due_hour = 20;
    rules.contact = rule(days{1});
    rules.joint_visit = rule(days{3});
    rules.settle = rule(days{30});
    rules.take_up = rule(24h);
    rules.promise = rule(24h);
    rules.quiet = rule(24h);
    rules.good_news = rule(days{7});
    rules.promise_days_max = 366;
    rules.promise_moves_max = 2;
    rules.reopen_days = 100;
    rules.classes = {{"school", 30, true}, {"contract", 60, false}};
    rules.early_rules = {{"grid_report", "网格发现", "grid worker"}};
    rules.visit_with = {{"street", "街道", "street"}, {"school", "学校", "school"}};
    rules.end_reasons = {{"court", "起诉", "court"}};
    rules.open_when_closed = {{{"dispute.school"}, {"mediated"}}};
    rules.open_when_accepted = {"dispute.other"};
    rules.push.to_roles = {"street_seat", "community_seat"};
    rules.push.title = "纠纷推送";
    rules.push.side_a = "甲方";
    rules.push.side_b = "乙方";
    rules.push.promise_line = "{side}于{due}前履行第{number}项";
    rules.push.lines = {"类别：{class}",
                        "地点：{place}",
                        "接报{reported}，{disposition}",
                        "{?officer}民警：",
                        "反馈{answered}：{officer}",
                        "{?promises}承诺：",
                        "{promises}",
                        "共访：{visit_by}"};
    rules.push.told = {{"disposition", "mediated", "现场调解"}, {"result", "eased", "已缓和"}};
    rules.push.digits_max = 6;
    return rules;
}

struct Story {
    Mediation::State state{};
    Instant now = monday_noon;
    kernel::Rulebook rules;
    kernel::Actor actor{kernel::ActorKind::person, "acc_li", officer};
    std::map<std::string, incident::Brief> incidents;
    std::map<std::string, instruction::Brief> instructions;
    std::map<std::string, Brief> mediations;
    kernel::Briefs briefs;
    Mediation::Events last{};
    std::string stream = "med_i.first";

    Story() {
        using kernel::Level;
        rules.put(
            kernel::RoleLevels{AreaId{"are_420100"},
                               {{"community_officer", Level::beat, "station_desk", "社区民警", "officer"},
                                {"station_desk", Level::station, "dispatcher", "综合指挥室", "desk"},
                                {"station_chief", Level::station, "dispatcher", "所长", "chief"},
                                {"street_seat", Level::station, "dispatcher", "街道", "street"},
                                {"community_seat", Level::beat, "street_seat", "社区", "community"},
                                {"dispatcher", Level::city, std::nullopt, "派警", "dispatcher"}}});
        rules.put(small_rules());
        IncidentCatalogue catalogue;
        catalogue.dispute_classes = {{"school", "涉校", "schools"}, {"contract", "合同", "contracts"}};
        IncidentClass school, contract, theft;
        school.code = "dispute.school";
        school.dispute_class = "school";
        contract.code = "dispute.contract";
        contract.dispute_class = "contract";
        theft.code = "criminal.theft";
        catalogue.classes = {school, contract, theft};
        rules.put(std::move(catalogue));
        incidents[first_call.value()] = report("dispute.school", beat);
        incidents[second_call.value()] = report("dispute.contract", other_station);
        briefs = [this](std::string_view of, const void* tag) -> std::shared_ptr<const void> {
            if (tag == &kernel::brief_tag<incident::Brief>) return told(incidents, of);
            if (tag == &kernel::brief_tag<instruction::Brief>) return told(instructions, of);
            if (tag == &kernel::brief_tag<Brief>) return told(mediations, of);
            if (tag == &kernel::brief_tag<area::Brief> && of == beat.station.value())
                return std::make_shared<const area::Brief>(
                    area::Brief{area::AreaLevel::station, {beat.city, beat.district, beat.station, {}}});
            return nullptr;
        };
    }
    Story(const Story&) = delete;
    Story& operator=(const Story&) = delete;

    static incident::Brief report(const char* class_code, const Jurisdiction& where) {
        incident::Brief brief;
        brief.class_code = class_code;
        brief.where = where;
        brief.opened_at = monday_noon - 1h;
        brief.disposition = "mediated";
        return brief;
    }
    template <class B>
    static std::shared_ptr<const void> told(const std::map<std::string, B>& all, std::string_view of) {
        const auto found = all.find(std::string{of});
        return found == all.end() ? nullptr : std::make_shared<const B>(found->second);
    }

    // The wire names of what happened, or "! code".
    std::string when(const Mediation::Command& command) {
        auto decision = Mediation::decide(state, command, {now, rules, actor, stream, &briefs});
        last.clear();
        if (!decision.ok()) return "! " + decision.error().code;
        last = std::move(decision).value();
        std::string said;
        for (const auto& event : last) {
            state = Mediation::evolve(std::move(state), event);
            std::visit(
                [&]<class E>(const E&) {
                    std::string name;
                    if constexpr (requires { E::wire; })
                        name = std::string{E::wire.substr(10, E::wire.size() - 13)};
                    else
                        name = std::string{E::wire_suffix.substr(0, E::wire_suffix.size() - 3)};
                    said += (said.empty() ? "" : " ") + name;
                },
                event);
        }
        return said;
    }
    std::string at(Instant instant, const Mediation::Command& command) {
        now = instant;
        return when(command);
    }
    // What is owed: "kind[.key] owner due", in the order in which it falls due.
    std::vector<std::string> owed() const {
        auto open = state.open;
        std::stable_sort(open.begin(), open.end(),
                         [](const auto& a, const auto& b) { return a.due_by < b.due_by; });
        std::vector<std::string> lines;
        for (const auto& one : open)
            lines.push_back(one.kind + (one.key.empty() ? "" : "." + one.key) + " " +
                            to_text(one.due_by + rules.civil_offset).substr(0, 16));
        return lines;
    }
    std::string closed_calmly() { return when(OpenAfterClosing{first_call, "mediated"}); }
    void hear_both() {
        when(
            RecordStatement{Side::a, Contact::in_person, PersonalText{"王家长"}, PersonalText{"是他先推人"}});
        when(RecordStatement{Side::b, Contact::by_phone, PersonalText{"李家长"},
                             PersonalText{"孩子没有动手"}});
    }
    // A text with one promise of side A, in ten days, which both sign.
    void agree() {
        when(DraftAgreement{PersonalText{"互相道歉，承担医药费"},
                            {{Side::a, PersonalText{"支付医药费"}, now + days{10}}}});
        when(SignAgreement{state.agreement->agreement_version, Side::a, PersonalText{"社区张主任"}});
        when(SignAgreement{state.agreement->agreement_version, Side::b, PersonalText{"社区张主任"}});
    }
};

}  // namespace anlan::mediation
