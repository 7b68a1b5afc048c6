#include "domain/task/twin.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace anlan::task {
namespace {

// One code point of UTF-8, taken from the front; what is malformed counts byte by byte.
char32_t take(std::string_view& text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    constexpr unsigned lead_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    if (length > text.size() || (lead >= 0x80 && lead < 0xC0)) {
        text.remove_prefix(1);
        return lead;
    }
    char32_t point = lead & lead_bits[length];
    for (std::size_t i = 1; i < length; ++i)
        point = (point << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    text.remove_prefix(length);
    return point;
}

bool says_something(char32_t c) {
    if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    const bool punctuation = (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) || c == 0xB7;
    return !punctuation && !(c >= 0xFF00 && c <= 0xFFEF);
}

std::vector<char32_t> letters_of(std::string_view text) {
    std::vector<char32_t> letters;
    while (!text.empty()) {
        char32_t c = take(text);
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full width
        if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
        if (says_something(c)) letters.push_back(c);
    }
    return letters;
}

std::vector<std::uint64_t> pairs_of(std::string_view text) {
    const auto letters = letters_of(text);
    std::vector<std::uint64_t> pairs;
    if (letters.size() == 1) pairs.push_back(letters[0]);
    for (std::size_t i = 1; i < letters.size(); ++i)
        pairs.push_back((std::uint64_t{letters[i - 1]} << 32U) | letters[i]);
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

}  // namespace

double likeness(std::string_view one, std::string_view other) {
    const auto a = pairs_of(one), b = pairs_of(other);
    if (a.empty() || b.empty()) return 0;
    std::vector<std::uint64_t> common;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
    return 2.0 * static_cast<double>(common.size()) / static_cast<double>(a.size() + b.size());
}

Alike compare(const Terms& one, const Terms& other) {
    return {likeness(one.measures, other.measures), likeness(one.standard, other.standard),
            likeness(one.measures + one.standard, other.measures + other.standard)};
}

bool are_twins(const Terms& one, const Terms& other, const Alike& alike, const TwinRules& rules) {
    if (!contains(one.where, other.where) && !contains(other.where, one.where)) return false;
    return alike.both >=
           (one.department == other.department ? rules.same_department : rules.other_department);
}

}  // namespace anlan::task
