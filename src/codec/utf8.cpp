#include "codec/utf8.hpp"

#include "base/check.hpp"

#include <cstdint>
#include <cstring>

namespace anlan::codec {
namespace {

// How many bytes the character that `lead` begins takes, and the range of its second byte: that range is
// where overlong forms, surrogates and values beyond the last plane are told from good ones.
struct Lead {
    std::size_t length = 0;
    unsigned low = 0x80;
    unsigned high = 0xBF;
};

Lead lead_of(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) return {2};
    if (lead == 0xE0) return {3, 0xA0};
    if (lead == 0xED) return {3, 0x80, 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF) return {3};
    if (lead == 0xF0) return {4, 0x90};
    if (lead >= 0xF1 && lead <= 0xF3) return {4};
    if (lead == 0xF4) return {4, 0x80, 0x8F};
    return {};
}

bool eight_are_ascii(const char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return (word & 0x8080808080808080U) == 0;
}

}  // namespace

std::size_t valid_utf8_prefix(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        if (text.size() - i >= 8 && eight_are_ascii(text.data() + i)) {
            i += 8;
            continue;
        }
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            ++i;
            continue;
        }
        const Lead lead = lead_of(byte);
        if (lead.length == 0 || text.size() - i < lead.length) return i;
        const auto second = static_cast<unsigned char>(text[i + 1]);
        if (second < lead.low || second > lead.high) return i;
        for (std::size_t k = 2; k < lead.length; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80) return i;
        i += lead.length;
    }
    return i;
}

bool has_control_character(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return true;
        if (byte == 0x7F) return true;
        if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0)
            return true;
    }
    return false;
}

void append_utf8(std::string& out, char32_t code_point) {
    ANLAN_CHECK(code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF),
                "not a Unicode scalar value");
    const auto put = [&out](unsigned value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
    const auto tail = [&](unsigned shift) { put(0x80U | ((code_point >> shift) & 0x3FU)); };
    if (code_point < 0x80) return put(code_point);
    if (code_point < 0x800) {
        put(0xC0U | (code_point >> 6U));
        return tail(0);
    }
    if (code_point < 0x10000) {
        put(0xE0U | (code_point >> 12U));
        tail(6);
        return tail(0);
    }
    put(0xF0U | (code_point >> 18U));
    tail(12);
    tail(6);
    tail(0);
}

}  // namespace anlan::codec
