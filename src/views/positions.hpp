// Where units are, for duty only: one position a unit, the last, in memory, with its age; never in the log,
// never a track. It is forgotten when the unit's duty ends, and when it is older than the rulebook's limit it
// is not shown.
//
// Threads: positions are reported from any thread, thousands a second; apply() on the publishing one.
#pragma once
#include "kernel/module.hpp"
#include "terms/geo_point.hpp"

#include <boost/describe.hpp>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace anlan::views {

struct UnitPosition {
    GeoPoint point;
    Instant at{};
};

class Positions final : public kernel::View {
public:
    std::string_view name() const override { return "positions"; }
    void apply(const kernel::Recorded& recorded) override;
    std::vector<kernel::QuerySpec> queries() override;

    // Whether it was taken: the unit is on duty, and nothing newer is held.
    bool put(const std::string& unit, const UnitPosition& position);
    std::optional<UnitPosition> find(const std::string& unit) const;
    // Of the units that are known, those that `visible` lets be seen.
    std::vector<std::pair<std::string, UnitPosition>> all(
        const std::function<bool(const kernel::Scope&)>& visible) const;

private:
    // Who may see a unit, as the unit's own stream has it.
    struct Whose {
        kernel::Scope scope;
        bool has_own_post = false;  // a partner's: it stays with that post whoever answers for its duty
    };

    mutable std::mutex mutex_;
    std::unordered_map<std::string, std::optional<UnitPosition>> on_duty_;
    std::unordered_map<std::string, Whose> whose_;  // of every registered unit
};

}  // namespace anlan::views
