// JPEG (ITU-T T.81, annex B): markers, each with a segment, and scans of entropy-coded bytes. EXIF is
// TIFF 6.0 within APP1; of it the orientation is read, nothing else.
#include "codec/media_formats.hpp"

#include <utility>

namespace anlan::codec::media {
namespace {

constexpr std::uint8_t soi = 0xD8, eoi = 0xD9, sos = 0xDA, dqt = 0xDB, dri = 0xDD, dht = 0xC4;
constexpr std::uint8_t baseline = 0xC0, extended = 0xC1, progressive = 0xC2;
constexpr std::uint8_t app0 = 0xE0, app1 = 0xE1, app14 = 0xEE, app15 = 0xEF, comment = 0xFE;
constexpr std::uint32_t orientation_tag = 0x0112, type_short = 3;
constexpr std::uint32_t upright = 1, orientation_max = 8;
constexpr std::string_view jfif{"JFIF\0", 5}, exif{"Exif\0\0", 6};
constexpr std::string_view jfif_without_thumbnail{"\0\0", 2};
constexpr std::size_t jfif_head_bytes = 12;  // up to the size of its thumbnail
constexpr std::size_t adobe_bytes = 12;

enum class Order { big, little };

std::uint32_t number(Front& from, std::size_t bytes, Order order) {
    return order == Order::big ? from.big(bytes) : from.little(bytes);
}

// What cannot be read is upright: the segment goes in any case.
std::uint32_t orientation_in(std::string_view segment) {
    if (!segment.starts_with(exif)) return upright;
    const auto tiff = segment.substr(exif.size());
    Order order = Order::big;
    if (tiff.starts_with("II"))
        order = Order::little;
    else if (!tiff.starts_with("MM"))
        return upright;
    Front head{tiff};
    head.take(4);
    const std::uint32_t at = number(head, 4, order);
    Front directory{tiff};
    directory.take(at);
    for (std::uint32_t left = number(directory, 2, order); left > 0 && !directory.failed(); --left) {
        const std::uint32_t tag = number(directory, 2, order), type = number(directory, 2, order);
        const std::uint32_t count = number(directory, 4, order), value = number(directory, 2, order);
        directory.take(2);
        if (tag != orientation_tag || directory.failed()) continue;
        return type == type_short && count == 1 && value >= upright && value <= orientation_max ? value
                                                                                                : upright;
    }
    return upright;
}

std::string segment_of(std::uint8_t marker, std::string_view content) {
    const std::size_t length = content.size() + 2;
    std::string segment{'\xFF', static_cast<char>(marker), static_cast<char>(length >> 8U),
                        static_cast<char>(length & 0xFFU)};
    return segment.append(content);
}

std::string orientation_segment(std::uint32_t orientation) {
    std::string content{exif};
    content.append("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19);
    content += static_cast<char>(orientation);
    content.append(6, '\0');  // the rest of the value, and no further directory
    return segment_of(app1, content);
}

// Up to the marker that ends a scan: stuffed bytes and restarts are of it.
std::string_view take_scan(Front& from) {
    const auto rest = from.rest();
    std::size_t at = 0;
    for (;;) {
        at = rest.find('\xFF', at);
        if (at == std::string_view::npos || at + 1 >= rest.size()) return from.take(rest.size() + 1);
        const auto next = static_cast<std::uint8_t>(rest[at + 1]);
        if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) return from.take(at);
        at += next == 0xFF ? 1 : 2;
    }
}

class Jpeg {
public:
    explicit Jpeg(std::string_view bytes) : from_(bytes) {}

    std::optional<std::string> stripped() {
        if (from_.take(2) != "\xff\xd8") return std::nullopt;
        for (;;) {
            const auto marker = next_marker();
            if (!marker) return std::nullopt;
            if (*marker == eoi) return scanned_ ? std::optional{whole()} : std::nullopt;
            if (!take_segment(*marker)) return std::nullopt;
        }
    }

private:
    std::optional<std::uint8_t> next_marker() {
        if (from_.big(1) != 0xFF) return std::nullopt;
        std::uint32_t marker = 0xFF;
        while (marker == 0xFF && !from_.failed()) marker = from_.big(1);  // fill bytes
        return from_.failed() ? std::nullopt : std::optional{static_cast<std::uint8_t>(marker)};
    }

    bool take_segment(std::uint8_t marker) {
        const std::uint32_t length = from_.big(2);
        if (length < 2) return false;
        const auto content = from_.take(length - 2);
        if (from_.failed()) return false;
        if (marker >= app0 && marker <= app15) {
            take_application(marker, content);
            return true;
        }
        switch (marker) {
            case comment:
                return true;
            case dqt:
            case dht:
            case dri:
                picture_ += segment_of(marker, content);
                return true;
            case baseline:
            case extended:
            case progressive:
                return take_frame(marker, content);
            case sos:
                return take_scans(content);
            default:
                return false;  // arithmetic, lossless or hierarchical: no phone makes it
        }
    }

    void take_application(std::uint8_t marker, std::string_view content) {
        if (marker == app0 && content.starts_with(jfif) && content.size() > jfif_head_bytes &&
            head_.empty()) {
            std::string kept{content.substr(0, jfif_head_bytes)};
            head_ = segment_of(app0, kept.append(jfif_without_thumbnail));
        }
        if (marker == app1 && orientation_ == upright) orientation_ = orientation_in(content);
        // Which colours the three channels are; without it some photos are shown green.
        if (marker == app14 && content.starts_with("Adobe") && content.size() >= adobe_bytes &&
            adobe_.empty())
            adobe_ = segment_of(app14, content.substr(0, adobe_bytes));
    }

    bool take_frame(std::uint8_t marker, std::string_view content) {
        Front frame{content};
        frame.take(1);
        const std::uint32_t height = frame.big(2), width = frame.big(2), channels = frame.big(1);
        frame.take(std::size_t{3} * channels);
        if (framed_ || frame.failed() || !frame.rest().empty() || !pixels_are_fine(width, height))
            return false;
        framed_ = true;
        picture_ += segment_of(marker, content);
        return true;
    }

    bool take_scans(std::string_view content) {
        if (!framed_) return false;
        picture_ += segment_of(sos, content);
        picture_ += take_scan(from_);
        scanned_ = !from_.failed();
        return scanned_;
    }

    std::string whole() const {
        std::string bytes{'\xFF', static_cast<char>(soi)};
        bytes += head_;
        if (orientation_ != upright) bytes += orientation_segment(orientation_);
        bytes += adobe_;
        bytes += picture_;
        return bytes.append({'\xFF', static_cast<char>(eoi)});
    }

    Front from_;
    std::string head_, adobe_, picture_;
    std::uint32_t orientation_ = upright;
    bool framed_ = false, scanned_ = false;
};

}  // namespace

std::optional<std::string> strip_jpeg(std::string_view bytes) { return Jpeg{bytes}.stripped(); }

}  // namespace anlan::codec::media
