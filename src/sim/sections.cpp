#include "sim/sections.hpp"

#include "access/access_rules.hpp"
#include "codec/json.hpp"
#include "domain/erasure/rules.hpp"
#include "domain/proposal/rules.hpp"
#include "kernel/roles_fit.hpp"
#include "ports/road_rules.hpp"
#include "views/forecast_rules.hpp"

#include <algorithm>
#include <utility>

namespace anlan::sim {
namespace {

using kernel::Malformed;
using kernel::RoleLevels;
using kernel::Rulebook;

constexpr int sign_in_figure_max = 86'400;

// Every role that may do something must be one that posts carry, and of the same level.
std::optional<Malformed> access_fits_posts(const Rulebook& book) {
    const auto& levels = book.section<RoleLevels>();
    const auto& rules = book.section<access::AccessRules>();
    for (std::size_t i = 0; i < rules.roles.size(); ++i) {
        const auto* role = kernel::find_role(levels, rules.roles[i].role);
        const std::string path = ".roles[" + std::to_string(i) + ']';
        if (role == nullptr) return Malformed{path + ".role", "a role of posts.toml"};
        const char* level = boost::describe::enum_to_string(role->level, "");
        if (rules.roles[i].level != level)
            return Malformed{path + ".level", std::string{level} + ", as posts.toml has this role"};
    }
    const auto& in = rules.sign_in;
    for (const auto& [figure, path] :
         {std::pair{in.fresh_minutes, ".sign_in.fresh_minutes"},
          std::pair{in.recovery_codes, ".sign_in.recovery_codes"},
          std::pair{in.passkeys_max, ".sign_in.passkeys_max"},
          std::pair{in.code_guesses_free, ".sign_in.code_guesses_free"},
          std::pair{in.code_wait_max, ".sign_in.code_wait_max"},
          std::pair{in.enrolment_code_minutes, ".sign_in.enrolment_code_minutes"},
          std::pair{in.sessions_max, ".sign_in.sessions_max"}, std::pair{in.feeds_max, ".sign_in.feeds_max"}})
        if (figure < 1 || figure > sign_in_figure_max) return Malformed{path, "1 to 86400"};
    for (std::size_t i = 0; i < rules.service_key_roles.size(); ++i)
        if (kernel::find_role(levels, rules.service_key_roles[i]) == nullptr)
            return Malformed{".service_key_roles[" + std::to_string(i) + ']', "a role of posts.toml"};
    return std::nullopt;
}

// A section that belongs to no module.
template <class Rules, class Check>
kernel::RulesSpec section(const char* file, Check check) {
    return {file,
            &kernel::section_tag<Rules>,
            [check](std::string_view json) -> Result<std::shared_ptr<const void>, Malformed> {
                auto read = codec::read_json<Rules>(json, codec::Unknown::refuse);
                if (!read.ok()) return Unexpected{Malformed{read.error().path, read.error().expected}};
                if (auto wrong = check(read.value())) return Unexpected{std::move(*wrong)};
                return std::shared_ptr<const void>{std::make_shared<const Rules>(std::move(read).value())};
            },
            {}};
}

kernel::RulesSpec access_section() {
    auto spec = section<access::AccessRules>(
        "access.toml", [](const access::AccessRules&) { return std::optional<Malformed>{}; });
    spec.fits = access_fits_posts;
    return spec;
}

// A rule for records that are never closed, or of a module that is misspelt, would keep them for ever.
std::function<std::optional<Malformed>(const Rulebook&)> retention_fits(
    std::span<const kernel::Module> modules) {
    std::vector<std::string> names;
    for (const auto& module : modules)
        if (module.closed) names.push_back(module.name);
    return [names = std::move(names)](const Rulebook& book) -> std::optional<Malformed> {
        return erasure::check(book.section<erasure::Rules>(), names);
    };
}

// What nobody does alone: commands that exist, and roles that do.
std::function<std::optional<Malformed>(const Rulebook&)> dual_control_fits(
    std::span<const kernel::Module> modules) {
    return [modules](const Rulebook& book) -> std::optional<Malformed> {
        auto fault = proposal::check(book.section<proposal::Rules>(), modules);
        return fault ? fault : kernel::roles_fit<proposal::Rules>(book);
    };
}

}  // namespace

std::vector<kernel::RulesSpec> rulebook_sections(std::span<const kernel::Module> modules) {
    std::vector<kernel::RulesSpec> sections{
        access_section(), section<ports::RoadRules>("roads.toml", ports::check_road_rules),
        section<views::ForecastRules>("forecast.toml", views::check_forecast_rules)};
    for (const auto& module : modules)
        for (const auto& spec : module.rules)
            if (std::none_of(sections.begin(), sections.end(),
                             [&](const auto& s) { return s.tag == spec.tag; }))
                sections.push_back(spec);
    for (auto& section : sections) {
        if (section.fits) continue;
        if (section.tag == &kernel::section_tag<erasure::Rules>) section.fits = retention_fits(modules);
        if (section.tag == &kernel::section_tag<proposal::Rules>) section.fits = dual_control_fits(modules);
    }
    return sections;
}

}  // namespace anlan::sim
