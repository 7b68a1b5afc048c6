// Attachments as a whole: sealed for their record, durable before anybody names them, opened for whoever may
// look. Puts the store of bytes and the keys together.
//
// Threads: any.
#pragma once
#include "ports/attachment_seal.hpp"
#include "ports/key_store.hpp"

#include <optional>

namespace anlan::ports {

struct KeptAttachment {
    std::string content_hash;
    BlobHash sealed_hash;
};

class KeptAttachments {
public:
    KeptAttachments(BlobStore& store, AttachmentSeal& seal, KeyStore& keys)
        : store_(store), seal_(seal), keys_(keys) {}

    // Durable when it returns, and so is whose key sealed it. Of a record that was erased nothing is kept:
    // attachments.erased.
    Result<KeptAttachment, Fault> keep(std::string_view stream, std::string_view content) noexcept;
    // None: the record's key is gone. What was changed on the disk is a fault, attachments.damaged.
    Result<std::optional<std::string>, Fault> open(std::string_view stream,
                                                   const BlobHash& sealed_hash) noexcept;

private:
    BlobStore& store_;
    AttachmentSeal& seal_;
    KeyStore& keys_;
};

}  // namespace anlan::ports
