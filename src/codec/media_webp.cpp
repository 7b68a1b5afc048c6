// WebP (RFC 9649): chunks within a RIFF. A moving one is not taken.
#include "codec/media_formats.hpp"

namespace anlan::codec::media {
namespace {

constexpr std::uint8_t flag_alpha = 0x10;  // the only one of VP8X that is kept
constexpr std::uint8_t flag_moves = 0x02;
constexpr std::uint32_t side_mask = 0x3FFF;
constexpr std::size_t extended_bytes = 10;

std::string little(std::uint32_t value) {
    std::string text;
    for (int i = 0; i < 4; ++i, value >>= 8U) text += static_cast<char>(value & 0xFFU);
    return text;
}

std::string chunk_of(std::string_view name, std::string_view content) {
    std::string chunk{name};
    chunk += little(static_cast<std::uint32_t>(content.size()));
    chunk += content;
    if (content.size() % 2 != 0) chunk += '\0';
    return chunk;
}

// A key frame (RFC 6386, 9.1).
bool lossy_is_fine(std::string_view content) {
    Front frame{content};
    const std::uint32_t tag = frame.little(3);
    if ((tag & 1U) != 0 || frame.take(3) != "\x9d\x01\x2a") return false;
    const std::uint32_t width = frame.little(2) & side_mask, height = frame.little(2) & side_mask;
    return !frame.failed() && pixels_are_fine(width, height);
}

bool lossless_is_fine(std::string_view content) {
    Front frame{content};
    if (frame.take(1) != "\x2f") return false;
    const std::uint32_t sides = frame.little(4);
    return !frame.failed() && pixels_are_fine((sides & side_mask) + 1, (sides >> 14U & side_mask) + 1);
}

// None: it moves, or is no such chunk.
std::optional<std::string> extended_of(std::string_view content) {
    Front head{content};
    const std::uint32_t flags = head.little(4), width = head.little(3) + 1, height = head.little(3) + 1;
    if (content.size() != extended_bytes || (flags & flag_moves) != 0 || !pixels_are_fine(width, height))
        return std::nullopt;
    return little(flags & flag_alpha).append(content.substr(4));
}

}  // namespace

std::optional<std::string> strip_webp(std::string_view bytes) {
    Front riff{bytes};
    if (riff.take(4) != "RIFF") return std::nullopt;
    Front from{riff.take(riff.little(4))};
    if (riff.failed() || from.take(4) != "WEBP") return std::nullopt;
    std::string kept = "WEBP", extended, alpha, picture;
    while (!from.rest().empty()) {
        const auto name = from.take(4);
        const std::uint32_t length = from.little(4);
        const auto content = from.take(length);
        if (length % 2 != 0) from.take(1);
        if (from.failed()) return std::nullopt;
        const bool lossy = name == "VP8 ", lossless = name == "VP8L";
        if (name == "ANIM" || name == "ANMF") return std::nullopt;
        if (name == "VP8X") {
            const auto taken = extended_of(content);
            if (!taken || !extended.empty() || !picture.empty()) return std::nullopt;
            extended = chunk_of(name, *taken);
        } else if (name == "ALPH" && !extended.empty() && alpha.empty() && picture.empty()) {
            alpha = chunk_of(name, content);
        } else if (lossy || lossless) {
            if (!picture.empty() || !(lossy ? lossy_is_fine(content) : lossless_is_fine(content)))
                return std::nullopt;
            picture = chunk_of(name, content);
        }
    }
    if (picture.empty()) return std::nullopt;
    kept += extended + alpha + picture;
    return "RIFF" + little(static_cast<std::uint32_t>(kept.size())) + kept;
}

}  // namespace anlan::codec::media
