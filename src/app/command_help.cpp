#include "app/command_help.hpp"

#include "base/check.hpp"
#include "codec/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace anlan::app {
namespace {

using codec::JsonReader;

// As much of a schema as codec/json_schema.hpp writes. Views into its text.
struct Shape {
    std::string type;
    std::string format;
    std::string unit;
    std::vector<std::string> choices;
    std::vector<std::pair<std::string, std::string_view>> properties;
    std::set<std::string> required;
    std::string_view items;
};

bool read_texts(JsonReader& reader, std::vector<std::string>& out) {
    if (!reader.enter_array()) return false;
    bool first = true;
    for (;;) {
        const auto step = reader.next_element(first);
        if (step != JsonReader::Step::item) return step == JsonReader::Step::end;
        if (!reader.read_string(out.emplace_back())) return false;
    }
}

bool read_properties(JsonReader& reader, Shape& shape) {
    if (!reader.enter_object()) return false;
    bool first = true;
    std::string_view name;
    for (;;) {
        const auto step = reader.next_member(first, name);
        if (step != JsonReader::Step::item) return step == JsonReader::Step::end;
        auto& property = shape.properties.emplace_back(std::string{name}, std::string_view{});
        if (!reader.skip_value(property.second)) return false;
    }
}

bool read_member(JsonReader& reader, const std::string& name, Shape& shape) {
    if (name == "type") return reader.read_string(shape.type);
    if (name == "format") return reader.read_string(shape.format);
    if (name == "x-unit") return reader.read_string(shape.unit);
    if (name == "enum") return read_texts(reader, shape.choices);
    if (name == "properties") return read_properties(reader, shape);
    if (name == "items") return reader.skip_value(shape.items);
    if (name != "required") return reader.skip_value();
    std::vector<std::string> names;
    const bool read = read_texts(reader, names);
    shape.required = {names.begin(), names.end()};
    return read;
}

Shape shape_of(std::string_view schema) {
    JsonReader reader{schema, codec::Unknown::ignore};
    Shape shape;
    ANLAN_CHECK(reader.enter_object(), "a schema is an object");
    bool first = true;
    std::string_view name;
    for (;;) {
        const auto step = reader.next_member(first, name);
        ANLAN_CHECK(step != JsonReader::Step::failed, "a schema is JSON");
        if (step == JsonReader::Step::end) return shape;
        ANLAN_CHECK(read_member(reader, std::string{name}, shape), "a schema that the codec wrote");
    }
}

// "text", "one of phone, sms", "list of {code, note}".
std::string words_of(const Shape& shape) {
    if (!shape.choices.empty()) return fmt::format("one of {}", fmt::join(shape.choices, ", "));
    if (shape.type == "array") return "list of " + words_of(shape_of(shape.items));
    if (shape.type == "object" && !shape.properties.empty()) {
        std::vector<std::string> names;
        for (const auto& [name, schema] : shape.properties) names.push_back(name);
        return fmt::format("{{{}}}", fmt::join(names, ", "));
    }
    if (shape.format == "date-time") return "instant, as 2026-03-02T09:05:00Z";
    if (!shape.unit.empty()) return shape.unit;
    if (shape.type == "string") return "text";
    if (shape.type == "boolean") return "true or false";
    return shape.type.empty() ? "any JSON" : shape.type;
}

struct Line {
    std::string member;
    bool required = false;
    std::string takes;
};

void add_lines(const std::string& prefix, const Shape& shape, bool all_needed, const std::string& left_out,
               std::vector<Line>& lines) {
    for (const auto& [name, schema] : shape.properties) {
        if (prefix.empty() && name == left_out) continue;
        const Shape member = shape_of(schema);
        const bool needed = all_needed && shape.required.contains(name);
        if (member.type == "object" && !member.properties.empty())
            add_lines(prefix + name + ".", member, needed, left_out, lines);
        else
            lines.push_back({prefix + name, needed, words_of(member)});
    }
}

// Those that the route names, which are always needed.
void add_path_members(std::string_view path, std::vector<Line>& lines) {
    for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1)) {
        const auto close = path.find('}', open);
        lines.push_back({std::string{path.substr(open + 1, close - open - 1)}, true, "text"});
    }
}

}  // namespace

std::string command_help(const kernel::CommandSpec& spec) {
    std::vector<Line> lines;
    add_path_members(spec.path, lines);
    add_lines("", shape_of(spec.schema), true, spec.link_member, lines);
    std::size_t width = 0;
    for (const Line& line : lines) width = std::max(width, line.member.size());
    auto out = fmt::format("{}  {} / {}\n{}\n", spec.name, spec.title.en, spec.title.zh, spec.path);
    for (const Line& line : lines)
        out += fmt::format("  {} {:{}}  {}\n", line.required ? '*' : ' ', line.member, width, line.takes);
    out += lines.empty() ? "It takes nothing.\n" : "* is needed. Say each as member=value.\n";
    return out;
}

}  // namespace anlan::app
