#include "ports/kept_attachments.hpp"

namespace anlan::ports {

Result<KeptAttachment, Fault> KeptAttachments::keep(std::string_view stream,
                                                    std::string_view content) noexcept {
    if (keys_.destroyed(stream))
        return Unexpected{Fault{Then::stop, "attachments.erased", "the record was erased"}};
    auto sealed = seal_.seal_bytes(stream, content, kernel::WithoutKey::make_one);
    if (!sealed) return Unexpected{Fault{Then::retry_call, "attachments.no_key", "no key can be had"}};
    ANLAN_TRY_DONE(keys_.sync());
    ANLAN_TRY(auto hash, store_.put(sealed->bytes));
    return KeptAttachment{std::move(sealed->content_hash), std::move(hash)};
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
