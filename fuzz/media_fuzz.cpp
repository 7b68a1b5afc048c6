// Photos as anybody may send them (sounds: sound_fuzz). What is taken is of the same format, is no longer
// than what came but for the segment that says which way is up, stays as it is when it is stripped again, and
// carries nothing behind it.
#include "base/check.hpp"
#include "codec/media.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace anlan;
    constexpr std::size_t orientation_bytes = 36;
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto sniffed = codec::sniff_media(input);
    const auto media = codec::strip_media(input);
    if (!media || codec::is_sound(media->type)) return 0;
    ANLAN_CHECK(sniffed == media->type, "another format than the first bytes say");
    ANLAN_CHECK(media->bytes.size() <= size + orientation_bytes, "more than came");
    const auto again = codec::strip_media(media->bytes);
    ANLAN_CHECK(again && again->type == media->type, "what was taken is not taken again");
    ANLAN_CHECK(again->bytes == media->bytes, "not stripped at once");
    const auto behind = codec::strip_media(media->bytes + "behind");
    ANLAN_CHECK(behind && behind->bytes == media->bytes, "what stands behind stays");
    return 0;
}
