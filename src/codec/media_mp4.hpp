// The frames of one AAC sound in an MP4 file (ISO/IEC 14496-12, -14): where a recorder that writes as it goes
// has them in fragments, and another one in a table.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace anlan::codec::media {

inline constexpr std::uint32_t aac_frame_samples = 1'024;

struct AacSound {
    std::uint32_t rate_index = 0;  // of the table of ISO/IEC 14496-3
    std::uint32_t channels = 0;
    std::vector<std::string_view> frames;
};

// None: it is no such file, is cut, or has anything to see or to decrypt.
std::optional<AacSound> aac_sound_in(std::string_view bytes);

std::uint32_t aac_rate(std::uint32_t rate_index);

}  // namespace anlan::codec::media
