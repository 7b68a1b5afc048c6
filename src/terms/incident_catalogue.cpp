#include "terms/incident_catalogue.hpp"

#include <algorithm>

namespace anlan {
namespace {

template <class Entry, class Key>
const Entry* find_by(const std::vector<Entry>& entries, Key key, std::string_view wanted) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const Entry& entry) { return entry.*key == wanted; });
    return found == entries.end() ? nullptr : &*found;
}

}  // namespace

const IncidentClass* find_class(const IncidentCatalogue& catalogue, std::string_view code) {
    return find_by(catalogue.classes, &IncidentClass::code, code);
}
const Question* find_question(const IncidentCatalogue& catalogue, std::string_view id) {
    return find_by(catalogue.questions, &Question::id, id);
}
const ResponsePlan* find_plan(const IncidentCatalogue& catalogue, std::string_view code) {
    return find_by(catalogue.plans, &ResponsePlan::code, code);
}
const Agency* find_agency(const IncidentCatalogue& catalogue, std::string_view code) {
    return find_by(catalogue.agencies, &Agency::code, code);
}

std::string_view group_of(std::string_view class_code) { return class_code.substr(0, class_code.find('.')); }

bool names_class(const std::vector<std::string>& named, std::string_view class_code) {
    return named.empty() || std::any_of(named.begin(), named.end(), [&](const std::string& name) {
               return name == class_code || name == group_of(class_code);
           });
}

const std::vector<Need>* needs_of(const IncidentCatalogue& catalogue, std::string_view class_code,
                                  ResponseLevel level) {
    const IncidentClass* incident_class = find_class(catalogue, class_code);
    const ResponsePlan* plan = incident_class ? find_plan(catalogue, incident_class->plan) : nullptr;
    const std::vector<Need>* needs = nullptr;
    if (plan != nullptr)
        for (const PlanLevel& step : plan->levels)
            if (step.level <= level) needs = &step.needs;
    return needs;
}

}  // namespace anlan
