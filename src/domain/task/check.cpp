#include "domain/task/check.hpp"

#include "domain/area/events.hpp"
#include "domain/place/events.hpp"
#include "domain/task/burden.hpp"
#include "domain/task/twin.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace anlan::task {
namespace {

using kernel::Because;
using kernel::invalid;
using kernel::Now;
using kernel::Refusal;
using kernel::Remedy;
using MaybeRefusal = std::optional<Refusal>;

MaybeRefusal check_text(const std::string& text, std::size_t most, const char* field) {
    if (!text.empty() && text.size() <= most) return std::nullopt;
    return invalid("task.text_invalid", "A text of 1 to " + std::to_string(most) + " bytes.", field);
}

MaybeRefusal check_words(const Terms& terms) {
    if (auto wrong = check_text(terms.title, title_length_max, ".terms.title")) return wrong;
    if (auto wrong = check_text(terms.basis, basis_length_max, ".terms.basis")) return wrong;
    if (auto wrong = check_text(terms.measures, measures_length_max, ".terms.measures")) return wrong;
    return check_text(terms.standard, standard_length_max, ".terms.standard");
}

// What is not done when the next round opens is not done any more: so it is due before.
MaybeRefusal check_deadline(const Terms& terms, const Rules& rules) {
    const Deadline* deadline = find_deadline(rules, terms.deadline);
    if (deadline == nullptr)
        return invalid("task.deadline_unknown", "The rulebook has no such deadline.", ".terms.deadline");
    const auto period = period_at_least(terms.recurrence);
    if (period && deadline->within > *period)
        return invalid("task.deadline_too_long", "It has to be done before it comes again.",
                       ".terms.deadline");
    return std::nullopt;
}

bool has_in_a_row(std::string_view id, std::string_view words) {
    const std::string all = "_" + std::string{id} + "_";
    return all.find("_" + std::string{words} + "_") != std::string::npos;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c; });
    return text;
}

MaybeRefusal check_area(const AreaId& id, const Terms& terms, const Now& now, const std::string& field) {
    const auto area = now.brief<area::Brief>(id.value());
    if (now.briefs != nullptr && (!area || !contains(terms.where, area->where)))
        return invalid("task.area_unknown", "There is no such area in the area of the task.", field);
    return std::nullopt;
}

MaybeRefusal check_place(const PlaceId& id, const Terms& terms, const Now& now, const std::string& field) {
    const auto place = now.brief<place::Brief>(id.value());
    if (now.briefs != nullptr && (!place || place->retired || !contains(terms.where, place->where)))
        return invalid("task.place_unknown", "There is no such door in the area of the task.", field);
    return std::nullopt;
}

template <class Id, class Check>
MaybeRefusal each_once(const std::vector<Id>& ids, const char* list, const Check& check) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto field = std::string{list} + "[" + std::to_string(i) + "]";
        if (!seen.insert(ids[i].value()).second)
            return invalid("task.addressee_twice", "It is named twice.", field);
        if (auto wrong = check(ids[i], field)) return wrong;
    }
    return std::nullopt;
}

std::string percent(double share) {
    constexpr double whole = 100;
    return std::to_string(static_cast<int>(std::lround(share * whole))) + " %";
}

// The draft or what is in force of one entry, if it is a twin.
MaybeRefusal twin_in(const Brief& brief, const TaskId& id, const Terms& terms, const TwinRules& rules) {
    for (const auto* other : {&brief.in_force, &brief.draft}) {
        if (!*other) continue;
        const Alike alike = compare(terms, **other);
        if (!are_twins(terms, **other, alike, rules)) continue;
        return Refusal{"task.twin",
                       id.value() + " asks for the same: \"" + (*other)->title + "\"; measures " +
                           percent(alike.measures) + " alike, standard " + percent(alike.standard) + ".",
                       Because::conflict, Remedy::fix_input, ".terms.measures"};
    }
    return std::nullopt;
}

}  // namespace

MaybeRefusal check_reason(const std::string& reason) {
    return check_text(reason, reason_length_max, ".reason");
}

MaybeRefusal check_sunset(Instant sunset_at, const Now& now, const std::string& field) {
    const std::chrono::days most{now.rules.section<Rules>().sunset_days_max};
    if (sunset_at >= now.at + std::chrono::days{1} && sunset_at <= now.at + most) return std::nullopt;
    return invalid("task.sunset_invalid",
                   "It ends in 1 to " + std::to_string(most.count()) + " days; it can be renewed.", field);
}

