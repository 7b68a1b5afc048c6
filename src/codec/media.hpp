// Photos and sounds as somebody adds them to a record: which of the formats that are taken they are, and the
// same without what says where, when and with which device they were made. Segments, chunks and boxes are
// read, never pixels or sound; what stays is named, everything else goes, and what cannot be read through to
// its end is not taken at all. What stands behind the end goes too: some cameras keep a film there. The
// containers of sounds are written anew around their packets. (docs/design/attachments.md)
#pragma once
#include "base/instant.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::codec {

// Sounds: Opus in WebM or Ogg, AAC in MP4; one each, and nothing beside it.
BOOST_DEFINE_ENUM_CLASS(MediaType, jpeg, png, webp, webm, ogg, mp4)

// Wider or higher is no photo of a phone, and takes a browser's memory: as many pixels are taken at most.
inline constexpr std::uint64_t media_pixels_max = 100'000'000;
// Longer is no note.
inline constexpr Millis sound_max{600'000};

// "image/jpeg". What a client says of its bytes counts for nothing.
std::string_view name_of(MediaType type);
bool is_sound(MediaType type);

// By the first bytes.
std::optional<MediaType> sniff_media(std::string_view bytes);

// JPEG keeps which way is up, as a segment of its own; colour profiles go, as they name devices. None: the
// bytes are of no format that is taken, or cut, or not to be understood, or move, or have too many pixels, or
// last too long. What is stripped stays as it is when it is stripped again.
struct StrippedMedia {
    MediaType type{};
    std::string bytes;
    Millis lasts{0};  // a sound; a photo: 0
};
std::optional<StrippedMedia> strip_media(std::string_view bytes);

}  // namespace anlan::codec
