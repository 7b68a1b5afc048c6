#include "codec/json_reader.hpp"

#include "codec/json_special.hpp"
#include "codec/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <system_error>

namespace anlan::codec {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_plain_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

// Names in paths come from outside and go into an answer: cut, at a character's edge.
std::string shown(std::string_view name) {
    constexpr std::size_t shown_max = 64;
    if (name.size() <= shown_max) return std::string{name};
    name = name.substr(0, shown_max);
    return std::string{name.substr(0, valid_utf8_prefix(name))} + "...";
}

}  // namespace

JsonReader::JsonReader(std::string_view text, Unknown unknown)
    : at_(text.data()), begin_(text.data()), end_(text.data() + text.size()), unknown_(unknown) {}

bool JsonReader::fail(std::string expected) {
    error_.path.clear();
    error_.expected = std::move(expected);
    return false;
}

bool JsonReader::malformed() {
    syntax_error_ = true;
    return fail("well-formed JSON (error at byte " + std::to_string(at_ - begin_) + ")");
}

bool JsonReader::mismatch(const char* expected) {
    return skip_value() ? fail(expected) : false;  // text that is no JSON at all says so first
}

// A syntax error names a byte; the path would only repeat how far the reader came.
bool JsonReader::under_member(std::string_view name) {
    if (syntax_error_) return false;
    error_.path.insert(0, is_plain_name(name) ? "." + shown(name) : "[\"" + shown(name) + "\"]");
    return false;
}

bool JsonReader::under_element(std::size_t index) {
    if (!syntax_error_) error_.path.insert(0, "[" + std::to_string(index) + "]");
    return false;
}

void JsonReader::skip_blanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
}

bool JsonReader::at_end() {
    skip_blanks();
    return at_ == end_ || malformed();
}

bool JsonReader::take_word(std::string_view word) {
    if (static_cast<std::size_t>(end_ - at_) < word.size() || std::memcmp(at_, word.data(), word.size()) != 0)
        return false;
    at_ += word.size();
    return true;
}

bool JsonReader::take_null() {
    skip_blanks();
    return at_ != end_ && *at_ == 'n' && take_word("null");
}

bool JsonReader::at_object() {
    skip_blanks();
    return at_ != end_ && *at_ == '{';
}

bool JsonReader::read_bool(bool& out) {
    skip_blanks();
    if (take_word("true")) {
        out = true;
        return true;
    }
    if (take_word("false")) {
        out = false;
        return true;
    }
    return mismatch("true or false");
}

bool JsonReader::scan_digits() {
    if (at_ == end_ || !is_digit(*at_)) return malformed();
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return true;
}

bool JsonReader::scan_number(std::string_view& token, bool& integral) {
    const char* start = at_;
    integral = true;
    if (*at_ == '-') ++at_;
    if (at_ != end_ && *at_ == '0')
        ++at_;
    else if (!scan_digits())
        return false;
    if (at_ != end_ && *at_ == '.') {
        integral = false;
        ++at_;
        if (!scan_digits()) return false;
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
        integral = false;
        ++at_;
        if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
        if (!scan_digits()) return false;
    }
    token = {start, static_cast<std::size_t>(at_ - start)};
    return true;
}

bool JsonReader::read_signed(std::int64_t& out) {
    skip_blanks();
    if (at_ == end_ || (*at_ != '-' && !is_digit(*at_))) return mismatch("an integer");
    std::string_view token;
    bool integral = false;
    if (!scan_number(token, integral)) return false;
    if (!integral) return fail("an integer");
    const auto read = std::from_chars(token.data(), token.data() + token.size(), out);
    return read.ec == std::errc{} || fail("an integer of at most 64 bits");
}

bool JsonReader::read_unsigned(std::uint64_t& out) {
    skip_blanks();
    if (at_ == end_ || (*at_ != '-' && !is_digit(*at_))) return mismatch("an integer");
    std::string_view token;
    bool integral = false;
    if (!scan_number(token, integral)) return false;
    if (!integral) return fail("an integer");
    if (token == "-0") token = "0";
    if (token.front() == '-') return fail("an integer that is not negative");
    const auto read = std::from_chars(token.data(), token.data() + token.size(), out);
    return read.ec == std::errc{} || fail("an integer of at most 64 bits");
}

bool JsonReader::read_double(double& out) {
    skip_blanks();
    if (at_ == end_ || (*at_ != '-' && !is_digit(*at_))) return mismatch("a number");
    std::string_view token;
    bool integral = false;
    if (!scan_number(token, integral)) return false;
    const auto read = std::from_chars(token.data(), token.data() + token.size(), out);
    return (read.ec == std::errc{} && std::isfinite(out)) || fail("a number that a double can hold");
}

// The text between the quotes: a view of the input where nothing is escaped, else `unescaped` holds it.
bool JsonReader::scan_string(std::string_view& plain, std::string& unescaped) {
    const char* start = ++at_;
    std::uint64_t seen = 0;
    at_ = detail::find_special(at_, end_, seen);
    plain = {start, static_cast<std::size_t>(at_ - start)};
    if (at_ != end_ && *at_ == '\\') {
        unescaped.assign(plain);
        if (!unescape(unescaped)) return false;
        plain = unescaped;
        seen = ~std::uint64_t{0};
    } else if (at_ == end_ || *at_ != '"') {
        return malformed();
    } else {
        ++at_;
    }
    if (!detail::is_ascii(seen) && !is_utf8(plain)) return fail("valid UTF-8");
    return unknown_ == Unknown::ignore || !has_control_character(plain) || fail(std::string{json_no_control});
}

