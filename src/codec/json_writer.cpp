#include "codec/json_writer.hpp"

#include "base/check.hpp"
#include "codec/json_special.hpp"
#include "codec/utf8.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace anlan::codec {
namespace {

void write_escape(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(c);
    out += "\\u00";
    out += digits[value >> 4U];
    out += digits[value & 15U];
}

void write_valid(std::string& out, std::string_view text) {
    const char* from = text.data();
    const char* const end = from + text.size();
    for (;;) {
        std::uint64_t seen = 0;
        const char* special = detail::find_special(from, end, seen);
        out.append(from, special);
        if (special == end) return;
        write_escape(out, *special);
        from = special + 1;
    }
}

template <class T>
void write_number(std::string& out, T value) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

}  // namespace

void write_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (;;) {
        const std::size_t valid = valid_utf8_prefix(text);
        write_valid(out, text.substr(0, valid));
        if (valid == text.size()) break;
        append_utf8(out, U'\uFFFD');
        text.remove_prefix(valid + 1);
    }
    out += '"';
}

void write_json_personal(std::string& out, const PersonalText& value) {
    switch (value.form()) {
        case PersonalText::Form::plain:
            return write_json_text(out, value.reveal());
        case PersonalText::Form::sealed:
            out += R"({"sealed":)";
            write_json_text(out, value.reveal());
            out += '}';
            return;
        case PersonalText::Form::erased:
            out += R"({"erased":true})";
            return;
    }
}

void write_json_signed(std::string& out, std::int64_t value) { write_number(out, value); }

void write_json_unsigned(std::string& out, std::uint64_t value) { write_number(out, value); }

void write_json_double(std::string& out, double value) {
    ANLAN_CHECK(std::isfinite(value), "a figure that is no number");
    write_number(out, value);
}

}  // namespace anlan::codec
