#include "domain/incident/rules.hpp"

#include <algorithm>
#include <set>

namespace anlan::incident {
namespace {

using kernel::RuleFault;
using MaybeFault = std::optional<RuleFault>;

std::string at(const std::string& list, std::size_t index) {
    return list + "[" + std::to_string(index) + "]";
}

template <class Row>
MaybeFault check_rows(const std::vector<Row>& rows, const std::string& list) {
    if (rows.empty()) return RuleFault{list, "at least one row"};
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].deadline)
            if (auto fault = kernel::check_rule(*rows[i].deadline, at(list, i) + ".deadline")) return fault;
    return std::nullopt;
}

bool names_known(const std::string& name, const IncidentCatalogue& catalogue) {
    return find_class(catalogue, name) != nullptr ||
           std::any_of(catalogue.groups.begin(), catalogue.groups.end(),
                       [&](const IncidentGroup& group) { return group.code == name; });
}

MaybeFault check_names(const std::vector<std::string>& names, const IncidentCatalogue& catalogue,
                       const std::string& path) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (!names_known(names[i], catalogue))
            return RuleFault{at(path, i), "a class or a group of classes.toml, not " + names[i]};
    return std::nullopt;
}

template <class Row>
MaybeFault check_rows_against(const std::vector<Row>& rows, const IncidentCatalogue& catalogue,
                              const kernel::RoleLevels& levels, const std::string& list) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (auto fault = check_names(rows[i].classes, catalogue, at(list, i) + ".classes")) return fault;
        if (rows[i].deadline)
            if (auto fault = kernel::check_roles(*rows[i].deadline, levels, at(list, i) + ".deadline"))
                return fault;
    }
    return std::nullopt;
}

// Codes are said once, and every entry has words in both languages.
template <class Entry>
MaybeFault check_coded(const std::vector<Entry>& entries, const std::string& list,
                       std::string Entry::* code) {
    if (entries.empty()) return RuleFault{list, "at least one entry"};
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if ((entries[i].*code).empty() || entries[i].zh.empty() || entries[i].en.empty())
            return RuleFault{at(list, i), "a code, and words for people in zh and en"};
        if (!seen.insert(entries[i].*code).second)
            return RuleFault{at(list, i), "a code not used before in this list, not " + entries[i].*code};
    }
    return std::nullopt;
}

MaybeFault check_question(const Question& question, const std::string& path) {
    const bool wants_choices = question.kind == QuestionKind::choice;
    if (wants_choices && question.choices.size() < 2)
        return RuleFault{path + ".choices", "two or more to choose from"};
    if (!wants_choices && !question.choices.empty())
        return RuleFault{path + ".choices", "nothing: only a choice has choices"};
    return wants_choices ? check_coded(question.choices, path + ".choices", &Choice::code) : std::nullopt;
}

MaybeFault check_plan(const ResponsePlan& plan, const std::string& path) {
    for (std::size_t i = 0; i < plan.levels.size(); ++i) {
        const std::string level = at(path + ".levels", i);
        if (i > 0 && plan.levels[i].level <= plan.levels[i - 1].level)
            return RuleFault{level + ".level", "a higher level than the one before"};
        if (plan.levels[i].needs.empty()) return RuleFault{level + ".needs", "at least one unit"};
        for (std::size_t n = 0; n < plan.levels[i].needs.size(); ++n) {
            const Need& need = plan.levels[i].needs[n];
            if (need.count < 1) return RuleFault{at(level + ".needs", n) + ".count", "1 or more"};
            if (need.kinds.empty() && !need.skill)
                return RuleFault{at(level + ".needs", n), "kinds of units, a skill, or both"};
        }
    }
    return std::nullopt;
}

MaybeFault check_keywords(const IncidentClass& incident_class, const std::string& path) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < incident_class.keywords.size(); ++i) {
        const Keyword& keyword = incident_class.keywords[i];
        if (keyword.word.empty()) return RuleFault{at(path + ".keywords", i) + ".word", "a word"};
        if (!(keyword.weight > 0)) return RuleFault{at(path + ".keywords", i) + ".weight", "more than 0"};
        if (!seen.insert(keyword.word).second)
            return RuleFault{at(path + ".keywords", i) + ".word", "a word not used before in this class"};
    }
    return std::nullopt;
}