MaybeRefusal check_forbidden(const std::vector<Field>& fields, const ForbiddenFields& rules) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const Field& field = fields[i];
        const auto path = ".terms.fields[" + std::to_string(i) + "]";
        const auto refused = [&](const std::string& why, const char* at) {
            return invalid("task.field_forbidden", "No task asks that of a resident: " + why + ".",
                           path + at);
        };
        for (const auto& id : rules.ids)
            if (has_in_a_row(field.id, id)) return refused(id, ".id");
        std::string said = field.zh + "\n" + lower(field.en);
        for (const Choice& choice : field.choices) said += "\n" + choice.zh + "\n" + lower(choice.en);
        for (const auto& word : rules.words)
            if (said.find(word) != std::string::npos) return refused(word, ".zh");
    }
    return std::nullopt;
}

MaybeRefusal check_terms(const Terms& terms, const Now& now) {
    const Rules& rules = now.rules.section<Rules>();
    if (find_department(rules, terms.department) == nullptr)
        return invalid("task.department_unknown", "The rulebook has no such department.",
                       ".terms.department");
    if (auto wrong = check_words(terms)) return wrong;
    if (const auto wrong = fault_in_form(terms.fields, ".terms.fields"))
        return invalid("task." + wrong->reason, wrong->message, wrong->path);
    if (auto wrong = check_forbidden(terms.fields, rules.forbidden_fields)) return wrong;
    if (terms.minutes < 1 || terms.minutes > rules.minutes_max)
        return invalid("task.minutes_invalid", "1 to " + std::to_string(rules.minutes_max) + " minutes.",
                       ".terms.minutes");
    if (auto wrong = check_deadline(terms, rules)) return wrong;
    if (std::find(rules.carriers.begin(), rules.carriers.end(), terms.carrier_role) == rules.carriers.end())
        return invalid("task.carrier_unknown", "Tasks are no work of that role.", ".terms.carrier_role");
    if (terms.where.city.value().empty())
        return invalid("task.where_required", "Name the city it is issued for.", ".terms.where");
    return check_sunset(terms.sunset_at, now, ".terms.sunset_at");
}

MaybeRefusal check_addressees(const Terms& terms, const Addressees& to, const Now& now) {
    if (to.count() == 0 || to.count() > addressees_max)
        return invalid("task.addressees_invalid", "1 to 4000 areas and doors do it.", ".to");
    const bool by_door = terms.recurrence == Recurrence::each_new_door;
    if (by_door != !to.place_kinds.empty() || (by_door && !to.places.empty()))
        return invalid("task.place_kinds_invalid",
                       "What is done at each new door names areas and kinds of doors; nothing else does.",
                       ".to.place_kinds");
    if (to.place_kinds.size() > place_kinds_max)
        return invalid("task.place_kinds_invalid", "At most 40 kinds.", ".to.place_kinds");
    if (auto wrong = each_once(to.areas, ".to.areas", [&](const AreaId& id, const std::string& field) {
            return check_area(id, terms, now, field);
        }))
        return wrong;
    return each_once(to.places, ".to.places", [&](const PlaceId& id, const std::string& field) {
        return check_place(id, terms, now, field);
    });
}

// Every task of every department, in the order of their numbers: they have no gaps.
MaybeRefusal check_twin(const Terms& terms, const TaskId& own, const Now& now) {
    const Rules& rules = now.rules.section<Rules>();
    for (const Department& department : rules.departments)
        for (int number = 1;; ++number) {
            const TaskId id = task_id(department.code, number);
            const auto brief = now.brief<Brief>(id.value());
            if (!brief) break;
            if (id == own || brief->stage == Stage::ended) continue;
            if (auto twin = twin_in(*brief, id, terms, rules.twins)) return twin;
        }
    return std::nullopt;
}

MaybeRefusal check_number(const Terms& terms, const Now& now) {
    const auto asked = numbered(now.stream);
    if (asked && asked->department == terms.department &&
        (asked->number == 1 || now.briefs == nullptr ||
         now.brief<Brief>(task_id(terms.department, asked->number - 1).value())))
        return std::nullopt;
    int next = 1;
    while (now.brief<Brief>(task_id(terms.department, next).value())) ++next;
    return Refusal{"task.number_not_next",
                   "The next of this department is " + task_id(terms.department, next).value() + ".",
                   Because::conflict, Remedy::fix_input, ".terms.department"};
}

}  // namespace anlan::task
