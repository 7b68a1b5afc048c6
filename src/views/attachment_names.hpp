// Which records name which sealed bytes: so that whoever tidies the store of attachments removes nothing that
// a record needs (docs/design/attachments.md). On a shelf, for there are many and each is asked about rarely.
//
// Threads: apply on one, the rest from any.
#pragma once
#include "kernel/holder.hpp"
#include "kernel/module.hpp"
#include "kernel/shelf.hpp"
#include "ports/blob_store.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::views {

class AttachmentNames final : public kernel::View, public kernel::KeepsOnShelves, public kernel::Holder {
public:
    std::string_view name() const override { return "attachment_names"; }
    void use(const kernel::MakeShelf& make) override { shelf_ = make(); }
    void apply(const kernel::Recorded& recorded) override;
    void held(const kernel::CountHeld& count) const override;

    // The streams of the records. A fault where the shelf does not hold any more what was put there: that
    // nothing is found then says nothing.
    Result<std::vector<std::string>, ports::Fault> named_by(const ports::BlobHash& hash) const;

private:
    mutable std::mutex mutex_;  // a shelf is asked by one thread at a time
    std::unique_ptr<kernel::Shelf> shelf_ = std::make_unique<kernel::MemoryShelf>();
    kernel::Shelf::Number next_ = 0;
};

}  // namespace anlan::views
