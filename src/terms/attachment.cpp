#include "terms/attachment.hpp"

#include "base/sortable_id.hpp"

#include <algorithm>

namespace anlan {
namespace {

constexpr std::size_t hash_digits = 64;

bool is_hash(std::string_view text) {
    return text.size() == hash_digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::optional<AttachmentFault> fault_in(const AttachmentParticulars& c, const AttachmentRules& rules) {
    const auto& types = rules.media_types;
    if (std::find(types.begin(), types.end(), c.media_type) == types.end())
        return AttachmentFault{"attachment.not_taken", "This kind of file is not taken.", ".media_type"};
    if (!is_id_of("att", c.attachment_id) || !is_hash(c.content_hash) || !is_hash(c.sealed_hash) ||
        c.bytes <= 0 || c.media_type.starts_with("audio/") != c.seconds.has_value() ||
        c.seconds.value_or(1) < 1)
        return AttachmentFault{"attachment.invalid", "These are not the particulars of an attachment.",
                               ".attachment_id"};
    if (c.bytes > rules.bytes_max)
        return AttachmentFault{"attachment.too_large", "An attachment has at most so many bytes.", ".bytes"};
    if (c.seconds.value_or(0) > rules.seconds_max)
        return AttachmentFault{"attachment.too_long", "A voice note lasts at most so many seconds.",
                               ".seconds"};
    return std::nullopt;
}

bool is_known(const AttachmentParticulars& c, const std::vector<Attachment>& known) {
    return std::any_of(known.begin(), known.end(), [&](const Attachment& one) {
        return one.content_hash == c.content_hash || one.attachment_id == c.attachment_id;
    });
}

Attachment attachment_of(const AttachmentParticulars& c, Instant added_at) {
    return {c.attachment_id, c.media_type, c.bytes, c.content_hash, c.sealed_hash, added_at, c.seconds};
}

}  // namespace anlan
