// Photos as somebody adds them to a record: which of the formats that are taken they are, and the same
// without what says where, when and with which device they were made. Segments and chunks are read, never
// pixels; what stays is named, everything else goes, and what cannot be read through to its end is not taken
// at all. What stands behind the end goes too: some cameras keep a film there. (docs/design/attachments.md)
#pragma once
#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::codec {

BOOST_DEFINE_ENUM_CLASS(MediaType, jpeg, png, webp)

// Wider or higher is no photo of a phone, and takes a browser's memory: as many pixels are taken at most.
inline constexpr std::uint64_t media_pixels_max = 100'000'000;

// "image/jpeg". What a client says of its bytes counts for nothing.
std::string_view name_of(MediaType type);

// By the first bytes.
std::optional<MediaType> sniff_media(std::string_view bytes);

// JPEG keeps which way is up, as a segment of its own; colour profiles go, as they name devices. None: the
// bytes are of no format that is taken, or cut, or not to be understood, or move, or have too many pixels.
// What is stripped stays as it is when it is stripped again.
struct StrippedMedia {
    MediaType type{};
    std::string bytes;
};
std::optional<StrippedMedia> strip_media(std::string_view bytes);

}  // namespace anlan::codec
