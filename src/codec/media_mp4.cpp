// AAC in MP4, written anew: one table of the frames and the frames, nothing of when and by what it was made.
#include "codec/media_mp4.hpp"

#include "codec/media_formats.hpp"

#include <initializer_list>

namespace anlan::codec::media {
namespace {

constexpr std::uint32_t aac = 0x40, audio_stream = 0x15, low_complexity = 2;
constexpr std::uint32_t enabled = 7;            // enabled, in the movie, in its preview
constexpr std::uint32_t undetermined = 0x55C4;  // the language "und"
constexpr std::uint32_t whole = 0x0001'0000, whole_volume = 0x0100;

std::string box(std::string_view name, std::string_view content) {
    return big_bytes(content.size() + 8, 4) + std::string{name} + std::string{content};
}

std::string full_box(std::string_view name, std::uint32_t flags, std::string_view content) {
    return box(name, big_bytes(flags, 4) + std::string{content});
}

std::string numbers(std::initializer_list<std::uint64_t> values) {
    std::string text;
    for (const auto value : values) text += big_bytes(value, 4);
    return text;
}

std::string descriptor(std::uint32_t tag, std::string_view content) {
    return big_bytes(tag, 1) + big_bytes(content.size(), 1) + std::string{content};
}

// Nothing is turned or shifted.
std::string unit_matrix() { return numbers({whole, 0, 0, 0, whole, 0, 0, 0, 0x4000'0000}); }

std::string description(const AacSound& sound) {
    const std::uint32_t particulars = low_complexity << 11U | sound.rate_index << 7U | sound.channels << 3U;
    const auto decoder = big_bytes(aac, 1) + big_bytes(audio_stream, 1) + std::string(11, '\0') +
                         descriptor(5, big_bytes(particulars, 2));
    const auto stream = std::string(3, '\0') + descriptor(4, decoder) + descriptor(6, "\x02");
    // Where the rate has no place in 16 bits, the decoder's particulars have it.
    const std::uint32_t rate = aac_rate(sound.rate_index);
    const auto entry = std::string(6, '\0') + big_bytes(1, 2) + std::string(8, '\0') +
                       big_bytes(sound.channels, 2) + big_bytes(16, 2) + std::string(4, '\0') +
                       big_bytes(rate <= 0xFFFF ? rate : 0, 2) + std::string(2, '\0') +
                       full_box("esds", 0, descriptor(3, stream));
    return full_box("stsd", 0, numbers({1}) + box("mp4a", entry));
}

std::string table(const AacSound& sound, std::uint64_t frames_at) {
    const std::uint64_t count = sound.frames.size();
    std::string sizes = numbers({0, count});
    for (const auto frame : sound.frames) sizes += big_bytes(frame.size(), 4);
    return box("stbl", description(sound) + full_box("stts", 0, numbers({1, count, aac_frame_samples})) +
                           full_box("stsc", 0, numbers({1, 1, count, 1})) + full_box("stsz", 0, sizes) +
                           full_box("stco", 0, numbers({1, frames_at})));
}

std::string movie(const AacSound& sound, std::uint64_t frames_at) {
    const std::uint64_t rate = aac_rate(sound.rate_index);
    const std::uint64_t samples = sound.frames.size() * aac_frame_samples;
    const auto head =
        full_box("mvhd", 0,
                 numbers({0, 0, rate, samples, whole}) + big_bytes(whole_volume, 2) + std::string(10, '\0') +
                     unit_matrix() + std::string(24, '\0') + numbers({2}));
    const auto entry_head = full_box("tkhd", enabled,
                                     numbers({0, 0, 1, 0, samples, 0, 0, 0}) + big_bytes(whole_volume, 2) +
                                         std::string(2, '\0') + unit_matrix() + numbers({0, 0}));
    const auto media_head = full_box(
        "mdhd", 0, numbers({0, 0, rate, samples}) + big_bytes(undetermined, 2) + std::string(2, '\0'));
    const auto handler = full_box("hdlr", 0, std::string(4, '\0') + "soun" + std::string(13, '\0'));
    const auto here = full_box("dref", 0, numbers({1}) + full_box("url ", 1, {}));
    const auto inside = full_box("smhd", 0, numbers({0})) + box("dinf", here) + table(sound, frames_at);
    return box("moov",
               head + box("trak", entry_head + box("mdia", media_head + handler + box("minf", inside))));
}

}  // namespace

std::optional<Sound> strip_mp4(std::string_view bytes) {
    const auto sound = aac_sound_in(bytes);
    if (!sound) return std::nullopt;
    const auto kind = box("ftyp", "M4A " + numbers({0}) + "M4A isommp42");
    // How long it is does not depend on where the frames are.
    const std::uint64_t frames_at = kind.size() + movie(*sound, 0).size() + 8;
    std::string frames;
    for (const auto frame : sound->frames) frames += frame;
    const std::uint64_t samples = sound->frames.size() * aac_frame_samples;
    return Sound{kind + movie(*sound, frames_at) + box("mdat", frames),
                 Millis{samples * 1'000 / aac_rate(sound->rate_index)}};
}

}  // namespace anlan::codec::media
