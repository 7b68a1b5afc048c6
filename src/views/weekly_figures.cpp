#include "views/weekly_figures.hpp"

#include "base/check.hpp"
#include "codec/json.hpp"

#include <algorithm>
#include <utility>

namespace anlan::views {
namespace {

using bulletin::Week;

// The bodies of the module's commands bulletin.open and bulletin.draft.
struct OpenBulletin {
    std::string week;
    Jurisdiction where;
    std::vector<AreaId> stations;
};
BOOST_DESCRIBE_STRUCT(OpenBulletin, (), (week, where, stations))
struct DraftBulletin {
    std::uint64_t counted_to = 0;
    std::vector<bulletin::UnitFigures> rows;
    std::vector<bulletin::DepartmentBurden> burden;
};
BOOST_DESCRIBE_STRUCT(DraftBulletin, (), (counted_to, rows, burden))

template <class Body>
kernel::Followup command(std::string stream, const kernel::CommandSpec* spec, const Body& body) {
    auto value = spec->decode(codec::to_json(body));
    ANLAN_CHECK(value.ok(), "the view writes commands that the bulletin module reads");
    return {std::move(stream), {spec, std::move(value).value()}};
}

std::string step_name(const std::string& bulletin, int step) { return bulletin + "/" + std::to_string(step); }

}  // namespace

WeeklyFigures::WeeklyFigures(std::span<const kernel::Module> modules, const kernel::Rulebook& rules,
                             std::function<Instant()> now)
    : rulebook_(rules), now_(std::move(now)), facts_(rules), shelf_(std::make_unique<kernel::MemoryShelf>()) {
    for (const auto& module : modules) {
        if (module.name != "bulletin") continue;
        open_ = module.find_command("bulletin.open");
        draft_ = module.find_command("bulletin.draft");
    }
    ANLAN_CHECK(open_ != nullptr && draft_ != nullptr, "the bulletin module has its commands");
}

void WeeklyFigures::use(const kernel::MakeShelf& make) { shelf_ = make(); }

void WeeklyFigures::apply(const kernel::Recorded& recorded) {
    const std::lock_guard lock{mutex_};
    const auto& envelope = recorded.envelope;
    count_through(envelope.recorded_at);
    facts_.apply(recorded, counted_through_);
    last_position_ = envelope.position;
    if (recorded.as<bulletin::BulletinOpened>() != nullptr)
        steps_[envelope.stream] = 1;
    else if (recorded.as<bulletin::BulletinDrafted>() != nullptr)
        steps_[envelope.stream] = 2;
}

// --- counting

Week WeeklyFigures::last_counted_by(Instant now) const {
    const auto running = bulletin::week_of(now - Hours{rules().cut_off_hours}, rulebook_.civil_offset);
    return bulletin::week_numbered(running.number - 1, rulebook_.civil_offset);
}

// Each week whose hour has come is counted before anything later is known.
void WeeklyFigures::count_through(Instant recorded_at) {
    const auto last = last_counted_by(recorded_at).number;
    if (!first_week_) {
        first_week_ = bulletin::week_of(recorded_at, rulebook_.civil_offset).number;
        counted_through_ = std::min(last, *first_week_ - 1);
    }
    while (counted_through_ < last) {
        count(bulletin::week_numbered(counted_through_ + 1, rulebook_.civil_offset));
        ++counted_through_;
    }
}

WeeklyFigures::Counting WeeklyFigures::counted(const Week& week, Instant until, WeeklyTally& tally) const {
    tally = views::tally(facts_, rules(), week, until);
    Counting counting{week, last_position_, {}, {}, {}};
    for (const auto& [id, area] : facts_.districts()) {
        counting.rows[id] = rows_of(tally, rules(), area.where, area.unit_name);
        for (const auto& [department, burden] : tally.burden[id]) counting.burden[id].push_back(burden);
    }
    return counting;
}

void WeeklyFigures::count(const Week& week) {
    WeeklyTally tally;
    auto counting = counted(week, week.ends, tally);
    for (const auto& [id, unit] : tally.units) {
        shelf_->put(next_number_, codec::to_json(unit.figures), {});
        counting.opened[id] = {unit.kind, unit.where, next_number_++};
    }
    weeks_.insert_or_assign(week.number, std::move(counting));
    facts_.forget(week.number, week.ends);
    let_go(week.number);
}

void WeeklyFigures::let_go(WeekNumber counted) {
    for (auto& [number, counting] : weeks_) {
        if (number > counted - rules().weeks_opened) break;
        for (const auto& [unit, on_shelf] : counting.opened) shelf_->remove(on_shelf.number);
        counting.opened.clear();
    }
    weeks_.erase(weeks_.begin(), weeks_.upper_bound(counted - rules().weeks_compared));
    constexpr WeekNumber remembered = 3;
    const auto oldest = bulletin::week_numbered(counted - remembered, rulebook_.civil_offset).name;
    const auto is_past = [&](const std::string& bulletin) {
        return bulletin.substr(4, oldest.size()) < oldest;
    };
    std::erase_if(steps_, [&](const auto& one) { return is_past(one.first); });
    std::erase_if(given_, is_past);
}

// --- the bulletins of the last week

std::optional<kernel::Followup> WeeklyFigures::next() {
    const std::lock_guard lock{mutex_};
    if (!first_week_) return std::nullopt;
    const auto week = last_counted_by(now_());
    if (week.number < *first_week_) return std::nullopt;
    std::set<std::string> with_stations;
    for (const auto& [id, station] : facts_.stations()) with_stations.insert(district_of(station.where));
    for (const auto& [id, area] : facts_.districts())
        if (with_stations.contains(id) || has_figures(week, id))
            if (auto found = due(week, area.where)) return found;
    return std::nullopt;
}

// The city's own, where something happened that no district is known for.
bool WeeklyFigures::has_figures(const Week& week, const std::string& district) const {
    const auto counting = weeks_.find(week.number);
    if (counting == weeks_.end()) return false;
    const auto rows = counting->second.rows.find(district);
    return rows != counting->second.rows.end() && rows->second.size() > 1;
}

std::optional<kernel::Followup> WeeklyFigures::due(const Week& week, const Jurisdiction& where) {
    const auto id = bulletin::bulletin_id(week, where);
    const auto step = steps_.contains(id) ? steps_.at(id) : 0;
    if (step > 1 || given_.contains(step_name(id, step))) return std::nullopt;
    if (step == 0) {
        OpenBulletin open{week.name, where, {}};
        for (const auto& [station, fact] : facts_.stations())
            if (district_of(fact.where) == district_of(where)) open.stations.push_back(AreaId{station});
        given_.insert(step_name(id, step));
        return command(id, open_, open);
    }
    const auto counting = weeks_.find(week.number);
    if (counting == weeks_.end()) return std::nullopt;
    const auto district = district_of(where);
    DraftBulletin draft{counting->second.counted_to, counting->second.rows[district],
                        counting->second.burden[district]};
    given_.insert(step_name(id, step));
    return command(id, draft_, draft);
}

void WeeklyFigures::put_back(const kernel::Followup& unsent) {
    const std::lock_guard lock{mutex_};
    given_.erase(step_name(unsent.stream, unsent.command.spec == open_ ? 0 : 1));
}

// It stays among what was given: it would be refused again.
void WeeklyFigures::refused(const kernel::Followup&) {}

void WeeklyFigures::held(const kernel::CountHeld& count) const {
    const std::lock_guard lock{mutex_};
    facts_.held(count);
    count("weekly_counts_for_a_year", weeks_.size());
    count("weekly_records_on_disk", shelf_->size());
    count("weekly_bulletins", steps_.size() + given_.size());
}

}  // namespace anlan::views
