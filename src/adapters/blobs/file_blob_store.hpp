// Attachments as files of a folder: `ab/cdef…`, each named by its hash, written to a temporary name in the
// same folder, synced and renamed. One process writes; a crash leaves a temporary file, which the next open
// removes.
#pragma once
#include "ports/blob_store.hpp"

#include <atomic>
#include <filesystem>
#include <memory>

namespace anlan::adapters {

class FileBlobStore final : public ports::BlobStore {
public:
    // Makes the folder. Fault: attachments.io, attachments.read_only.
    static Result<std::unique_ptr<FileBlobStore>, ports::Fault> open(
        const std::filesystem::path& folder) noexcept;

    // Beside a running service: makes and removes nothing. A folder that is not there has none.
    static std::unique_ptr<FileBlobStore> open_to_read(const std::filesystem::path& folder);

    Result<ports::BlobHash, ports::Fault> put(std::string_view sealed) noexcept override;
    Result<std::string, ports::Fault> get(const ports::BlobHash& hash,
                                          ports::ByteRange range) noexcept override;
    Result<std::uint64_t, ports::Fault> check(const ports::BlobHash& hash) noexcept override;
    Result<Done, ports::Fault> remove(const ports::BlobHash& hash) noexcept override;
    Result<std::vector<ports::BlobEntry>, ports::Fault> list() noexcept override;

private:
    explicit FileBlobStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::filesystem::path path_of(const ports::BlobHash& hash) const;
    Result<Done, ports::Fault> remove_unfinished();

    std::filesystem::path folder_;
    std::atomic<std::uint64_t> puts_ = 0;  // two at once have two temporary names
};

// Each held against its name on the way. What is there already stays.
Result<std::uint64_t, ports::Fault> copy_blobs(const std::filesystem::path& from,
                                               const std::filesystem::path& to) noexcept;

}  // namespace anlan::adapters
