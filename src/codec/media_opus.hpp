// What the readers of WebM and Ogg share: Opus' own head (RFC 7845, 5.1) and how long a packet lasts (RFC
// 6716, 3). A packet's sound is never looked into.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::codec::media {

inline constexpr std::uint32_t opus_rate = 48'000;  // whatever it was recorded with
inline constexpr std::size_t opus_packet_bytes_max = 61'440;

struct OpusHead {
    std::uint32_t channels = 1;
    std::uint32_t pre_skip = 0;  // in samples
};

// None: it is no such head, or of more than two channels.
std::optional<OpusHead> opus_head_in(std::string_view bytes);
// Without the rate of whoever recorded it, and without a gain.
std::string opus_head_of(const OpusHead& head);

// In samples. None: this is no packet.
std::optional<std::uint32_t> opus_samples(std::string_view packet);

}  // namespace anlan::codec::media
