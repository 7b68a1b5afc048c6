// backup.json: what a backup holds. Members may be added, never changed: a backup is read by later builds.
#pragma once
#include "base/instant.hpp"
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::adapters {

struct BackupFile {
    std::string name;
    std::uint64_t bytes = 0;
    std::string sha256;
};
BOOST_DESCRIBE_STRUCT(BackupFile, (), (name, bytes, sha256))

struct BackupManifest {
    std::uint64_t format = 1;
    std::string version;  // of the program that made it
    Instant made_at{};
    std::uint64_t records = 0;
    std::string head;
    std::vector<BackupFile> files;
};
BOOST_DESCRIBE_STRUCT(BackupManifest, (), (format, version, made_at, records, head, files))

Result<Done, ports::Fault> write_manifest(const std::filesystem::path& directory,
                                          const BackupManifest& manifest);
// What the text says, before any file is looked at.
Result<BackupManifest, ports::Fault> manifest_from(std::string_view text);
// restore.no_backup if there is none, restore.damaged if a file is not what it says.
Result<BackupManifest, ports::Fault> read_manifest(const std::filesystem::path& directory);

}  // namespace anlan::adapters
