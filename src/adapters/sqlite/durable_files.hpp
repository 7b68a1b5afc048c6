// What a file system promises only when it is asked: that a file's bytes, and that a name in a directory,
// survive a loss of power. And the sum of a file, to know later whether it still is what it was.
#pragma once
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <filesystem>
#include <string>

namespace anlan::adapters {

// `area` is the first word of the fault codes, as for Database.
Result<Done, ports::Fault> sync_file(const std::filesystem::path& file, const std::string& area);
// The names in it: which files there are.
Result<Done, ports::Fault> sync_directory(const std::filesystem::path& directory, const std::string& area);
// Makes it with all above it, and syncs the names of those that were made.
Result<Done, ports::Fault> make_directory(const std::filesystem::path& directory, const std::string& area);
// Whole or not at all: written beside, synced, renamed.
Result<Done, ports::Fault> write_whole(const std::filesystem::path& file, std::string_view content,
                                       const std::string& area);
Result<std::string, ports::Fault> read_whole(const std::filesystem::path& file, std::size_t bytes_max,
                                             const std::string& area);

struct FileSum {
    std::string sha256;  // hex
    std::uint64_t bytes = 0;
};
Result<FileSum, ports::Fault> sum_of(const std::filesystem::path& file, const std::string& area);

}  // namespace anlan::adapters
