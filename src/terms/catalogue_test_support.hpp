// A catalogue for tests: as small as the stories need.
#pragma once
#include "terms/incident_catalogue.hpp"

namespace anlan::test {

inline IncidentClass class_of(const char* code, const char* zh, const char* en, const char* plan) {
    IncidentClass made;
    made.code = code;
    made.zh = zh;
    made.en = en;
    made.plan = plan;
    return made;
}

inline IncidentCatalogue small_catalogue() {
    IncidentCatalogue catalogue;
    catalogue.groups = {{"fire", "火灾", "fire"},
                        {"dispute", "纠纷", "disputes"},
                        {"complaint", "投诉", "complaints"},
                        {"noise", "噪音", "noise"}};
    catalogue.dispute_classes = {{"neighbour", "邻里", "neighbours"}};
    catalogue.agencies = {{"119", "消防", "fire", true}, {"12345", "热线", "city services", false}};
    catalogue.questions = {{"trapped", "有人被困吗", "Anybody trapped?", QuestionKind::yes_no, true, {}},
                           {"storey", "第几层", "Which storey?", QuestionKind::number, false, {}},
                           {"matter", "什么事", "What about?", QuestionKind::text, true, {}},
                           {"weapon",
                            "有器械吗",
                            "A weapon?",
                            QuestionKind::choice,
                            true,
                            {{"none", "没有", "none"}, {"knife", "刀", "knife"}}}};
    catalogue.plans = {
        {"fire",
         "火灾",
         "fire",
         {{ResponseLevel::station, {{{UnitKind::fire_engine}, std::nullopt, 2}}},
          {ResponseLevel::district, {{{UnitKind::fire_engine}, std::nullopt, 4}, {{}, "armed", 1}}}}},
        {"single", "单组", "single", {{ResponseLevel::station, {{{UnitKind::patrol_car}, std::nullopt, 1}}}}},
        {"nobody", "不派", "nobody", {}}};
    IncidentClass fire = class_of("fire.building", "火灾", "fire", "fire");
    fire.urgency = Urgency::urgent;
    fire.priority = Priority::p1;
    fire.level = ResponseLevel::district;
    fire.questions = {"trapped", "storey"};
    fire.keywords = {{"着火", 4}, {"冒烟", 3}};
    fire.negations = {"火锅"};
    fire.transfer_to = {"119"};
    IncidentClass dispute = class_of("dispute.neighbour", "邻里纠纷", "neighbours", "single");
    dispute.priority = Priority::p3;
    dispute.questions = {"matter", "weapon"};
    dispute.keywords = {{"邻居", 3}};
    dispute.dispute_class = "neighbour";
    dispute.call_back = true;
    IncidentClass complaint = class_of("complaint.police", "投诉民警", "complaint", "nobody");
    complaint.urgency = Urgency::not_urgent;
    complaint.priority = Priority::p3;
    complaint.call_back = true;
    IncidentClass works = class_of("noise.construction", "施工噪音", "works", "nobody");
    works.urgency = Urgency::not_for_police;
    works.priority = Priority::p4;
    works.transfer_to = {"12345"};
    catalogue.classes = {fire, dispute, complaint, works};
    return catalogue;
}

}  // namespace anlan::test
