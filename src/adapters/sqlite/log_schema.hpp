// The tables of the log's file, shared by the writer, the readers and verify.
#pragma once
#include "adapters/sqlite/database.hpp"
#include "ports/event_log.hpp"

namespace anlan::adapters {

inline constexpr std::int64_t log_application_id = 0x414E4C4E;  // "ANLN", in SQLite's file header
inline constexpr std::int64_t log_format = 1;

// Makes the table in a fresh file; "log.foreign" for a file that is something else.
Result<Done, ports::Fault> prepare_log_schema(Database& database);
// "log.foreign" unless it is a log of this format; "log.not_found" if its making was cut off before that.
ports::Fault unmade_log();
Result<Done, ports::Fault> check_log_schema(Database& database);

// Calls `sink` for each record of a stored row; false when it returned false, or a fault if the blob is not
// whole.
Result<bool, ports::Fault> each_frame(std::int64_t first, std::int64_t last, std::string_view blob,
                                      const ports::EventLog::Sink& sink);

}  // namespace anlan::adapters
