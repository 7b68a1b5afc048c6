// PNG (ISO/IEC 15948): a signature and chunks, each with its length, name and check sum. Sums are copied, not
// checked: a browser does.
#include "codec/media_formats.hpp"

namespace anlan::codec::media {
namespace {

constexpr std::size_t header_bytes = 13, density_bytes = 9;
constexpr std::size_t around_bytes = 12;  // length, name and sum of a chunk

bool is_critical(std::string_view name) { return name[0] >= 'A' && name[0] <= 'Z'; }

bool header_is_fine(std::string_view content) {
    Front header{content};
    const std::uint32_t width = header.big(4), height = header.big(4);
    return content.size() == header_bytes && pixels_are_fine(width, height);
}

}  // namespace

std::optional<std::string> strip_png(std::string_view bytes) {
    Front from{bytes};
    std::string kept{from.take(png_signature.size())};
    if (kept != png_signature) return std::nullopt;
    bool framed = false, filled = false;
    for (;;) {
        const auto chunk = from.rest();
        const std::uint32_t length = from.big(4);
        const auto name = from.take(4), content = from.take(length);
        from.take(4);
        if (from.failed()) return std::nullopt;
        const bool first = !framed;
        if (first != (name == "IHDR")) return std::nullopt;
        if (first && !header_is_fine(content)) return std::nullopt;
        framed = true;
        filled = filled || name == "IDAT";
        const bool known = name == "IHDR" || name == "PLTE" || name == "IDAT" || name == "IEND";
        if (is_critical(name) && !known) return std::nullopt;
        if (known || (name == "pHYs" && length == density_bytes))
            kept += chunk.substr(0, length + around_bytes);
        if (name == "IEND") return filled && length == 0 ? std::optional{std::move(kept)} : std::nullopt;
    }
}

}  // namespace anlan::codec::media
