#include "adapters/memory/memory_blob_store.hpp"

namespace anlan::adapters {

using ports::BlobHash;
using ports::Fault;
using ports::Then;

namespace {

Fault missing(const BlobHash& hash) {
    return {Then::stop, "attachments.missing", "there is no attachment " + hash.value()};
}

}  // namespace

Result<BlobHash, Fault> MemoryBlobStore::put(std::string_view sealed) noexcept {
    const std::lock_guard lock{mutex_};
    if (sealed.size() > ports::blob_bytes_max)
        return Unexpected{Fault{Then::stop, "attachments.too_large", "more than an attachment can have"}};
    if (full) return Unexpected{Fault{Then::retry_call, "attachments.disk_full", "disk full"}};
    auto hash = name_(sealed);
    auto& kept = kept_.try_emplace(hash, Kept{std::string{sealed}, clock_.now()}).first->second;
    if (kept.bytes != sealed) kept.bytes = sealed;  // it was damaged
    return hash;
}

Result<std::string, Fault> MemoryBlobStore::get(const BlobHash& hash, ports::ByteRange range) noexcept {
    const std::lock_guard lock{mutex_};
    const auto found = kept_.find(hash);
    if (found == kept_.end()) return Unexpected{missing(hash)};
    const std::string& bytes = found->second.bytes;
    if (range.offset >= bytes.size()) return std::string{};
    return bytes.substr(static_cast<std::size_t>(range.offset), static_cast<std::size_t>(range.count));
}

Result<std::uint64_t, Fault> MemoryBlobStore::check(const BlobHash& hash) noexcept {
    const std::lock_guard lock{mutex_};
    const auto found = kept_.find(hash);
    if (found == kept_.end()) return Unexpected{missing(hash)};
    if (name_(found->second.bytes) != hash)
        return Unexpected{Fault{Then::stop, "attachments.damaged", hash.value() + " was changed"}};
    return found->second.bytes.size();
}

Result<Done, Fault> MemoryBlobStore::remove(const BlobHash& hash) noexcept {
    const std::lock_guard lock{mutex_};
    kept_.erase(hash);
    return Done{};
}

Result<std::vector<ports::BlobEntry>, Fault> MemoryBlobStore::list() noexcept {
    const std::lock_guard lock{mutex_};
    std::vector<ports::BlobEntry> entries;
    for (const auto& [hash, kept] : kept_) entries.push_back({hash, kept.bytes.size(), kept.written_at});
    return entries;
}

void MemoryBlobStore::damage(const BlobHash& hash) {
    const std::lock_guard lock{mutex_};
    kept_.at(hash).bytes.back() ^= '\1';
}

}  // namespace anlan::adapters
