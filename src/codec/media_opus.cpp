#include "codec/media_opus.hpp"

#include "codec/media_formats.hpp"

namespace anlan::codec::media {
namespace {

constexpr std::string_view head_mark = "OpusHead";
constexpr std::size_t head_bytes = 19;
constexpr std::uint32_t head_version = 1, channels_max = 2;
constexpr std::uint32_t packet_samples_max = 5'760;  // 120 ms
constexpr std::uint32_t samples_a_ms = opus_rate / 1'000;

// Of one frame, by the configuration in a packet's first byte.
std::uint32_t frame_samples(std::uint32_t configuration) {
    constexpr std::uint32_t silk_ms[] = {10, 20, 40, 60};
    if (configuration < 12) return silk_ms[configuration % 4] * samples_a_ms;
    if (configuration < 16) return (configuration % 2 == 0 ? 10 : 20) * samples_a_ms;
    return 120U << configuration % 4;  // 2.5 to 20 ms
}

}  // namespace

std::optional<OpusHead> opus_head_in(std::string_view bytes) {
    Front head{bytes};
    const bool marked = head.take(head_mark.size()) == head_mark;
    const std::uint32_t version = head.big(1), channels = head.big(1), pre_skip = head.little(2);
    head.take(6);  // the rate it was recorded with, a gain
    const std::uint32_t family = head.big(1);
    if (!marked || head.failed() || !head.rest().empty() || version != head_version || family != 0 ||
        channels < 1 || channels > channels_max)
        return std::nullopt;
    static_assert(head_mark.size() + 11 == head_bytes);
    return OpusHead{channels, pre_skip};
}

std::string opus_head_of(const OpusHead& head) {
    return std::string{head_mark} + big_bytes(head_version, 1) + big_bytes(head.channels, 1) +
           little_bytes(head.pre_skip, 2) + little_bytes(opus_rate, 4) + little_bytes(0, 3);
}

std::optional<std::uint32_t> opus_samples(std::string_view packet) {
    Front front{packet};
    const std::uint32_t toc = front.big(1);
    std::uint32_t frames = (toc & 3U) == 0 ? 1 : 2;
    if ((toc & 3U) == 3) frames = front.big(1) & 0x3FU;
    const std::uint32_t samples = frames * frame_samples(toc >> 3U);
    if (front.failed() || packet.size() > opus_packet_bytes_max || samples == 0 ||
        samples > packet_samples_max)
        return std::nullopt;
    return samples;
}

}  // namespace anlan::codec::media
