#include "adapters/sqlite/open_to_read.hpp"

#include "adapters/sqlite/owner_lock.hpp"

#include <unistd.h>

namespace anlan::adapters {
namespace {

using ports::Fault;
using ports::Then;

// Asked before SQLite is, which says "unable to open database file" to all of it.
std::optional<Fault> missing_or_closed_to_us(const std::filesystem::path& file, const std::string& area) {
    std::error_code error;
    const auto directory = file.parent_path();
    if (::access(directory.c_str(), F_OK) == 0 && ::access(directory.c_str(), X_OK) != 0)
        return Fault{Then::stop, area + ".unreadable",
                     directory.string() +
                         " may not be entered by this user: run this as the user of the "
                         "service, or as one who may read the folder"};
    if (!std::filesystem::exists(directory, error))
        return Fault{Then::stop, area + ".not_found",
                     "there is no folder " + directory.string() + ": name the data folder with --data"};
    if (!std::filesystem::exists(file, error))
        return Fault{Then::stop, area + ".not_found",
                     "there is no log in " + directory.string() + " (no file " + file.filename().string() +
                         "): name the folder that holds it with --data"};
    if (::access(file.c_str(), R_OK) == 0) return std::nullopt;
    return Fault{Then::stop, area + ".unreadable",
                 file.string() +
                     " may not be read by this user: run this as the user of the service, or as "
                     "one who may read the file"};
}

// Opening alone reads nothing: the first question does.
Result<Database, Fault> open_and_look(const std::string& path, Open how, const std::string& area) {
    ANLAN_TRY(Database database, Database::open(path, how, area));
    database.keep_wal_on_close();
    ANLAN_TRY(const std::int64_t tables, database.figure("SELECT count(*) FROM sqlite_master"));
    (void)tables;
    return database;
}

// Whether all there is lies in the file itself, and nobody is about to change that.
bool lies_whole(const std::filesystem::path& file) {
    std::error_code error;
    const auto beside = std::filesystem::file_size(file.string() + "-wal", error);
    return (error || beside == 0) && !OwnerLock::is_taken(file.parent_path() / "lock");
}

}  // namespace

Result<Database, Fault> open_to_read(const std::filesystem::path& file, const std::string& area) noexcept {
    if (auto fault = missing_or_closed_to_us(file, area)) return Unexpected{std::move(*fault)};
    auto opened = open_and_look(file.string(), Open::read_only, area);
    if (opened.ok() || opened.error().code == area + ".corrupt") return opened;
    if (lies_whole(file)) return open_and_look(file.string(), Open::immutable, area);
    if (::access(file.parent_path().c_str(), W_OK) == 0) return opened;
    return Unexpected{Fault{
        Then::stop, area + ".read_only",
        file.string() +
            "-wal holds what was written last, and reading it takes a folder that may be written: "
            "copy " +
            file.parent_path().string() + " to a disk that can be written, and name the copy with --data"}};
}

Result<Done, Fault> can_be_read(const std::filesystem::path& file, const std::string& area) noexcept {
    const auto opened = open_to_read(file, area);
    if (!opened.ok()) return Unexpected{opened.error()};
    return Done{};
}

}  // namespace anlan::adapters
