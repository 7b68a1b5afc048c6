// Snapshots in a SQLite file of their own (snapshots.db). Nothing here is worth a sync: what a power loss
// leaves behind is either whole or thrown away, and the log makes it again. A file that cannot be read, or is
// of another format, is made anew. Whoever reads a resting stream has a connection of its own, so that nobody
// waits for a save.
#pragma once
#include "adapters/sqlite/database.hpp"
#include "ports/snapshot_store.hpp"

#include <filesystem>
#include <memory>
#include <mutex>

namespace anlan::adapters {

class SqliteSnapshotStore final : public ports::SnapshotStore {
public:
    static Result<std::unique_ptr<SqliteSnapshotStore>, ports::Fault> open(
        const std::filesystem::path& directory) noexcept;

    Result<std::optional<ports::SnapshotInfo>, ports::Fault> info() noexcept override;
    Result<Done, ports::Fault> save(const ports::SnapshotInfo& info,
                                    std::span<const ports::StreamSnapshot> changed) noexcept override;
    Result<Done, ports::Fault> check() noexcept override;
    Result<Done, ports::Fault> for_each_living(const Sink& sink) noexcept override;
    Result<Done, ports::Fault> clear() noexcept override;

    Result<std::optional<ports::StreamSnapshot>, ports::Fault> load(
        std::string_view stream) noexcept override;
    Result<std::vector<std::uint64_t>, ports::Fault> positions(std::string_view stream, std::uint64_t first,
                                                               std::size_t limit) noexcept override;
    Result<std::vector<ports::RestingRow>, ports::Fault> resting(std::string_view prefix,
                                                                 std::string_view before,
                                                                 std::size_t limit) noexcept override;
    Result<std::vector<std::string>, ports::Fault> closed_kinds() noexcept override;
    Result<std::vector<ports::ClosedRow>, ports::Fault> closed(std::string_view closed_as,
                                                               const ports::ClosedRow& after,
                                                               std::size_t limit) noexcept override;
    Result<std::uint64_t, ports::Fault> resting_count() noexcept override;

private:
    struct Writing {
        Database database;
        Statement info;
        Statement put_info;
        Statement sum_of_row;
        Statement put_row;
        Statement sum_of_piece;
        Statement put_piece;
    };
    struct Reading {
        Database database;
        Statement row;
        Statement pieces;
        Statement resting;
        Statement closed;
    };
    // How many there are and the sum of their sums: what is missing shows.
    struct Sums {
        std::int64_t rows = 0;
        std::uint64_t sum = 0;
        friend bool operator==(const Sums&, const Sums&) = default;
    };

    explicit SqliteSnapshotStore(std::string path) : path_(std::move(path)) {}
    Result<Done, ports::Fault> connect();
    Result<Done, ports::Fault> open_to_write();
    Result<Done, ports::Fault> open_to_read();
    void remove_files();
    Result<Done, ports::Fault> put(const ports::SnapshotInfo& info,
                                   std::span<const ports::StreamSnapshot> changed);
    Result<Done, ports::Fault> put_row(const ports::StreamSnapshot& snapshot, Sums& sums);
    Result<Done, ports::Fault> put_positions(const ports::StreamSnapshot& snapshot, Sums& sums);
    Result<Done, ports::Fault> note(Sums& sums, Statement& known, std::uint64_t sum);
    Result<Sums, ports::Fault> saved_sums();
    Result<Sums, ports::Fault> rows_and_pieces();
    Result<Done, ports::Fault> check_indexes();

    const std::string path_;
    Writing writing_;
    std::mutex reading_mutex_;
    Reading reading_;
};

}  // namespace anlan::adapters
