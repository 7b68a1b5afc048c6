#include "base/sortable_id.hpp"

#include <algorithm>

namespace anlan {
namespace {

constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t body_max = 64;

bool is_id_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-';
}

}  // namespace

std::string sortable_id(std::string_view prefix, Instant at, std::uint32_t chance) {
    const auto millis = static_cast<std::uint64_t>(at.time_since_epoch().count()) & 0xFFFF'FFFF'FFFFULL;
    std::string text{prefix};
    text += '_';
    // 80 bits, five at a time: the upper 48 are time, so ids compare as their times do.
    for (int shift = 75; shift >= 0; shift -= 5) {
        std::uint64_t five = 0;
        if (shift >= 32)
            five = millis >> (shift - 32);
        else if (shift + 5 <= 32)
            five = chance >> shift;
        else
            five = (millis << (32 - shift)) | (chance >> shift);
        text += digits[five & 31];
    }
    return text;
}

bool is_id_of(std::string_view prefix, std::string_view text) {
    if (!text.starts_with(prefix) || text.size() <= prefix.size() + 1 || text[prefix.size()] != '_')
        return false;
    const auto body = text.substr(prefix.size() + 1);
    return body.size() <= body_max && std::all_of(body.begin(), body.end(), is_id_character);
}

}  // namespace anlan
