#include "views/attachment_names.hpp"

#include "domain/incident/events.hpp"
#include "domain/instruction/events.hpp"

#include <array>

namespace anlan::views {

// On the shelf: the hash, and behind it the stream.
void AttachmentNames::apply(const kernel::Recorded& recorded) {
    const Attachment* added = recorded.as<incident::AttachmentAdded>();
    if (added == nullptr) added = recorded.as<instruction::AttachmentAdded>();
    if (added == nullptr) return;
    const std::lock_guard lock{mutex_};
    const std::array marks{shelf_->mark(added->sealed_hash)};
    shelf_->put(next_++, added->sealed_hash + recorded.envelope.stream, marks);
}

void AttachmentNames::held(const kernel::CountHeld& count) const {
    const std::lock_guard lock{mutex_};
    count("attachment_names_on_disk", shelf_->size());
}

Result<std::vector<std::string>, ports::Fault> AttachmentNames::named_by(const ports::BlobHash& hash) const {
    const std::lock_guard lock{mutex_};
    std::vector<std::string> streams;
    for (const auto number : shelf_->find(shelf_->mark(hash.value()))) {
        const auto row = shelf_->get(number);
        if (row && row->starts_with(hash.value())) streams.push_back(row->substr(hash.value().size()));
    }
    if (auto why = shelf_->broken(); !why.empty())
        return Unexpected{ports::Fault{ports::Then::retry_call, "attachments.names_unknown", std::move(why)}};
    return streams;
}

}  // namespace anlan::views
