// For strip_media(): one reader a format, and how they take bytes from the front.
#pragma once
#include "base/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::codec::media {

// Takes from the front; once something is missing, everything is.
class Front {
public:
    explicit Front(std::string_view rest) : rest_(rest) {}

    std::string_view take(std::size_t count) {
        if (count > rest_.size()) {
            failed_ = true;
            rest_ = {};
            return {};
        }
        const auto taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }
    std::uint32_t big(std::size_t bytes) { return static_cast<std::uint32_t>(big_long(bytes)); }
    std::uint64_t big_long(std::size_t bytes) {
        std::uint64_t value = 0;
        for (const char c : take(bytes)) value = value << 8U | static_cast<unsigned char>(c);
        return value;
    }
    std::uint32_t little(std::size_t bytes) {
        const auto taken = take(bytes);
        std::uint32_t value = 0;
        for (std::size_t i = taken.size(); i-- > 0;)
            value = value << 8U | static_cast<unsigned char>(taken[i]);
        return value;
    }
    std::string_view rest() const { return rest_; }
    bool failed() const { return failed_; }

private:
    std::string_view rest_;
    bool failed_ = false;
};

inline constexpr std::string_view png_signature{"\x89PNG\r\n\x1a\n", 8};

bool pixels_are_fine(std::uint64_t width, std::uint64_t height);

std::string big_bytes(std::uint64_t value, std::size_t bytes);
std::string little_bytes(std::uint64_t value, std::size_t bytes);

// A sound and how long it lasts.
struct Sound {
    std::string bytes;
    Millis lasts{0};
};

std::optional<std::string> strip_jpeg(std::string_view bytes);
std::optional<std::string> strip_png(std::string_view bytes);
std::optional<std::string> strip_webp(std::string_view bytes);
std::optional<Sound> strip_webm(std::string_view bytes);
std::optional<Sound> strip_ogg(std::string_view bytes);
std::optional<Sound> strip_mp4(std::string_view bytes);

}  // namespace anlan::codec::media
