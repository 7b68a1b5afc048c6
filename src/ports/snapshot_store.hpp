// States of streams as of one position of the log. A start loads those that live and reads the rest of the
// log; those that rest are read when somebody names them. Everything in it can be thrown away and made again
// from the log; a snapshot whose fingerprint is not the running build's is ignored.
//
// What is not as it was saved is found: a row by its sum when it is read, a row that is missing by check().
// The fault is "snapshots.damaged".
//
// Threads: info, save, check, for_each_living and clear one at a time; the others any, also beside those.
#pragma once
#include "base/instant.hpp"
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::ports {

// What is known of a resting stream without reading its state.
struct Resting {
    std::optional<std::map<std::string, std::string>> facets;  // of its row; none: it has no row
    std::string closed_as;  // module and kind of closing, "call/voided"; empty: not closed
    Instant closed_at{};
};

struct StreamSnapshot {
    std::string stream;
    std::uint64_t version = 0;
    std::string state;  // JSON of the module's State, personal texts sealed
    std::vector<std::uint64_t>
        positions;                 // of its records since it was saved before, the last is `version`'s
    std::optional<Resting> rests;  // none: it lives
};

struct SnapshotInfo {
    std::uint64_t position = 0;  // every state is as of this position of the log
    std::string fingerprint;     // of the code that folded them, and of the log they were folded from
    std::string extra;           // the engine's own note
};

struct RestingRow {
    std::string stream;
    std::map<std::string, std::string> facets;
};

struct ClosedRow {
    std::string stream;
    Instant closed_at{};
};

class SnapshotStore {
public:
    virtual ~SnapshotStore() = default;

    virtual Result<std::optional<SnapshotInfo>, Fault> info() noexcept = 0;
    // Streams not named keep their snapshot. All or none.
    virtual Result<Done, Fault> save(const SnapshotInfo& info,
                                     std::span<const StreamSnapshot> changed) noexcept = 0;
    // Reads everything once: whether it is what was saved.
    virtual Result<Done, Fault> check() noexcept = 0;
    using Sink = std::function<bool(const StreamSnapshot&)>;  // false: no more; without positions
    virtual Result<Done, Fault> for_each_living(const Sink& sink) noexcept = 0;
    virtual Result<Done, Fault> clear() noexcept = 0;

    // Without its positions.
    virtual Result<std::optional<StreamSnapshot>, Fault> load(std::string_view stream) noexcept = 0;
    // Of the stream's records from version `first` on, at most `limit`; none beyond what was saved.
    virtual Result<std::vector<std::uint64_t>, Fault> positions(std::string_view stream, std::uint64_t first,
                                                                std::size_t limit) noexcept = 0;
    // Resting streams with a row whose ids begin with `prefix`, newest id first, those before `before`
    // (empty: from the newest), at most `limit`.
    virtual Result<std::vector<RestingRow>, Fault> resting(std::string_view prefix, std::string_view before,
                                                           std::size_t limit) noexcept = 0;
    virtual Result<std::vector<std::string>, Fault> closed_kinds() noexcept = 0;
    // Resting streams that were closed so, by instant and id, those behind `after`; at most `limit`.
    virtual Result<std::vector<ClosedRow>, Fault> closed(std::string_view closed_as, const ClosedRow& after,
                                                         std::size_t limit) noexcept = 0;
    // How many rest.
    virtual Result<std::uint64_t, Fault> resting_count() noexcept = 0;
};

// Over a row, its name included; what adapters keep beside it.
std::uint64_t sum_of(const StreamSnapshot& row);
// Over a piece of a stream's positions, which begins with version `first`.
std::uint64_t sum_of_positions(std::string_view stream, std::uint64_t first, std::string_view packed);

// Facets as one text that compares equal for equal facets, and back. None: the text is of another making.
std::string facets_text(const std::map<std::string, std::string>& facets);
std::optional<std::map<std::string, std::string>> facets_from(std::string_view text);

Fault damaged_snapshot(std::string_view stream);

}  // namespace anlan::ports
