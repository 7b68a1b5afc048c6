#include "planning/text.hpp"

#include <algorithm>
#include <unordered_map>

namespace anlan::planning {
namespace {

constexpr char32_t not_a_character = 0xfffd;

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

// Length of the sequence that starts with this byte; 0: none does.
std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead < 0xe0) return 2;
    if (lead >= 0xe0 && lead < 0xf0) return 3;
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

bool is_allowed(char32_t c, std::size_t length) {
    if (length == 3) return c >= 0x800 && (c < 0xd800 || c > 0xdfff);
    if (length == 4) return c >= 0x10000 && c <= 0x10ffff;
    return true;
}

char32_t plain_form(char32_t c) {
    struct Pair {
        char32_t written;
        char32_t plain;
    };
    // Traditional forms on signs and in imported registers, for the words an address is made of.
    static constexpr Pair pairs[] = {
        {U'號', U'号'}, {U'樓', U'楼'}, {U'區', U'区'}, {U'棟', U'栋'}, {U'幢', U'栋'}, {U'層', U'层'},
        {U'鎮', U'镇'}, {U'鄉', U'乡'}, {U'縣', U'县'}, {U'門', U'门'}, {U'園', U'园'}, {U'廣', U'广'},
        {U'場', U'场'}, {U'東', U'东'}, {U'單', U'单'}, {U'對', U'对'}, {U'邊', U'边'}, {U'橋', U'桥'},
        {U'龍', U'龙'}, {U'漢', U'汉'}, {U'陽', U'阳'},
    };
    for (const Pair& pair : pairs)
        if (pair.written == c) return pair.plain;
    return c;
}

}  // namespace

std::u32string decoded(std::string_view utf8) {
    std::u32string out;
    out.reserve(utf8.size() / 2);
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = sequence_length(lead);
        constexpr unsigned lead_masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
        char32_t c = lead & lead_masks[length];
        std::size_t taken = 1;
        while (taken < length && i + taken < utf8.size() && is_continuation(utf8[i + taken]))
            c = c << 6 | (static_cast<unsigned char>(utf8[i + taken++]) & 0x3fU);
        const bool is_whole = length != 0 && taken == length && is_allowed(c, length);
        out.push_back(is_whole ? c : not_a_character);
        i += is_whole ? length : 1;
    }
    return out;
}

std::string encoded(std::u32string_view text) {
    std::string out;
    const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    for (const char32_t c : text) {
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xc0 | c >> 6), put(0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            put(0xe0 | c >> 12), put(0x80 | (c >> 6 & 0x3f)), put(0x80 | (c & 0x3f));
        } else {
            put(0xf0 | c >> 18), put(0x80 | (c >> 12 & 0x3f)), put(0x80 | (c >> 6 & 0x3f)),
                put(0x80 | (c & 0x3f));
        }
    }
    return out;
}

char32_t folded(char32_t c) {
    if (c >= 0xff01 && c <= 0xff5e) c -= 0xfee0;  // full-width forms of ASCII
    if (c >= U'A' && c <= U'Z') return c + 32;
    if (is_arabic_digit(c) || is_latin(c)) return c;
    if (c == U'〇') return c;
    if (c < 0x80 || (c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x303f) || c == 0xa0 || c == 0xb7 ||
        c == not_a_character || (c >= 0xff5f && c <= 0xffef))
        return 0;
    return plain_form(c);
}

FoldedText folded_text(std::u32string_view text) {
    FoldedText out;
    for (std::uint32_t i = 0; i < text.size(); ++i) {
        const char32_t c = folded(text[i]);
        if (c == 0) continue;
        out.text.push_back(c);
        out.origin.push_back(i);
    }
    return out;
}

std::u32string folded_utf8(std::string_view utf8) { return folded_text(decoded(utf8)).text; }

int chinese_digit(char32_t c) {
    constexpr std::u32string_view digits = U"零一二三四五六七八九十";
    constexpr std::u32string_view formal = U"〇壹贰叁肆伍陆柒捌玖拾";
    if (c == U'两') return 2;
    for (const auto& form : {digits, formal}) {
        const std::size_t at = form.find(c);
        if (at != std::u32string_view::npos) return static_cast<int>(at);
    }
    return -1;
}

int chinese_number(std::u32string_view text) {
    constexpr int too_large = 100'000'000;
    int sum = 0;
    int digit = -1;
    bool has_units = false;
    for (const char32_t c : text) {
        const int value = c == U'百' || c == U'佰' ? 100 : c == U'千' || c == U'仟' ? 1000 : chinese_digit(c);
        if (value < 0 || sum > too_large) return -1;
        if (value < 10) {
            if (digit > 0 || (digit == 0 && !has_units)) sum = sum * 10 + digit;  // digit after digit: 三五八
            digit = value;
            continue;
        }
        has_units = true;
        sum += (digit < 0 ? 1 : digit) * value;
        digit = -1;
    }
    if (text.empty()) return -1;
    if (digit < 0) return sum;
    const bool digits_only = !has_units && text.size() > 1;
    return digits_only ? sum * 10 + digit : sum + digit;
}

std::u32string with_arabic_numbers(std::u32string_view text) {
    std::u32string out;
    const auto is_part = [](char32_t c) { return chinese_digit(c) >= 0 || c == U'百' || c == U'千'; };
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && is_part(text[end]) && end - i < 8) ++end;
        const bool starts_well = end > i && (chinese_digit(text[i]) >= 0);
        const int number = starts_well ? chinese_number(text.substr(i, end - i)) : -1;
        if (number < 0) {
            out.push_back(text[i++]);
            continue;
        }
        const std::string digits = std::to_string(number);
        out.append(digits.begin(), digits.end());
        i = end;
    }
    return out;
}

int edit_distance(std::u32string_view a, std::u32string_view b, int most) {
    const auto difference = static_cast<int>(a.size()) - static_cast<int>(b.size());
    if (std::abs(difference) > most) return most + 1;
    std::vector<int> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = static_cast<int>(i);
        int least = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
            least = std::min(least, row[j]);
        }
        if (least > most) return most + 1;
    }
    return std::min(row[b.size()], most + 1);
}

}  // namespace anlan::planning
