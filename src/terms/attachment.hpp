// A photo or a voice note of a record, whose bytes lie sealed elsewhere (docs/design/attachments.md): what of
// it stands in the record, and what makes it one that may be added. Every module whose records take
// attachments has a command `<module>.add_attachment` of these particulars and an event of this fact.
#pragma once
#include "base/instant.hpp"
#include "terms/attachment_rules.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan {

struct AttachmentParticulars {
    std::string attachment_id;        // att_
    std::string media_type;           // "image/jpeg"
    int bytes = 0;                    // of the content
    std::string content_hash;         // keyed with the record's key: it says nothing once that is gone
    std::string sealed_hash;          // of the sealed bytes: can be checked without any key
    std::optional<int> seconds = {};  // a voice note lasts, and nothing else does

    friend bool operator==(const AttachmentParticulars&, const AttachmentParticulars&) = default;
};
BOOST_DESCRIBE_STRUCT(AttachmentParticulars, (),
                      (attachment_id, media_type, bytes, content_hash, sealed_hash, seconds))

struct Attachment {
    std::string attachment_id;
    std::string media_type;
    int bytes = 0;
    std::string content_hash;
    std::string sealed_hash;
    Instant added_at{};
    std::optional<int> seconds = {};

    friend bool operator==(const Attachment&, const Attachment&) = default;
};
BOOST_DESCRIBE_STRUCT(Attachment, (),
                      (attachment_id, media_type, bytes, content_hash, sealed_hash, added_at, seconds))

struct AttachmentFault {
    std::string_view code;  // "attachment.not_taken"
    std::string_view message;
    std::string_view member;  // ".media_type"
};

// Why these are not the particulars of one that is taken.
std::optional<AttachmentFault> fault_in(const AttachmentParticulars& particulars,
                                        const AttachmentRules& rules);

// The same again is the same attachment, whatever it is called this time.
bool is_known(const AttachmentParticulars& particulars, const std::vector<Attachment>& known);

Attachment attachment_of(const AttachmentParticulars& particulars, Instant added_at);

}  // namespace anlan
