#include "codec/form.hpp"

#include "codec/utf8.hpp"

#include <algorithm>

namespace anlan::codec {
namespace {

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> unescaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%') {
            if (i + 2 >= text.size() || hex(text[i + 1]) < 0 || hex(text[i + 2]) < 0) return std::nullopt;
            out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string with_plain_line_breaks(const std::string& text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            out += text[i];
            continue;
        }
        out += '\n';
        if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    }
    return out;
}

std::optional<std::string> read_part(std::string_view part) {
    const auto text = unescaped(part);
    if (!text || !is_utf8(*text) || has_control_character(*text)) return std::nullopt;
    return with_plain_line_breaks(*text);
}

}  // namespace

std::optional<Form> read_form(std::string_view body, std::size_t members_max) {
    Form form;
    while (!body.empty()) {
        const auto end = std::min(body.find('&'), body.size());
        const auto pair = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = read_part(pair.substr(0, equals));
        auto value = read_part(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value || form.size() == members_max) return std::nullopt;
        if (!form.emplace(std::move(*name), std::move(*value)).second) return std::nullopt;
    }
    return form;
}

}  // namespace anlan::codec
