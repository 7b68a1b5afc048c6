#include "codec/media.hpp"

#include "codec/media_formats.hpp"

namespace anlan::codec {

namespace media {

bool pixels_are_fine(std::uint64_t width, std::uint64_t height) {
    return width > 0 && height > 0 && width <= media_pixels_max && height <= media_pixels_max / width;
}

std::string big_bytes(std::uint64_t value, std::size_t bytes) {
    std::string text(bytes, '\0');
    for (std::size_t i = bytes; i-- > 0; value >>= 8U) text[i] = static_cast<char>(value & 0xFFU);
    return text;
}

std::string little_bytes(std::uint64_t value, std::size_t bytes) {
    std::string text(bytes, '\0');
    for (std::size_t i = 0; i < bytes; ++i, value >>= 8U) text[i] = static_cast<char>(value & 0xFFU);
    return text;
}

}  // namespace media

namespace {

std::optional<StrippedMedia> photo(MediaType type, std::optional<std::string> bytes) {
    if (!bytes) return std::nullopt;
    return StrippedMedia{type, std::move(*bytes), {}};
}

std::optional<StrippedMedia> sound(MediaType type, std::optional<media::Sound> stripped) {
    if (!stripped || stripped->lasts > sound_max) return std::nullopt;
    return StrippedMedia{type, std::move(stripped->bytes), stripped->lasts};
}

}  // namespace

std::string_view name_of(MediaType type) {
    switch (type) {
        case MediaType::jpeg:
            return "image/jpeg";
        case MediaType::png:
            return "image/png";
        case MediaType::webp:
            return "image/webp";
        case MediaType::webm:
            return "audio/webm";
        case MediaType::ogg:
            return "audio/ogg";
        case MediaType::mp4:
            return "audio/mp4";
    }
    return {};
}

bool is_sound(MediaType type) { return name_of(type).starts_with("audio/"); }

std::optional<MediaType> sniff_media(std::string_view bytes) {
    if (bytes.starts_with("\xff\xd8\xff")) return MediaType::jpeg;
    if (bytes.starts_with(media::png_signature)) return MediaType::png;
    if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP")
        return MediaType::webp;
    if (bytes.starts_with("\x1a\x45\xdf\xa3")) return MediaType::webm;
    if (bytes.starts_with("OggS")) return MediaType::ogg;
    if (bytes.size() >= 8 && bytes.substr(4, 4) == "ftyp") return MediaType::mp4;
    return std::nullopt;
}

std::optional<StrippedMedia> strip_media(std::string_view bytes) {
    const auto type = sniff_media(bytes);
    if (!type) return std::nullopt;
    switch (*type) {
        case MediaType::jpeg:
            return photo(*type, media::strip_jpeg(bytes));
        case MediaType::png:
            return photo(*type, media::strip_png(bytes));
        case MediaType::webp:
            return photo(*type, media::strip_webp(bytes));
        case MediaType::webm:
            return sound(*type, media::strip_webm(bytes));
        case MediaType::ogg:
            return sound(*type, media::strip_ogg(bytes));
        case MediaType::mp4:
            return sound(*type, media::strip_mp4(bytes));
    }
    return std::nullopt;
}

}  // namespace anlan::codec
