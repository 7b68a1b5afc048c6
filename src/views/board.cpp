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

constexpr std::size_t resting_looked_at_max = 5'000;  // by one page
constexpr std::size_t resting_at_once = 200;

bool fits(const std::map<std::string, std::string>& facets,
          const std::map<std::string, std::string>& wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const auto& one) {
        const auto found = facets.find(one.first);
        return found != facets.end() && is_one_of(found->second, one.second);
    });
}

// The resting records of one list, from the newest id down: those whose facets fit.
class RestingCursor {
public:
    RestingCursor(ports::RestingStreams* resting, const kernel::Module& module, const ListRequest& request)
        : resting_(resting), prefix_(module.prefix + '_'), before_(request.after), wanted_(request.facets) {
        done_ = resting == nullptr || !module.over;
    }

    // Null: no more, or as many as one page may look at.
    Result<const ports::RestingRow*, ports::Fault> front() {
        const ports::RestingRow* none = nullptr;
        while (true) {
            for (; at_ < rows_.size(); pop())
                if (fits(rows_[at_].facets, wanted_)) return &rows_[at_];
            if (done_ || looked_at_ >= resting_looked_at_max) return none;
            ANLAN_TRY(rows_, resting_->store().resting(prefix_, before_, resting_at_once));
            at_ = 0;
            done_ = rows_.size() < resting_at_once;
            if (!rows_.empty()) before_ = rows_.back().stream;
        }
    }
    void pop() {
        ++at_;
        ++looked_at_;
    }
    // There are more, and this page does not look at them.
    bool stopped() const { return !done_ && at_ == rows_.size() && looked_at_ >= resting_looked_at_max; }
    const std::string& looked_until() const { return before_; }

    // Of the one in front; none where it may not be seen.
    Result<std::optional<ListedRow>, ports::Fault> row(
        const std::function<bool(const kernel::Scope&)>& visible) const {
        const auto& stream = rows_[at_].stream;
        ANLAN_TRY(const auto found, resting_->find(stream));
        if (!found || !visible(found->module->scope(found->state))) return std::optional<ListedRow>{};
        auto made = found->module->row(stream, found->state);
        if (!made) return std::optional<ListedRow>{};
        return std::optional{ListedRow{stream, found->version, std::move(*made)}};
    }

private:
    ports::RestingStreams* resting_;
    std::string prefix_;
    std::string before_;
    const std::map<std::string, std::string>& wanted_;
    std::vector<ports::RestingRow> rows_;
    std::size_t at_ = 0;
    std::size_t looked_at_ = 0;
    bool done_ = false;
};

struct LaterFirst {
    bool operator()(const OwedRow& a, const OwedRow& b) const {
        return a.obligation.due_by != b.obligation.due_by ? a.obligation.due_by > b.obligation.due_by
                                                          : a.stream > b.stream;
    }
};

}  // namespace

Board::Board(std::span<const kernel::Module> modules, ports::EventLog& log, Changed changed,
             kernel::PersonalSeal* seal, ports::RestingStreams* resting)
    : decoder_(modules, seal), log_(log), changed_(std::move(changed)), resting_(resting) {
    for (const auto& module : modules) listings_[module.resource].module = &module;
}

Board::Entry& Board::entry_of(std::string_view stream, const kernel::Module& module) {
    const auto found = by_stream_.find(stream);
    if (found != by_stream_.end()) return *found->second;
    auto made = std::make_unique<Entry>();
    Entry& entry = *made;
    entry.stream = stream;
    entry.module = &module;
    by_stream_.emplace(entry.stream, std::move(made));
    auto& all = listings_.find(module.resource)->second.all;
    all.emplace_hint(all.end(), entry.stream, &entry);  // later ids are greater
    return entry;
}

void Board::restore(const kernel::Module& module, std::string_view stream, kernel::StatePtr state,
                    std::uint64_t version) {
    const std::unique_lock lock{mutex_};
    Entry& entry = entry_of(stream, module);
    entry.state = std::move(state);
    entry.version = version;
    entry.saved = version;
}

void Board::saved(std::string_view stream, std::uint64_t version) {
    const std::unique_lock lock{mutex_};
    const auto found = by_stream_.find(stream);
    if (resting_ == nullptr || found == by_stream_.end()) return;
    Entry& entry = *found->second;
    if (version <= entry.saved) return;
    const auto behind = std::min<std::size_t>(entry.positions.size(), version - entry.saved);
    const std::vector<std::uint64_t> left(entry.positions.begin() + static_cast<std::ptrdiff_t>(behind),
                                          entry.positions.end());
    entry.positions = left;  // a new one, so that its room shrinks, too
    entry.saved = version;
}

