// A copy of everything that cannot be made again, taken while the service runs, and the way back from it.
// A backup is a directory:
//
//   log.db, identity.db   one state each, in one file each
//   head                  how long the log is, as beside every log
//   backup.json           what is in it, the sum of each file, and the log's head: what a restore has to find
//
// It appears under its name only when it is whole, verified and synced; so does what is restored. Neither
// overwrites anything.
#pragma once
#include "base/instant.hpp"
#include "base/result.hpp"
#include "ports/event_log.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace anlan::adapters {

// What is done and what there is in all, of `what`.
using BackupProgress = std::function<void(const std::string& what, std::uint64_t done, std::uint64_t total)>;

struct BackupReport {
    std::uint64_t records = 0;
    std::string head;  // hex
    std::uint64_t bytes = 0;
    std::uint64_t accounts_unconfirmed = 0;  // of a restore: accounts that sign in nowhere until confirmed
    std::uint64_t keys_unconfirmed = 0;      // of a restore: machines' keys that open nothing until confirmed
};

// Faults: backup.exists (the target is there), backup.not_verified (the copy does not verify: the log is
// damaged), log.not_found, and those of the disk.
Result<BackupReport, ports::Fault> back_up(const std::filesystem::path& data, const std::filesystem::path& to,
                                           Instant made_at, const BackupProgress& progress = {}) noexcept;

// Up to a position, or to the last record that was recorded at or before an instant; else all of it.
struct Until {
    std::optional<std::uint64_t> position;
    std::optional<Instant> instant;
};

// Faults: restore.exists (the target is not empty), restore.no_backup, restore.damaged (names what does not
// fit), restore.nothing_until, and those of the disk.
Result<BackupReport, ports::Fault> restore(const std::filesystem::path& from,
                                           const std::filesystem::path& data, const Until& until = {},
                                           const BackupProgress& progress = {}) noexcept;

}  // namespace anlan::adapters
