#include "ports/kept_attachments.hpp"

namespace anlan::ports {

Result<KeptAttachment, Fault> KeptAttachments::keep(std::string_view stream,
                                                    std::string_view content) noexcept {
    if (keys_.destroyed(stream))
        return Unexpected{Fault{Then::stop, "attachments.erased", "the record was erased"}};
    auto sealed = seal_.seal_bytes(stream, content, kernel::WithoutKey::make_one);
    if (!sealed) return Unexpected{Fault{Then::retry_call, "attachments.no_key", "no key can be had"}};
    ANLAN_TRY_DONE(keys_.sync());
    const std::shared_lock putting{tidying_};
    ANLAN_TRY(auto hash, store_.put(sealed->bytes));
    auto under_way = note_under_way(hash);
    return KeptAttachment{std::move(sealed->content_hash), std::move(hash), std::move(under_way)};
}

std::shared_ptr<const void> KeptAttachments::note_under_way(const BlobHash& hash) {
    const std::lock_guard lock{under_way_->mutex};
    under_way_->hashes.insert(hash);
    return {under_way_.get(), [all = under_way_, hash](const void*) {
                const std::lock_guard ended{all->mutex};
                all->hashes.erase(all->hashes.find(hash));
            }};
}

Result<bool, Fault> KeptAttachments::remove_if(
    const BlobHash& sealed_hash, const std::function<Result<bool, Fault>()>& unneeded) noexcept {
    const std::unique_lock alone{tidying_};
    {
        const std::lock_guard lock{under_way_->mutex};
        if (under_way_->hashes.contains(sealed_hash)) return false;
    }
    ANLAN_TRY(const bool removes, unneeded());
    if (!removes) return false;
    ANLAN_TRY_DONE(store_.remove(sealed_hash));
    return true;
}

Result<std::optional<std::string>, Fault> KeptAttachments::open(std::string_view stream,
                                                                const BlobHash& sealed_hash) noexcept {
    if (keys_.destroyed(stream)) return std::optional<std::string>{};
    ANLAN_TRY(const auto size, store_.check(sealed_hash));
    const auto read = [&](ByteRange range) -> std::optional<std::string> {
        auto bytes = store_.get(sealed_hash, range);
        return bytes.ok() ? std::optional{std::move(bytes).value()} : std::nullopt;
    };
    return seal_.open_bytes(stream, size, {0, size}, read);
}

}  // namespace anlan::ports
