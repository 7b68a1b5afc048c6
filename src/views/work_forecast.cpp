#include "views/work_forecast.hpp"

#include "kernel/personal_seal.hpp"

#include <algorithm>

namespace anlan::views {
namespace {

std::string name_of(const kernel::Obligation& owed) { return owed.kind + "/" + owed.key; }

const kernel::Obligation* same(const std::vector<kernel::Obligation>& all, const kernel::Obligation& one) {
    const auto* found = kernel::find(all, one.kind, one.key);
    return found != nullptr && found->since == one.since ? found : nullptr;
}

void keep(std::deque<Millis>& spans, Millis took, int most) {
    spans.push_back(took);
    if (spans.size() > static_cast<std::size_t>(most)) spans.pop_front();
}

}  // namespace

WorkForecast::WorkForecast(std::span<const kernel::Module> modules, const kernel::Rulebook& rules)
    : rules_(rules),
      forecast_(rules.section<ForecastRules>()),
      rosters_(rules.section<ForecastRules>().duty_usual) {
    for (const auto& module : modules)
        for (const auto& work : forecast_.work)
            if (work.kind.starts_with(module.name + ".")) modules_[module.name] = &module;
}

void WorkForecast::apply(const kernel::Recorded& recorded) {
    rosters_.apply(recorded);
    const auto& wire = recorded.envelope.wire;
    const auto module = modules_.find(std::string_view{wire}.substr(0, wire.find('.')));
    if (module != modules_.end()) fold(*module->second, recorded);
    look_half_way(recorded.envelope.recorded_at);
}

void WorkForecast::fold(const kernel::Module& module, const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    auto found = records_.find(stream);
    if (found == records_.end()) {
        if (recorded.envelope.version > 1) return;  // it was over
        found = records_.emplace(stream, Record{&module, module.initial()}).first;
    }
    Record& record = found->second;
    const auto was = record.state;
    record.state = module.evolve(was, recorded.event);
    if (module.change_state) record.state = module.change_state(record.state, kernel::erase);
    compare(recorded, record, module.obligations(was), module.obligations(record.state));
    if (module.obligations(record.state).empty() && module.over && module.over(record.state))
        records_.erase(found);
}

void WorkForecast::compare(const kernel::Recorded& recorded, const Record& record,
                           const std::vector<kernel::Obligation>& before,
                           const std::vector<kernel::Obligation>& after) {
    const auto& stream = recorded.envelope.stream;
    const Instant at = recorded.envelope.recorded_at;
    const bool done = std::find(forecast_.not_work.begin(), forecast_.not_work.end(),
                                recorded.envelope.wire) == forecast_.not_work.end();
    for (const auto& one : before) {
        if (work_of(record.module->name, one) == nullptr) continue;
        if (const auto* is = same(after, one))
            change(stream, one, *is, at);
        else
            end(stream, one, done, at);
    }
    for (const auto& one : after)
        if (work_of(record.module->name, one) != nullptr && same(before, one) == nullptr)
            begin(stream, one, record.module->scope(record.state), at);
}

const ForecastWork* WorkForecast::work_of(const std::string& module, const kernel::Obligation& owed) const {
    return find_work(forecast_, module + "." + owed.kind);
}

WorkForecast::Pieces::iterator WorkForecast::find(const std::string& stream, const kernel::Obligation& owed) {
    return pieces_.find({owed.due_by, stream, name_of(owed)});
}

void WorkForecast::begin(const std::string& stream, const kernel::Obligation& owed,
                         const kernel::Scope& scope, Instant at) {
    const auto& module = records_.find(stream)->second.module->name;
    Piece piece{work_of(module, owed), stream, owed.owner.value(), scope.where.station.value(), owed.since,
                owed.due_by,           at,     std::nullopt};
    const PieceKey key{owed.due_by, stream, name_of(owed)};
    by_station_[piece.station].insert(key);
    pieces_.insert_or_assign(key, std::move(piece));
    if (owed.due_by > at) half_way_.emplace(at + (owed.due_by - at) / 2, key);
}

void WorkForecast::change(const std::string& stream, const kernel::Obligation& was,
                          const kernel::Obligation& is, Instant at) {
    auto found = find(stream, was);
    if (found == pieces_.end()) return;
    if (was.due_by != is.due_by) {
        auto piece = std::move(found->second);
        auto& station = by_station_[piece.station];
        station.erase(found->first);
        pieces_.erase(found);
        piece.due_by = is.due_by;
        const PieceKey key{is.due_by, stream, name_of(is)};
        station.insert(key);
        found = pieces_.insert_or_assign(key, std::move(piece)).first;
    }
    Piece& piece = found->second;
    if (was.owner != is.owner) {  // who has it now begins with it now; what was said was said of another
        piece.owner = is.owner.value();
        piece.begun = at;
        piece.said.reset();
    }
    if (is.missed && !was.missed && piece.said) {
        calibration_.count(piece.work->kind, *piece.said, true);
        piece.said.reset();
    }
}

void WorkForecast::end(const std::string& stream, const kernel::Obligation& was, bool done, Instant at) {
    const auto found = find(stream, was);
    if (found == pieces_.end()) return;
    const Piece piece = std::move(found->second);
    by_station_[piece.station].erase(found->first);
    pieces_.erase(found);
    if (!done) return;
    if (piece.said) calibration_.count(piece.work->kind, *piece.said, at > piece.due_by);
    auto& last = last_done_[piece.owner];
    const Instant from = std::max(piece.begun, last);
    Millis took = rosters_.worked(piece.owner, from, at);
    if (took == Millis{0})
        took = std::max(at - from, Millis{0});  // nobody was on duty, and it was done all the same
    last = at;
    keep(spans_[{piece.work->kind, piece.station}], took, forecast_.spans_kept);
    keep(spans_[{piece.work->kind, ""}], took, forecast_.spans_kept);
    let_go_of(stream, piece.work->kind, at);
}

// What followed it in its record can be worked on now.
void WorkForecast::let_go_of(const std::string& stream, const std::string& kind, Instant at) {
    const auto record = records_.find(stream);
    if (record == records_.end()) return;
    for (const auto& owed : record->second.module->obligations(record->second.state)) {
        const auto next = find(stream, owed);
        if (next == pieces_.end()) continue;
        const auto& after = next->second.work->after;
        if (std::find(after.begin(), after.end(), kind) != after.end())
            next->second.begun = std::max(next->second.begun, at);
    }
}

bool WorkForecast::waits(const Piece& piece) const {
    const auto record = records_.find(piece.stream);
    if (record == records_.end() || piece.work->after.empty()) return false;
    const auto& owed = record->second.module->obligations(record->second.state);
    return std::any_of(owed.begin(), owed.end(), [&](const auto& one) {
        const auto& after = piece.work->after;
        const auto kind = record->second.module->name + "." + one.kind;
        return std::find(after.begin(), after.end(), kind) != after.end();
    });
}

void WorkForecast::look_half_way(Instant now) {
    while (!half_way_.empty() && half_way_.top().first <= now) {
        const auto key = half_way_.top().second;
        half_way_.pop();
        const auto found = pieces_.find(key);
        if (found == pieces_.end() || found->second.said || found->second.due_by <= now) continue;
        Piece& piece = found->second;
        const auto of_owner = [&](const Piece& one) {
            return one.owner == piece.owner && (one.due_by <= piece.due_by || one.stream == piece.stream);
        };
        piece.said = late_share(piece.station, of_owner, piece, now);
    }
}

void WorkForecast::held(const kernel::CountHeld& count) const {
    count("forecast_records", records_.size());
    count("forecast_pieces", pieces_.size());
    count("forecast_posts", rosters_.size() + last_done_.size());
    count("forecast_spans", spans_.size());
    count("forecast_half_way", half_way_.size());
}

}  // namespace anlan::views
