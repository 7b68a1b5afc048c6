#include "adapters/http/request_reader.hpp"
#include "codec/utf8.hpp"

#include <algorithm>

namespace anlan::adapters::http {
namespace {

enum class Plus { is_plus, is_blank };

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decode(std::string_view text, Plus plus) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::is_blank)
            out += ' ';
        else if (text[i] != '%')
            out += text[i];
        else {
            if (i + 2 >= text.size() || hex(text[i + 1]) < 0 || hex(text[i + 2]) < 0) return std::nullopt;
            out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
        }
    }
    const bool control = std::any_of(
        out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (control || !codec::is_utf8(out)) return std::nullopt;
    return out;
}

}  // namespace

std::optional<Target> read_target(std::string_view target, std::size_t parameters_max) {
    if (target.empty() || target.front() != '/') return std::nullopt;
    const auto mark = target.find('?');
    Target read;
    auto path = decode(target.substr(0, mark), Plus::is_plus);
    if (!path) return std::nullopt;
    read.path = std::move(*path);
    std::string_view rest = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
    while (!rest.empty()) {
        const auto end = rest.find('&');
        const auto pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        auto name = decode(pair.substr(0, equals), Plus::is_blank);
        auto value = decode(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1),
                            Plus::is_blank);
        if (!name || !value || read.query.size() == parameters_max) return std::nullopt;
        read.query.push_back({std::move(*name), std::move(*value)});
    }
    return read;
}

}  // namespace anlan::adapters::http
