#include "adapters/sqlite/backup_manifest.hpp"

#include "adapters/sqlite/durable_files.hpp"
#include "codec/json.hpp"

namespace anlan::adapters {
namespace {

using ports::Fault;
using ports::Then;

constexpr std::size_t manifest_bytes_max = 65'536;
constexpr std::uint64_t manifest_format = 1;

Fault damaged(const std::string& what) { return {Then::stop, "restore.damaged", what}; }

// A name and no path: nothing outside of the backup is read or written.
bool is_plain(const std::string& name) {
    return !name.empty() && name.find('/') == std::string::npos && !name.starts_with('.');
}

}  // namespace

Result<Done, Fault> write_manifest(const std::filesystem::path& directory, const BackupManifest& manifest) {
    return write_whole(directory / "backup.json", codec::to_json(manifest) + "\n", "backup");
}

Result<BackupManifest, Fault> manifest_from(std::string_view text) {
    while (text.ends_with('\n')) text.remove_suffix(1);
    auto read = codec::read_json<BackupManifest>(text, codec::Unknown::ignore);
    if (!read.ok())
        return Unexpected{damaged("backup.json" + read.error().path + ": expected " + read.error().expected)};
    if (read->format != manifest_format)
        return Unexpected{
            damaged("backup.json has format " + std::to_string(read->format) + "; this build reads 1")};
    for (const BackupFile& file : read->files)
        if (!is_plain(file.name)) return Unexpected{damaged("backup.json names " + file.name)};
    return std::move(read).value();
}

Result<BackupManifest, Fault> read_manifest(const std::filesystem::path& directory) {
    std::error_code error;
    if (!std::filesystem::exists(directory / "backup.json", error))
        return Unexpected{Fault{Then::stop, "restore.no_backup",
                                directory.string() + " holds no backup: there is no backup.json"}};
    ANLAN_TRY(const std::string text, read_whole(directory / "backup.json", manifest_bytes_max, "restore"));
    ANLAN_TRY(auto manifest, manifest_from(text));
    for (const BackupFile& file : manifest.files) {
        auto sum = sum_of(directory / file.name, "restore");
        if (!sum.ok()) return Unexpected{damaged(file.name + " cannot be read: " + sum.error().message)};
        if (sum->bytes != file.bytes || sum->sha256 != file.sha256)
            return Unexpected{damaged(file.name + " is not the file that was backed up: its sum differs")};
    }
    return manifest;
}

}  // namespace anlan::adapters