MaybeFault check_class(const IncidentClass& incident_class, const IncidentCatalogue& catalogue,
                       const std::string& path) {
    const auto has_dispute_class = [&](const std::string& code) {
        return std::any_of(catalogue.dispute_classes.begin(), catalogue.dispute_classes.end(),
                           [&](const DisputeClass& known) { return known.code == code; });
    };
    if (std::none_of(catalogue.groups.begin(), catalogue.groups.end(),
                     [&](const IncidentGroup& g) { return g.code == group_of(incident_class.code); }))
        return RuleFault{path + ".code", "the code of a group, a dot and a name"};
    if (find_plan(catalogue, incident_class.plan) == nullptr)
        return RuleFault{path + ".plan", "a plan of this file, not " + incident_class.plan};
    for (std::size_t i = 0; i < incident_class.questions.size(); ++i)
        if (find_question(catalogue, incident_class.questions[i]) == nullptr)
            return RuleFault{at(path + ".questions", i),
                             "a question of this file, not " + incident_class.questions[i]};
    for (std::size_t i = 0; i < incident_class.transfer_to.size(); ++i)
        if (find_agency(catalogue, incident_class.transfer_to[i]) == nullptr)
            return RuleFault{at(path + ".transfer_to", i),
                             "an agency of this file, not " + incident_class.transfer_to[i]};
    if (incident_class.urgency == Urgency::not_for_police && incident_class.transfer_to.empty())
        return RuleFault{path + ".transfer_to", "whom it is passed to, as it is not for the police"};
    if (incident_class.dispute_class && !has_dispute_class(*incident_class.dispute_class))
        return RuleFault{path + ".dispute_class",
                         "a dispute class of this file, not " + *incident_class.dispute_class};
    return check_keywords(incident_class, path);
}

MaybeFault check_sharing(const SharingRules& sharing) {
    if (sharing.usual <= Seconds{0}) return RuleFault{".sharing.usual", "more than 0 seconds"};
    if (sharing.longest < sharing.usual) return RuleFault{".sharing.longest", "not less than usual"};
    if (sharing.after_assignment < Seconds{0})
        return RuleFault{".sharing.after_assignment", "0 seconds or more"};
    if (sharing.after_closing < Seconds{0}) return RuleFault{".sharing.after_closing", "0 seconds or more"};
    return std::nullopt;
}

MaybeFault check_codes(const IncidentCatalogue& catalogue) {
    if (auto fault = check_coded(catalogue.groups, ".groups", &IncidentGroup::code)) return fault;
    if (auto fault = check_coded(catalogue.dispute_classes, ".dispute_classes", &DisputeClass::code))
        return fault;
    if (auto fault = check_coded(catalogue.agencies, ".agencies", &Agency::code)) return fault;
    if (auto fault = check_coded(catalogue.questions, ".questions", &Question::id)) return fault;
    if (auto fault = check_coded(catalogue.plans, ".plans", &ResponsePlan::code)) return fault;
    return check_coded(catalogue.classes, ".classes", &IncidentClass::code);
}

}  // namespace

const Disposition* find_disposition(const Dispositions& dispositions, std::string_view code) {
    const auto& all = dispositions.dispositions;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Disposition& d) { return d.code == code; });
    return found == all.end() ? nullptr : &*found;
}

Setting setting_of(const Rules& rules, const Jurisdiction& where) {
    for (const AreaId* area : {&where.beat, &where.station, &where.district, &where.city}) {
        if (area->value().empty()) continue;
        for (const AreaSetting& known : rules.settings)
            if (known.area == *area) return known.setting;
    }
    return rules.default_setting;
}

bool fits(const DeadlineRow& row, std::string_view class_code, Priority priority, Setting setting) {
    const auto among = [](const auto& wanted, auto value) {
        return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
    };
    return among(row.priorities, priority) && among(row.settings, setting) &&
           names_class(row.classes, class_code);
}

MaybeFault validate(const Rules& rules) {
    if (rules.on_view_class.empty()) return RuleFault{".on_view_class", "a class of classes.toml"};
    if (auto fault = check_rows(rules.dispatch, ".dispatch")) return fault;
    if (auto fault = check_rows(rules.arrive, ".arrive")) return fault;
    if (auto fault = check_rows(rules.close, ".close")) return fault;
    if (auto fault = check_rows(rules.call_back, ".call_back")) return fault;
    // Whatever the incident is, a person may promise to call back.
    for (std::size_t i = 0; i < rules.call_back.size(); ++i)
        if (!rules.call_back[i].deadline)
            return RuleFault{at(".call_back", i) + ".deadline", "a deadline: a promise is owed by somebody"};
    const CallBackRow& last = rules.call_back.back();
    if (!last.priorities.empty() || !last.classes.empty() || !last.settings.empty())
        return RuleFault{at(".call_back", rules.call_back.size() - 1), "a last row that fits everything"};
    if (auto fault = check_sharing(rules.sharing)) return fault;
    std::set<std::string_view> rings;
    for (std::size_t i = 0; i < rules.rings.size(); ++i) {
        const RingRow& row = rules.rings[i];
        if (row.ring.empty()) return RuleFault{at(".rings", i) + ".ring", "the ring's name"};
        if (!row.deadline)
            return RuleFault{at(".rings", i) + ".deadline", "a deadline: it is what a ring is"};
        if (auto fault = kernel::check_rule(*row.deadline, at(".rings", i) + ".deadline")) return fault;
        if (!rings.insert(row.ring).second)
            return RuleFault{at(".rings", i) + ".ring", "a ring not named before"};
    }
    return std::nullopt;
}

