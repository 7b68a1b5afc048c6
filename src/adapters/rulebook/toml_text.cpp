#include "adapters/rulebook/toml_text.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <sstream>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace anlan::adapters {
namespace {

void put_text(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

template <class Number>
void put_number(std::string& out, Number number) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
}

template <class Printable>
std::string printed(const Printable& value) {
    std::ostringstream text;
    text << value;
    return text.str();
}

// Walks the parsed tree once, writing JSON and noting lines. Depth is bounded by toml++'s own limit on nesting.
class Walk {
public:
    std::optional<TomlFault> fault;
    TomlText out;

    void table(const toml::table& table, const std::string& path) {
        out.json += '{';
        bool first = true;
        for (const auto& [key, value] : table) {
            if (!first) out.json += ',';
            first = false;
            put_text(out.json, key.str());
            out.json += ':';
            std::string member = path;
            member += '.';
            member += key.str();
            note(member, key.source().begin.line);
            node(value, member);
        }
        out.json += '}';
    }

private:
    void note(const std::string& path, toml::source_index line) {
        if (line > 0) out.lines.emplace(path, static_cast<int>(line));
    }

    void array(const toml::array& array, const std::string& path) {
        out.json += '[';
        std::size_t index = 0;
        for (const auto& value : array) {
            if (index > 0) out.json += ',';
            std::string member = path + '[';
            put_number(member, index++);
            member += ']';
            note(member, value.source().begin.line);
            node(value, member);
        }
        out.json += ']';
    }

    void floating(double number, const std::string& path) {
        if (!std::isfinite(number)) {
            if (!fault) fault = TomlFault{out.line_of(path), path, "a finite number"};
            out.json += '0';
            return;
        }
        put_number(out.json, number);
    }

    void node(const toml::node& value, const std::string& path) {
        switch (value.type()) {
            case toml::node_type::table: return table(*value.as_table(), path);
            case toml::node_type::array: return array(*value.as_array(), path);
            case toml::node_type::string: return put_text(out.json, value.as_string()->get());
            case toml::node_type::integer: return put_number(out.json, value.as_integer()->get());
            case toml::node_type::floating_point: return floating(value.as_floating_point()->get(), path);
            case toml::node_type::boolean: out.json += value.as_boolean()->get() ? "true" : "false"; return;
            case toml::node_type::date: return put_text(out.json, printed(value.as_date()->get()));
            case toml::node_type::time: return put_text(out.json, printed(value.as_time()->get()));
            case toml::node_type::date_time: return put_text(out.json, printed(value.as_date_time()->get()));
            case toml::node_type::none: out.json += "null"; return;
        }
    }
};

}  // namespace

int TomlText::line_of(std::string_view path) const {
    while (!path.empty()) {
        if (const auto found = lines.find(std::string{path}); found != lines.end()) return found->second;
        const auto cut = path.find_last_of(".[");
        if (cut == std::string_view::npos) break;
        path = path.substr(0, cut);
    }
    return 0;
}

Result<TomlText, TomlFault> read_toml(std::string_view text) {
    if (text.size() > toml_bytes_max) return Unexpected{TomlFault{0, "", "a file of at most 4 MiB"}};
    const auto parsed = toml::parse(text);
    if (!parsed) {
        const auto& error = parsed.error();
        return Unexpected{TomlFault{static_cast<int>(error.source().begin.line), "",
                                    "valid TOML: " + std::string{error.description()}}};
    }
    Walk walk;
    walk.table(parsed.table(), "");
    if (walk.fault) return Unexpected{std::move(*walk.fault)};
    return std::move(walk.out);
}

}  // namespace anlan::adapters
