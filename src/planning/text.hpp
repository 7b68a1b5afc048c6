// Chinese text as this room compares it: code points, folded so that what a keyboard, a phone or an old sign
// wrote differently is the same (full-width letters, capitals, traditional forms of address words), and
// without blanks and punctuation. Words are not cut: two neighbouring characters (a bigram) are the unit of
// search, since a dictionary cut of a misspelled report is wrong exactly where it matters.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::planning {

// Invalid UTF-8 becomes U+FFFD, one for each byte that fits nowhere.
std::u32string decoded(std::string_view utf8);
std::string encoded(std::u32string_view text);

// One character in its plain form; 0 for what is dropped (blanks, punctuation, control characters).
char32_t folded(char32_t character);

// The text folded, and for each character kept the place of its origin in the decoded text.
struct FoldedText {
    std::u32string text;
    std::vector<std::uint32_t> origin;
};
FoldedText folded_text(std::u32string_view text);
std::u32string folded_utf8(std::string_view utf8);

// Characters that sound alike and are common in names of places share a representative: 园苑 院源, 湖胡,
// 江姜. A person typing by sound under pressure confuses these and hardly any others.
char32_t same_sound(char32_t character);

inline bool is_han(char32_t c) { return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf); }
inline bool is_arabic_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
inline bool is_latin(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

// 0 to 9 for 零一二两三四五六七八九〇 and their formal forms; 10 for 十; -1 otherwise.
int chinese_digit(char32_t c);
// 二十三 = 23, 一百零五 = 105, 三五八 = 358; -1 where it is not a number.
int chinese_number(std::u32string_view text);
// Every Chinese number written in Arabic digits: 十五栋三单元 = 15栋3单元. Both sides of a comparison are so
// treated.
std::u32string with_arabic_numbers(std::u32string_view text);

// Two characters as one key; `same_sound` applied by the caller where wanted.
constexpr std::uint64_t pair_key(char32_t first, char32_t second) {
    return std::uint64_t{first} << 32 | second;
}
constexpr std::uint64_t mixed(std::uint64_t key) {
    key ^= key >> 31;
    key *= 0x9e3779b97f4a7c15ULL;
    key ^= key >> 29;
    key *= 0xbf58476d1ce4e5b9ULL;
    return key ^ (key >> 32);
}

// Least number of characters inserted, left out or replaced; counting stops at `most` + 1.
int edit_distance(std::u32string_view a, std::u32string_view b, int most);

}  // namespace anlan::planning
