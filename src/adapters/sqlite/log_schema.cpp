#include "adapters/sqlite/log_schema.hpp"

#include "adapters/sqlite/frame_blob.hpp"

namespace anlan::adapters {
namespace {

using ports::Fault;
using ports::Then;

Fault cut_short(std::int64_t position) {
    return {Then::stop, "log.corrupt", "record " + std::to_string(position) + " is cut short"};
}

}  // namespace

Result<Done, Fault> prepare_log_schema(Database& database) {
    ANLAN_TRY(const std::int64_t tables, database.figure("SELECT count(*) FROM sqlite_master"));
    if (tables > 0) return check_log_schema(database);
    ANLAN_TRY_DONE(
        database.run("BEGIN IMMEDIATE;"
                     "PRAGMA application_id = 0x414E4C4E;"
                     "PRAGMA user_version = 1;"
                     "CREATE TABLE frame (first INTEGER PRIMARY KEY, last INTEGER NOT NULL,"
                     "                    records BLOB NOT NULL);"
                     "COMMIT"));
    return Done{};
}

Fault unmade_log() {
    return {Then::stop, "log.not_found",
            "log.db is empty: its making was cut off before anything was recorded"};
}

Result<Done, Fault> check_log_schema(Database& database) {
    ANLAN_TRY(const std::int64_t application, database.figure("PRAGMA application_id"));
    ANLAN_TRY(const std::int64_t format, database.figure("PRAGMA user_version"));
    if (application == 0 && format == 0) {
        ANLAN_TRY(const std::int64_t tables, database.figure("SELECT count(*) FROM sqlite_master"));
        if (tables == 0) return Unexpected{unmade_log()};
    }
    if (application != log_application_id)
        return Unexpected{Fault{Then::stop, "log.foreign", "log.db is not a log of Anlan"}};
    if (format != log_format)
        return Unexpected{Fault{Then::stop, "log.foreign",
                                "log.db has format " + std::to_string(format) + "; this build reads format " +
                                    std::to_string(log_format)}};
    return Done{};
}

Result<bool, Fault> each_frame(std::int64_t first, std::int64_t last, std::string_view blob,
                               const ports::EventLog::Sink& sink) {
    FrameReader reader{blob};
    std::string_view bytes;
    ports::Hash hash{};
    std::int64_t position = first;
    for (; reader.next(bytes, hash); ++position)
        if (!sink(static_cast<std::uint64_t>(position), bytes, hash)) return false;
    if (!reader.whole() || position != last + 1) return Unexpected{cut_short(position)};
    return true;
}

}  // namespace anlan::adapters
