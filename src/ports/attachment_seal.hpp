// How the bytes of attachments are sealed: with a key that comes of their record's, so that who destroys that
// one has erased them, and in pieces, so that a range opens without the rest (docs/design/attachments.md).
//
// Threads: any.
#pragma once
#include "kernel/personal_seal.hpp"
#include "ports/blob_store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::ports {

struct SealedBytes {
    std::string bytes;
    // Over the content, under a key of the record, 64 hexadecimal digits: after the erasure it cannot be told
    // any more that a known picture is this one.
    std::string content_hash;
};

class AttachmentSeal {
public:
    using ReadSealed = std::function<std::optional<std::string>(ByteRange)>;

    virtual ~AttachmentSeal() = default;

    // The same for the same record and content. None if the record has no key and none is to be made. Whose
    // key it is has to be durable (KeyStore::sync) before an event names what was sealed.
    virtual std::optional<SealedBytes> seal_bytes(std::string_view stream, std::string_view content,
                                                  kernel::WithoutKey without) noexcept = 0;
    // What of `range` of the content lies within; `read` is asked for the pieces it lies in and for the head,
    // of `sealed_size` bytes in all. None if the key is gone, it is not of this record, or a piece that was
    // read was changed, moved or cut.
    virtual std::optional<std::string> open_bytes(std::string_view stream, std::uint64_t sealed_size,
                                                  ByteRange range, const ReadSealed& read) noexcept = 0;
};

}  // namespace anlan::ports