MaybeFault validate(const Dispositions& dispositions) {
    return check_coded(dispositions.dispositions, ".dispositions", &Disposition::code);
}

MaybeFault validate(const IncidentCatalogue& catalogue) {
    if (auto fault = check_codes(catalogue)) return fault;
    for (std::size_t i = 0; i < catalogue.questions.size(); ++i)
        if (auto fault = check_question(catalogue.questions[i], at(".questions", i))) return fault;
    for (std::size_t i = 0; i < catalogue.plans.size(); ++i)
        if (auto fault = check_plan(catalogue.plans[i], at(".plans", i))) return fault;
    for (std::size_t i = 0; i < catalogue.classes.size(); ++i)
        if (auto fault = check_class(catalogue.classes[i], catalogue, at(".classes", i))) return fault;
    return std::nullopt;
}

MaybeFault validate(const WorkRules& rules) {
    const auto calendar = WorkCalendar::from(rules, Minutes{0});
    if (calendar.ok()) return std::nullopt;
    return RuleFault{calendar.error().path, calendar.error().expected};
}

MaybeFault check(const Rules& rules, const IncidentCatalogue& catalogue, const kernel::RoleLevels& levels) {
    if (find_class(catalogue, rules.on_view_class) == nullptr)
        return RuleFault{".on_view_class", "a class of classes.toml, not " + rules.on_view_class};
    if (auto fault = check_rows_against(rules.dispatch, catalogue, levels, ".dispatch")) return fault;
    if (auto fault = check_rows_against(rules.arrive, catalogue, levels, ".arrive")) return fault;
    if (auto fault = check_rows_against(rules.rings, catalogue, levels, ".rings")) return fault;
    if (auto fault = check_rows_against(rules.close, catalogue, levels, ".close")) return fault;
    if (kernel::find_role(levels, rules.sharing.owner_role) == nullptr)
        return RuleFault{".sharing.owner_role", "a role of posts.toml, not " + rules.sharing.owner_role};
    return check_rows_against(rules.call_back, catalogue, levels, ".call_back");
}

MaybeFault check(const Dispositions& dispositions, const IncidentCatalogue& catalogue) {
    const auto& all = dispositions.dispositions;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (auto fault = check_names(all[i].classes, catalogue, at(".dispositions", i) + ".classes"))
            return fault;
    for (const IncidentClass& incident_class : catalogue.classes)
        if (std::none_of(all.begin(), all.end(),
                         [&](const Disposition& d) { return names_class(d.classes, incident_class.code); }))
            return RuleFault{".dispositions", "a disposition by which " + incident_class.code + " can end"};
    return std::nullopt;
}

std::optional<kernel::RuleFault> validate(const AttachmentRules& rules) {
    if (rules.media_types.empty()) return RuleFault{"media_types", "at least one"};
    for (std::size_t i = 0; i < rules.media_types.size(); ++i)
        if (std::find(std::begin(media_types_known), std::end(media_types_known), rules.media_types[i]) ==
            std::end(media_types_known))
            return RuleFault{at("media_types", i),
                             "image/jpeg, image/png, image/webp, audio/webm, audio/ogg or audio/mp4"};
    if (rules.bytes_max < 1 || rules.bytes_max > attachment_bytes_limit)
        return RuleFault{"bytes_max", "1 to " + std::to_string(attachment_bytes_limit)};
    if (rules.on_record_max < 1 || rules.on_record_max > attachments_limit)
        return RuleFault{"on_record_max", "1 to " + std::to_string(attachments_limit)};
    if (rules.unnamed_kept_hours < 1 || rules.unnamed_kept_hours > unnamed_kept_hours_limit)
        return RuleFault{"unnamed_kept_hours", "1 to " + std::to_string(unnamed_kept_hours_limit)};
    if (rules.seconds_max < 1 || rules.seconds_max > attachment_seconds_limit)
        return RuleFault{"seconds_max", "1 to " + std::to_string(attachment_seconds_limit)};
    return std::nullopt;
}

}  // namespace anlan::incident
