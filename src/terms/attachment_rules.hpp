// What may be added to a record as a photo or a voice note: the rulebook's attachments.toml. Whoever takes
// the bytes and whoever decides on the record hold to the same figures.
#pragma once
#include <boost/describe.hpp>

#include <string>
#include <vector>

namespace anlan {

struct AttachmentRules {
    std::vector<std::string> media_types;  // "image/jpeg"
    int bytes_max = 0;                     // of one
    int on_record_max = 0;                 // how many
    int unnamed_kept_hours = 24;           // on the disk, though no record names them (yet)
    int seconds_max = 60;                  // of a voice note
};
BOOST_DESCRIBE_STRUCT(AttachmentRules, (),
                      (media_types, bytes_max, on_record_max, unnamed_kept_hours, seconds_max))

// What the program can read at all; a rulebook takes some of it.
inline constexpr const char* media_types_known[] = {"image/jpeg", "image/png", "image/webp",
                                                    "audio/webm", "audio/ogg", "audio/mp4"};
inline constexpr int attachment_bytes_limit = 256 * 1'024;  // a request has no more
inline constexpr int attachments_limit = 100;
inline constexpr int unnamed_kept_hours_limit = 30 * 24;
inline constexpr int attachment_seconds_limit = 600;

}  // namespace anlan