bool JsonReader::unescape(std::string& out) {
    while (at_ != end_ && *at_ == '\\') {
        ++at_;
        if (!take_escape(out)) return false;
        const char* start = at_;
        std::uint64_t seen = 0;
        at_ = detail::find_special(at_, end_, seen);
        out.append(start, at_);
    }
    if (at_ == end_ || *at_ != '"') return malformed();
    ++at_;
    return true;
}

bool JsonReader::take_hex4(char32_t& out) {
    unsigned value = 0;
    if (end_ - at_ < 4) return malformed();
    const auto read = std::from_chars(at_, at_ + 4, value, 16);
    if (read.ec != std::errc{} || read.ptr != at_ + 4) return malformed();
    at_ += 4;
    out = value;
    return true;
}

bool JsonReader::take_escape(std::string& out) {
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view means = "\"\\/\b\f\n\r\t";
    if (at_ == end_) return malformed();
    if (const auto which = names.find(*at_); which != std::string_view::npos) {
        ++at_;
        out += means[which];
        return true;
    }
    if (*at_ != 'u') return malformed();
    ++at_;
    char32_t code_point = 0;
    if (!take_hex4(code_point)) return false;
    if (code_point >= 0xD800 && code_point <= 0xDBFF) {
        char32_t low = 0;
        if (!take_word("\\u")) return malformed();
        if (!take_hex4(low)) return false;
        if (low < 0xDC00 || low > 0xDFFF) return malformed();
        code_point = 0x10000 + ((code_point - 0xD800) << 10U) + (low - 0xDC00);
    } else if (code_point >= 0xDC00 && code_point <= 0xDFFF) {
        return malformed();
    }
    append_utf8(out, code_point);
    return true;
}

bool JsonReader::read_string(std::string& out) {
    skip_blanks();
    if (at_ == end_ || *at_ != '"') return mismatch(expected_text);
    std::string_view plain;
    if (!scan_string(plain, scratch_)) return false;
    out.assign(plain);
    return true;
}

bool JsonReader::read_name(std::string_view& out) {
    skip_blanks();
    if (at_ == end_ || *at_ != '"') return mismatch(expected_text);
    return scan_string(out, scratch_);
}

bool JsonReader::enter(char open, const char* expected) {
    skip_blanks();
    if (at_ == end_ || *at_ != open) return mismatch(expected);
    if (++depth_ > json_depth_max) return fail("at most " + std::to_string(json_depth_max) + " levels");
    ++at_;
    return true;
}

bool JsonReader::enter_object() { return enter('{', "an object"); }

bool JsonReader::enter_array() { return enter('[', "a list"); }

// Past the comma before the next item, or past the bracket at the end.
JsonReader::Step JsonReader::follow(char close, bool& first) {
    skip_blanks();
    const bool may_end = at_ != end_ && *at_ == close;
    if (may_end) {
        ++at_;
        --depth_;
        return Step::end;
    }
    if (!first) {
        if (at_ == end_ || *at_ != ',') return malformed(), Step::failed;
        ++at_;
        skip_blanks();
    }
    first = false;
    return Step::item;
}

JsonReader::Step JsonReader::next_member(bool& first, std::string_view& name) {
    const Step step = follow('}', first);
    if (step != Step::item) return step;
    if (at_ == end_ || *at_ != '"') return malformed(), Step::failed;
    if (!scan_string(name, scratch_)) return Step::failed;
    skip_blanks();
    if (at_ == end_ || *at_ != ':') return malformed(), Step::failed;
    ++at_;
    return Step::item;
}

JsonReader::Step JsonReader::next_element(bool& first) { return follow(']', first); }

bool JsonReader::skip_value(std::string_view& text) {
    skip_blanks();
    const char* start = at_;
    if (!skip_value()) return false;
    text = {start, static_cast<std::size_t>(at_ - start)};
    return true;
}

bool JsonReader::skip_value() {
    skip_blanks();
    if (at_ == end_) return malformed();
    bool first = true;
    std::string_view ignored;
    Step step = Step::item;
    switch (*at_) {
        case '"':
            return scan_string(ignored, scratch_);
        case '{':
            if (!enter_object()) return false;
            while ((step = next_member(first, ignored)) == Step::item)
                if (!skip_value()) return false;
            return step == Step::end;
        case '[':
            if (!enter_array()) return false;
            while ((step = next_element(first)) == Step::item)
                if (!skip_value()) return false;
            return step == Step::end;
        case 't':
            return take_word("true") || malformed();
        case 'f':
            return take_word("false") || malformed();
        case 'n':
            return take_word("null") || malformed();
        default:
            break;
    }
    bool integral = false;
    if (*at_ != '-' && !is_digit(*at_)) return malformed();
    return scan_number(ignored, integral);
}

}  // namespace anlan::codec
