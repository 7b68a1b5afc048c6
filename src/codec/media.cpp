#include "codec/media.hpp"

#include "codec/media_formats.hpp"

namespace anlan::codec {

namespace media {

bool pixels_are_fine(std::uint64_t width, std::uint64_t height) {
    return width > 0 && height > 0 && width <= media_pixels_max && height <= media_pixels_max / width;
}

}  // namespace media

std::string_view name_of(MediaType type) {
    switch (type) {
        case MediaType::jpeg:
            return "image/jpeg";
        case MediaType::png:
            return "image/png";
        case MediaType::webp:
            return "image/webp";
    }
    return {};
}

std::optional<MediaType> sniff_media(std::string_view bytes) {
    if (bytes.starts_with("\xff\xd8\xff")) return MediaType::jpeg;
    if (bytes.starts_with(media::png_signature)) return MediaType::png;
    if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP")
        return MediaType::webp;
    return std::nullopt;
}

std::optional<StrippedMedia> strip_media(std::string_view bytes) {
    const auto type = sniff_media(bytes);
    if (!type) return std::nullopt;
    std::optional<std::string> stripped;
    switch (*type) {
        case MediaType::jpeg:
            stripped = media::strip_jpeg(bytes);
            break;
        case MediaType::png:
            stripped = media::strip_png(bytes);
            break;
        case MediaType::webp:
            stripped = media::strip_webp(bytes);
            break;
    }
    if (!stripped) return std::nullopt;
    return StrippedMedia{*type, std::move(*stripped)};
}

}  // namespace anlan::codec
