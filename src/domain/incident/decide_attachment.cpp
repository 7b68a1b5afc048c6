// A photo or a voice note that somebody adds. Its bytes are sealed and durable before this is decided; here
// it becomes a fact.
#include "base/sortable_id.hpp"
#include "domain/incident/decide.hpp"
#include "terms/attachment_rules.hpp"

#include <algorithm>

namespace anlan::incident {
namespace {

using kernel::Because;
using kernel::Remedy;

constexpr std::size_t hash_digits = 64;

bool is_hash(std::string_view text) {
    return text.size() == hash_digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

Incident::Decision Decide::operator()(const AddAttachment& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    const auto& rules = now.rules.section<AttachmentRules>();
    const auto& types = rules.media_types;
    if (std::find(types.begin(), types.end(), c.media_type) == types.end())
        return Unexpected{refusal("attachment.not_taken", "This kind of file is not taken.", Because::invalid,
                                  Remedy::fix_input, ".media_type")};
    if (!is_id_of("att", c.attachment_id) || !is_hash(c.content_hash) || !is_hash(c.sealed_hash) ||
        c.bytes <= 0 || c.media_type.starts_with("audio/") != c.seconds.has_value() ||
        c.seconds.value_or(1) < 1)
        return Unexpected{refusal("attachment.invalid", "These are not the particulars of an attachment.",
                                  Because::invalid, Remedy::fix_input, ".attachment_id")};
    if (c.bytes > rules.bytes_max)
        return Unexpected{refusal("attachment.too_large", "An attachment has at most so many bytes.",
                                  Because::invalid, Remedy::fix_input, ".bytes")};
    if (c.seconds.value_or(0) > rules.seconds_max)
        return Unexpected{refusal("attachment.too_long", "A voice note lasts at most so many seconds.",
                                  Because::invalid, Remedy::fix_input, ".seconds")};
    if (!state.attachments) return Events{added(c)};
    // The same again is the same attachment, whatever it is called this time.
    const auto same = [&](const Attachment& one) {
        return one.content_hash == c.content_hash || one.attachment_id == c.attachment_id;
    };
    if (std::any_of(state.attachments->begin(), state.attachments->end(), same)) return Events{};
    if (state.attachments->size() >= static_cast<std::size_t>(rules.on_record_max))
        return Unexpected{too_many("attachments")};
    return Events{added(c)};
}

AttachmentAdded Decide::added(const AddAttachment& c) const {
    return {c.attachment_id, c.media_type, c.bytes, c.content_hash, c.sealed_hash, now.at, c.seconds};
}

}  // namespace anlan::incident