void Board::drop(std::string_view stream) {
    const std::unique_lock lock{mutex_};
    const auto found = by_stream_.find(stream);
    if (found == by_stream_.end()) return;
    Entry& entry = *found->second;
    if (entry.due_by) owing_.erase({*entry.due_by, &entry});
    auto& listing = listings_.find(entry.module->resource)->second;
    listing.open.erase(entry.stream);
    listing.all.erase(entry.stream);
    const auto kept = std::move(found->second);  // the keys are views of its text
    by_stream_.erase(found);
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
            // New here with an earlier past: it rested.
            if (entry.version == 0) entry.saved = one.envelope.version - 1;
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

void Board::live(std::uint64_t position) {
    const std::unique_lock lock{mutex_};
    live_ = true;
    position_ = position;
    for (auto& [resource, listing] : listings_) {
        for (const auto& [stream, entry] : listing.all) {
            index_obligations(*entry);
            entry->open = entry->module->open(entry->state);
            if (entry->open) listing.open.emplace_hint(listing.open.end(), stream, entry);
        }
    }
}

void Board::make_rows(const std::function<bool()>& keep_going) {
    constexpr std::size_t under_one_lock = 200;
    for (auto& [resource, listing] : listings_) {
        std::string from;
        for (bool more = true; more && keep_going();) {
            const std::unique_lock lock{mutex_};
            auto next = listing.open.lower_bound(from);
            for (std::size_t made = 0; made < under_one_lock && next != listing.open.end(); ++made, ++next) {
                Entry& entry = *next->second;
                if (!entry.row) entry.row = entry.module->row(entry.stream, entry.state);
            }
            more = next != listing.open.end();
            if (more) from = next->first;
        }
    }
}

Result<std::optional<RecordRead>, ports::Fault> Board::find(std::string_view stream) const {
    {
        const std::shared_lock lock{mutex_};
        const auto found = by_stream_.find(stream);
        if (found != by_stream_.end())
            return std::optional{
                RecordRead{found->second->module, found->second->state, found->second->version}};
    }
    if (resting_ == nullptr) return std::optional<RecordRead>{};
    ANLAN_TRY(auto rested, resting_->find(stream));
    if (!rested) return std::optional<RecordRead>{};
    return std::optional{RecordRead{rested->module, std::move(rested->state), rested->version}};
}

std::optional<ListedRow> Board::row_of(const Entry& entry, const ListRequest& request,
                                       const std::function<bool(const kernel::Scope&)>& visible) {
    auto row = entry.row ? entry.row : entry.module->row(entry.stream, entry.state);
    if (!row || !fits(row->facets, request.facets) || !visible(entry.module->scope(entry.state)))
        return std::nullopt;
    return ListedRow{entry.stream, entry.version, std::move(*row)};
}

// From the newest id down through what lives and what rests. Nothing goes from the one to the other while the
// lock is held.
Result<ListPage, ports::Fault> Board::list(const ListRequest& request,
                                           const std::function<bool(const kernel::Scope&)>& visible) const {
    const std::shared_lock lock{mutex_};
    ListPage page;
    page.position = position_;
    const auto listing = listings_.find(request.resource);
    if (listing == listings_.end()) return page;
    const auto& rows = request.only_open ? listing->second.open : listing->second.all;
    auto next = request.after.empty() ? rows.end() : rows.lower_bound(request.after);
    RestingCursor rests{request.only_open ? nullptr : resting_, *listing->second.module, request};
    while (true) {
        ANLAN_TRY(const auto* rested, rests.front());
        const Entry* entry = next == rows.begin() ? nullptr : std::prev(next)->second;
        if (rested == nullptr && rests.stopped() &&
            (entry == nullptr || entry->stream < rests.looked_until())) {
            page.next = rests.looked_until();
            return page;
        }
        if (entry == nullptr && rested == nullptr) return page;
        std::optional<ListedRow> row;
        if (entry != nullptr && (rested == nullptr || entry->stream >= rested->stream)) {
            --next;
            if (rested != nullptr && rested->stream == entry->stream) rests.pop();
            row = row_of(*entry, request, visible);
        } else {
            ANLAN_TRY(row, rests.row(visible));
            rests.pop();
        }
        if (!row) continue;
        if (page.rows.size() == request.limit) {
            if (!page.rows.empty()) page.next = page.rows.back().stream;
            return page;
        }
        page.rows.push_back(std::move(*row));
    }
}

Result<std::vector<std::uint64_t>, ports::Fault> Board::positions_of(std::string_view stream,
                                                                     std::uint64_t first,
                                                                     std::size_t limit) const {
    std::vector<std::uint64_t> positions;
    first = std::max<std::uint64_t>(first, 1);
    const auto take = [&](const Entry& entry) {
        for (auto version = first + positions.size(); version <= entry.version && positions.size() < limit;
             ++version)
            positions.push_back(entry.positions[version - entry.saved - 1]);
    };
    {
        const std::shared_lock lock{mutex_};
        const auto found = by_stream_.find(stream);
        if (found != by_stream_.end() && first > found->second->saved) {
            take(*found->second);
            return positions;
        }
    }
    if (resting_ == nullptr) return positions;
    for (int tries = 0; tries < 2; ++tries) {  // a snapshot may be written between the two looks
        ANLAN_TRY(positions, resting_->positions(stream, first, limit));
        const std::shared_lock lock{mutex_};
        const auto found = by_stream_.find(stream);
        const bool enough = positions.size() == limit || found == by_stream_.end() ||
                            first + positions.size() > found->second->saved;
        if (!enough) continue;
        if (found != by_stream_.end() && positions.size() < limit) take(*found->second);
        return positions;
    }
    return Unexpected{ports::damaged_snapshot(stream)};
}

Result<std::vector<kernel::Envelope>, ports::Fault> Board::timeline(std::string_view stream,
                                                                    std::uint64_t first,
                                                                    std::size_t limit) const {
    ANLAN_TRY(const auto positions, positions_of(stream, first, limit));
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

Board::Counts Board::counts() const {
    const std::shared_lock lock{mutex_};
    Counts counts;
    counts.records = by_stream_.size();
    for (const auto& [resource, listing] : listings_) counts.open += listing.open.size();
    for (const auto& [stream, entry] : by_stream_) counts.positions += entry->positions.size();
    return counts;
}

}  // namespace anlan::views
