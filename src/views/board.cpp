#include "views/board.hpp"

#include "kernel/record.hpp"

#include <algorithm>
#include <mutex>
#include <queue>
#include <unordered_set>

namespace anlan::views {
namespace {

// Whether `value` is one of the comma-separated `wanted`.
bool is_one_of(std::string_view value, std::string_view wanted) {
    while (true) {
        const auto comma = wanted.find(',');
        if (wanted.substr(0, comma) == value) return true;
        if (comma == std::string_view::npos) return false;
        wanted.remove_prefix(comma + 1);
    }
}

bool matches(const kernel::Row& row, const std::map<std::string, std::string>& facets) {
    return std::all_of(facets.begin(), facets.end(), [&](const auto& wanted) {
        const auto found = row.facets.find(wanted.first);
        return found != row.facets.end() && is_one_of(found->second, wanted.second);
    });
}

struct LaterFirst {
    bool operator()(const OwedRow& a, const OwedRow& b) const {
        return a.obligation.due_by != b.obligation.due_by ? a.obligation.due_by > b.obligation.due_by
                                                          : a.stream > b.stream;
    }
};

}  // namespace

Board::Board(std::span<const kernel::Module> modules, ports::EventLog& log, Changed changed,
             kernel::PersonalSeal* seal)
    : decoder_(modules, seal), log_(log), changed_(std::move(changed)) {
    for (const auto& module : modules) listings_[module.resource];
}

Board::Entry& Board::entry_of(std::string_view stream, const kernel::Module& module) {
    const auto found = by_stream_.find(stream);
    if (found != by_stream_.end()) return *found->second;
    Entry& entry = entries_.emplace_back();
    entry.stream = stream;
    entry.module = &module;
    by_stream_.emplace(entry.stream, &entry);
    listings_.find(module.resource)->second.all.emplace(entry.stream, &entry);
    return entry;
}

void Board::restore(const kernel::Module& module, std::string_view stream, kernel::StatePtr state,
                    std::uint64_t version, std::vector<std::uint64_t> positions) {
    const std::unique_lock lock{mutex_};
    Entry& entry = entry_of(stream, module);
    entry.state = std::move(state);
    entry.version = version;
    entry.positions = std::move(positions);
    if (!entry.positions.empty()) position_ = std::max(position_, entry.positions.back());
}

void Board::index_obligations(Entry& entry) {
    std::optional<Instant> earliest;
    for (const auto& obligation : entry.module->obligations(entry.state))
        if (!earliest || obligation.due_by < *earliest) earliest = obligation.due_by;
    if (earliest == entry.due_by) return;
    if (entry.due_by) owing_.erase({*entry.due_by, &entry});
    if (earliest) owing_.emplace(*earliest, &entry);
    entry.due_by = earliest;
}

std::optional<kernel::Row> Board::refresh(Entry& entry) {
    index_obligations(entry);
    auto row = entry.module->row(entry.stream, entry.state);
    entry.open = row && row->open;
    auto& open = listings_.find(entry.module->resource)->second.open;
    if (entry.open)
        open.emplace(entry.stream, &entry);
    else
        open.erase(entry.stream);
    entry.row = entry.open ? row : std::nullopt;
    return row;
}

void Board::apply(std::span<const kernel::Committed> committed) {
    std::vector<Change> changes;
    {
        const std::unique_lock lock{mutex_};
        std::unordered_map<Entry*, std::optional<kernel::Row>> rows;
        for (const auto& one : committed) {
            Entry& entry = entry_of(one.envelope.stream, *one.module);
            entry.state = one.state;
            entry.version = one.envelope.version;
            entry.positions.push_back(one.envelope.position);
            if (live_) rows.try_emplace(&entry);
        }
        position_ = committed.back().envelope.position;
        for (auto& [entry, row] : rows) row = refresh(*entry);
        if (live_ && changed_) changes.reserve(committed.size());
        for (const auto& one : committed) {
            if (!live_ || !changed_) break;
            const auto& e = one.envelope;
            Entry& entry = *by_stream_.find(e.stream)->second;
            changes.push_back({e.position, e.stream, e.version, e.wire, one.module->resource, e.recorded_at,
                               e.happened_at, rows[&entry], one.module->scope(entry.state), one.mark});
        }
    }
    if (!changes.empty()) changed_(changes);
}

void Board::forget_personal(std::string_view stream) {
    const std::unique_lock lock{mutex_};
    const auto found = by_stream_.find(stream);
    if (found == by_stream_.end() || !found->second->module->change_state) return;
    Entry& entry = *found->second;
    entry.state = entry.module->change_state(entry.state, kernel::erase);
}

void Board::live() {
    const std::unique_lock lock{mutex_};
    live_ = true;
    for (auto& entry : entries_) refresh(entry);
}

std::optional<RecordRead> Board::find(std::string_view stream) const {
    const std::shared_lock lock{mutex_};
    const auto found = by_stream_.find(stream);
    if (found == by_stream_.end()) return std::nullopt;
    return RecordRead{found->second->module, found->second->state, found->second->version};
}

ListPage Board::list(const ListRequest& request,
                     const std::function<bool(const kernel::Scope&)>& visible) const {
    const std::shared_lock lock{mutex_};
    ListPage page;
    page.position = position_;
    const auto listing = listings_.find(request.resource);
    if (listing == listings_.end()) return page;
    const auto& rows = request.only_open ? listing->second.open : listing->second.all;
    auto next = request.after.empty() ? rows.end() : rows.lower_bound(request.after);
    while (next != rows.begin()) {
        --next;
        const Entry& entry = *next->second;
        auto row = entry.row ? entry.row : entry.module->row(entry.stream, entry.state);
        if (!row || !matches(*row, request.facets) || !visible(entry.module->scope(entry.state))) continue;
        if (page.rows.size() == request.limit) {
            page.next = page.rows.back().stream;
            break;
        }
        page.rows.push_back({entry.stream, entry.version, std::move(*row)});
    }
    return page;
}

Result<std::vector<kernel::Envelope>, ports::Fault> Board::timeline(std::string_view stream,
                                                                    std::uint64_t first,
                                                                    std::size_t limit) const {
    std::vector<std::uint64_t> positions;
    {
        const std::shared_lock lock{mutex_};
        const auto found = by_stream_.find(stream);
        if (found == by_stream_.end()) return std::vector<kernel::Envelope>{};
        const auto& all = found->second->positions;
        for (auto version = std::max<std::uint64_t>(first, 1);
             version <= all.size() && positions.size() < limit; ++version)
            positions.push_back(all[version - 1]);
    }
    std::vector<kernel::Envelope> records;
    for (const auto position : positions) {
        std::optional<ports::Fault> broken;
        ANLAN_TRY_DONE(log_.read(position, [&](std::uint64_t, std::string_view bytes, const ports::Hash&) {
            auto record = kernel::decode(bytes);
            if (record.ok()) {
                record->payload = decoder_.shown_payload(*record);
                records.push_back(std::move(record).value());
            } else {
                broken = ports::Fault{ports::Then::stop, "log.not_understood",
                                      record.error().path + ": expected " + record.error().expected};
            }
            return false;
        }));
        if (broken) return Unexpected{std::move(*broken)};
    }
    return records;
}

// Streams come in the order of their earliest obligation; a stream's later ones wait in a heap until it is
// sure that no stream still to come has an earlier one.
std::vector<OwedRow> Board::owed(std::size_t limit, const std::function<bool(const OwedRow&)>& wanted) const {
    const std::shared_lock lock{mutex_};
    std::vector<OwedRow> rows;
    std::priority_queue<OwedRow, std::vector<OwedRow>, LaterFirst> ahead;
    const auto take_until = [&](std::optional<Instant> sure) {
        while (!ahead.empty() && rows.size() < limit && (!sure || ahead.top().obligation.due_by <= *sure)) {
            if (wanted(ahead.top())) rows.push_back(ahead.top());
            ahead.pop();
        }
    };
    for (const auto& [due_by, entry] : owing_) {
        take_until(due_by);
        if (rows.size() >= limit) return rows;
        for (const auto& obligation : entry->module->obligations(entry->state))
            ahead.push({entry->stream, entry->module->name, obligation, entry->module->scope(entry->state)});
    }
    take_until(std::nullopt);
    return rows;
}

std::uint64_t Board::position() const {
    const std::shared_lock lock{mutex_};
    return position_;
}

std::vector<Board::Count> Board::counts() const {
    const std::shared_lock lock{mutex_};
    std::vector<Count> counts;
    for (const auto& [resource, listing] : listings_)
        counts.push_back({resource, listing.all.size(), listing.open.size()});
    return counts;
}

}  // namespace anlan::views
