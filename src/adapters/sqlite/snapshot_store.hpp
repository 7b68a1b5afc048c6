// Snapshots in a SQLite file of their own (snapshots.db). Nothing here is worth a sync: what a power loss
// leaves behind is either whole or thrown away, and the log makes it again. A file that cannot be read is
// made anew.
#pragma once
#include "adapters/sqlite/database.hpp"
#include "ports/snapshot_store.hpp"

#include <filesystem>
#include <memory>

namespace anlan::adapters {

class SqliteSnapshotStore final : public ports::SnapshotStore {
public:
    static Result<std::unique_ptr<SqliteSnapshotStore>, ports::Fault> open(
        const std::filesystem::path& directory) noexcept;

    Result<std::optional<ports::SnapshotInfo>, ports::Fault> info() noexcept override;
    Result<Done, ports::Fault> save(const ports::SnapshotInfo& info,
                                    std::span<const ports::StreamSnapshot> changed) noexcept override;
    Result<std::optional<ports::StreamSnapshot>, ports::Fault> load(
        std::string_view stream) noexcept override;
    Result<Done, ports::Fault> for_each(bool only_owing, const Sink& sink) noexcept override;
    Result<Done, ports::Fault> clear() noexcept override;

private:
    struct Statements {
        Statement info;
        Statement put_info;
        Statement put_stream;
        Statement stream;
    };

    SqliteSnapshotStore(Database database, Statements statements);
    static Result<std::unique_ptr<SqliteSnapshotStore>, ports::Fault> open_file(const std::string& path);
    static Result<Statements, ports::Fault> prepare(Database& database);
    Result<Done, ports::Fault> put(const ports::SnapshotInfo& info,
                                   std::span<const ports::StreamSnapshot> changed);
    Result<Done, ports::Fault> run(Statement& statement);

    Database database_;
    Statements statements_;
};

}  // namespace anlan::adapters
