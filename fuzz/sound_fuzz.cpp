// Sounds as anybody may send them: the containers of each kind, and Ogg also with its sums put right, which
// no chance does. What is taken stays as it is when it is stripped again, lasts as long, is not much more
// than came, and carries nothing behind it.
#include "base/check.hpp"
#include "codec/media.hpp"
#include "codec/media_formats.hpp"
#include "codec/media_mp4.hpp"
#include "codec/media_opus.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace anlan;

std::uint32_t sum_of(std::string_view page) {
    std::uint32_t sum = 0;
    for (const char c : page) {
        sum ^= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << 24U;
        for (int bit = 0; bit < 8; ++bit) sum = sum << 1U ^ ((sum >> 31U) != 0 ? 0x04C11DB7U : 0U);
    }
    return sum;
}

std::string with_sums(std::string ogg) {
    constexpr std::size_t head = 27, sum_at = 22;
    for (std::size_t at = 0; ogg.size() - at >= head;) {
        const std::size_t segments = static_cast<unsigned char>(ogg[at + head - 1]);
        if (ogg.size() - at - head < segments) break;
        std::size_t size = head + segments;
        for (std::size_t i = 0; i < segments; ++i) size += static_cast<unsigned char>(ogg[at + head + i]);
        if (ogg.size() - at < size) break;
        ogg.replace(at + sum_at, 4, 4, '\0');
        ogg.replace(at + sum_at, 4,
                    codec::media::little_bytes(sum_of(std::string_view{ogg}.substr(at, size)), 4));
        at += size;
    }
    return ogg;
}

void try_sound(std::string_view input) {
    const auto media = codec::strip_media(input);
    if (!media || !codec::is_sound(media->type)) return;
    const auto seconds = static_cast<std::size_t>(media->lasts / Seconds{1});
    ANLAN_CHECK(media->lasts <= codec::sound_max, "longer than a note may be");
    ANLAN_CHECK(media->bytes.size() <= 5 * input.size() + 64 * seconds + 1'000, "much more than came");
    const auto again = codec::strip_media(media->bytes);
    ANLAN_CHECK(again && again->type == media->type, "what was taken is not taken again");
    ANLAN_CHECK(again->bytes == media->bytes, "not stripped at once");
    ANLAN_CHECK(again->lasts == media->lasts, "another length");
    const auto behind = codec::strip_media(media->bytes + "behind");
    if (media->type == codec::MediaType::mp4)
        ANLAN_CHECK(!behind, "what stands behind is a box");
    else
        ANLAN_CHECK(behind && behind->bytes == media->bytes, "what stands behind stays");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    try_sound(input);
    if (input.starts_with("OggS")) try_sound(with_sums(std::string{input}));
    const auto head = codec::media::opus_head_in(input);
    if (head) ANLAN_CHECK(codec::media::opus_head_in(codec::media::opus_head_of(*head)), "a head is a head");
    const auto frames = codec::media::aac_sound_in(input);
    ANLAN_CHECK(!frames || !frames->frames.empty(), "a sound without sound");
    return 0;
}
