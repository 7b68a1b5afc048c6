// Which characters may not stand in a JSON text as they are: the quote, the backslash, control characters.
// Both directions spend most of their time finding the next one, so they look at eight bytes at once.
#pragma once
#include <cstdint>
#include <cstring>

namespace anlan::codec::detail {

inline bool is_special(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

// Three zero-byte tests in one word; bytes of 0x80 and above are never special.
inline bool has_special(std::uint64_t word) {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t highs = 0x8080808080808080U;
    const auto zeros = [](std::uint64_t w) { return (w - ones) & ~w & highs; };
    const std::uint64_t below_blank = (word - ones * 0x20U) & ~word & highs;
    return (zeros(word ^ (ones * 0x22U)) | zeros(word ^ (ones * 0x5CU)) | below_blank) != 0;
}

// The first special character in [from, end), or end. `seen` gains every bit of the bytes before it, so
// that a text of pure ASCII need not be checked for UTF-8.
inline const char* find_special(const char* from, const char* end, std::uint64_t& seen) {
    while (end - from >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, from, sizeof word);
        if (has_special(word)) break;
        seen |= word;
        from += 8;
    }
    for (; from != end && !is_special(*from); ++from) seen |= static_cast<unsigned char>(*from);
    return from;
}

inline bool is_ascii(std::uint64_t seen) { return (seen & 0x8080808080808080U) == 0; }

}  // namespace anlan::codec::detail
