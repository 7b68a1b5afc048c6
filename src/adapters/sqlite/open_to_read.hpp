// A database file of a data directory, read by a process that is not at work on it: to verify, to export, to
// back up, to look something up. Nothing in the file is changed, and nothing has to be written beside it
// where the directory does not allow that: a copy on a read-only disk, a directory of another owner.
#pragma once
#include "adapters/sqlite/database.hpp"

#include <filesystem>

namespace anlan::adapters {

// Faults say what to do: <area>.not_found (no such directory, no such file in it), <area>.unreadable (this
// user may not read it), <area>.read_only (it was not closed, and what is beside it cannot be read in without
// writing), and what the database itself says of a file that is none.
Result<Database, ports::Fault> open_to_read(const std::filesystem::path& file,
                                            const std::string& area) noexcept;

// Whether it can, for who makes something of it later and would not begin in vain.
Result<Done, ports::Fault> can_be_read(const std::filesystem::path& file, const std::string& area) noexcept;

}  // namespace anlan::adapters
