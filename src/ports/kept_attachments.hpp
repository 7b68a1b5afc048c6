// Attachments as a whole: sealed for their record, durable before anybody names them, opened for whoever may
// look, removed when nobody needs them. Puts the store of bytes and the keys together.
//
// Threads: any.
#pragma once
#include "ports/attachment_seal.hpp"
#include "ports/key_store.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>

namespace anlan::ports {

struct KeptAttachment {
    std::string content_hash;
    BlobHash sealed_hash;
    // While somebody has it, the bytes are not removed though no record names them yet: until the record
    // does, or it is known that none will.
    std::shared_ptr<const void> under_way;
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
    // Removes it unless it is under way or `unneeded` says no, which is asked while nothing can come to be
    // under way: so what was kept a moment ago, and named, is seen as named. Tells whether it was removed.
    Result<bool, Fault> remove_if(const BlobHash& sealed_hash,
                                  const std::function<Result<bool, Fault>()>& unneeded) noexcept;

private:
    struct UnderWay {
        std::mutex mutex;
        std::multiset<BlobHash> hashes;
    };
    std::shared_ptr<const void> note_under_way(const BlobHash& hash);

    BlobStore& store_;
    AttachmentSeal& seal_;
    KeyStore& keys_;
    std::shared_mutex tidying_;  // shared by those who put, alone for who removes
    std::shared_ptr<UnderWay> under_way_ = std::make_shared<UnderWay>();
};

}  // namespace anlan::ports
