#include "views/forecast_rules.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace anlan::views {
namespace {

using kernel::Malformed;

struct Bounds {
    int value;
    const char* path;
    int least;
    int most;
};

std::optional<Malformed> check_work(const ForecastRules& rules, std::size_t index) {
    constexpr int minutes_most = 7 * 24 * 60;
    const auto& work = rules.work[index];
    const std::string path = ".work[" + std::to_string(index) + "]";
    // Who may read instructions reads the forecast, and may not read more by it.
    if (!work.kind.starts_with("instruction."))
        return Malformed{path + ".kind", "a kind of the module instruction, as instruction.reply"};
    if (work.zh.empty() || work.en.empty()) return Malformed{path, "zh and en"};
    for (std::size_t i = 0; i < work.after.size(); ++i) {
        const auto* before = find_work(rules, work.after[i]);
        if (before == nullptr || before >= &work)
            return Malformed{path + ".after[" + std::to_string(i) + "]", "a kind that stands before"};
    }
    const auto& usual = work.usual_minutes;
    if (usual.empty() || usual.front() < 1 || usual.back() > minutes_most ||
        !std::is_sorted(usual.begin(), usual.end()))
        return Malformed{path + ".usual_minutes", "1 to 10080, ascending"};
    return std::nullopt;
}

}  // namespace

const ForecastWork* find_work(const ForecastRules& rules, std::string_view kind) {
    const auto found =
        std::find_if(rules.work.begin(), rules.work.end(), [&](const auto& one) { return one.kind == kind; });
    return found == rules.work.end() ? nullptr : &*found;
}

std::optional<Malformed> check_forecast_rules(const ForecastRules& rules) {
    constexpr double worth_least = 0.05;
    for (const auto& [value, path, least, most] :
         {Bounds{rules.replays, ".replays", 20, 1'000}, Bounds{rules.spans_kept, ".spans_kept", 8, 1'000},
          Bounds{rules.spans_least, ".spans_least", 1, rules.spans_kept},
          Bounds{rules.hours_max, ".hours_max", 1, 72}, Bounds{rules.hours, ".hours", 1, rules.hours_max},
          Bounds{rules.work_max, ".work_max", 10, 1'000}, Bounds{rules.moves_max, ".moves_max", 0, 10},
          Bounds{static_cast<int>(rules.duty_usual.count()), ".duty_usual", 1, 24}})
        if (value < least || value > most)
            return Malformed{path, std::to_string(least) + " to " + std::to_string(most)};
    if (rules.move_worth < worth_least || rules.move_worth > 1) return Malformed{".move_worth", "0.05 to 1"};
    if (rules.work.empty()) return Malformed{".work", "a kind of work at least"};
    std::set<std::string> kinds;
    for (std::size_t i = 0; i < rules.work.size(); ++i) {
        if (auto wrong = check_work(rules, i)) return wrong;
        if (!kinds.insert(rules.work[i].kind).second)
            return Malformed{".work[" + std::to_string(i) + "].kind", "a kind that no other row has"};
    }
    return std::nullopt;
}

}  // namespace anlan::views
