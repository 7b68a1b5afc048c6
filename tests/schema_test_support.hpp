// Bodies made from a JSON Schema: the least that its reader takes, and the members of it that hold ids.
#pragma once
#include "codec/json_reader.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::schema_bodies {

using Members = std::vector<std::pair<std::string, std::string>>;

inline Members members_of(std::string_view json) {
    codec::JsonReader reader{json, codec::Unknown::ignore};
    Members members;
    if (!reader.enter_object()) return members;
    bool first = true;
    std::string_view name;
    while (reader.next_member(first, name) == codec::JsonReader::Step::item) {
        std::string kept{name};
        std::string_view value;
        if (!reader.skip_value(value)) break;
        members.emplace_back(std::move(kept), std::string{value});
    }
    return members;
}

inline std::string member(const Members& members, std::string_view name) {
    for (const auto& [known, value] : members)
        if (known == name) return value;
    return {};
}

inline std::vector<std::string> texts_of(std::string_view json) {
    codec::JsonReader reader{json, codec::Unknown::ignore};
    std::vector<std::string> texts;
    if (json.empty() || !reader.enter_array()) return texts;
    bool first = true;
    std::string text;
    while (reader.next_element(first) == codec::JsonReader::Step::item && reader.read_string(text))
        texts.push_back(text);
    return texts;
}

// A member to be filled, by its path: ".units[].unit_id", and with what.
struct Fill {
    std::string path;
    std::string value;
    // The endpoint's: members that it names behind its own record's are not in the body.
    std::string in_path = {};
};

inline bool stands_behind_the_record(const std::string& path, const std::string& name) {
    const auto record = path.find('}');
    return record != std::string::npos && path.find("{" + name + "}", record) != std::string::npos;
}

inline std::string body_of(std::string_view schema, const Fill& fill = {}, const std::string& at = {}) {
    const auto parts = members_of(schema);
    const auto type = member(parts, "type");
    const bool on_the_way = !fill.path.empty() && fill.path.starts_with(at);
    if (type == R"("object")") {
        const auto required = texts_of(member(parts, "required"));
        std::string out;
        for (const auto& [name, part] : members_of(member(parts, "properties"))) {
            const auto path = at + "." + name;
            if (at.empty() && stands_behind_the_record(fill.in_path, name)) continue;
            const bool needed = std::find(required.begin(), required.end(), name) != required.end();
            const bool wanted = on_the_way && (fill.path == path || fill.path.starts_with(path + ".") ||
                                               fill.path.starts_with(path + "["));
            if (needed || wanted)
                out += (out.empty() ? "\"" : ",\"") + name + "\":" + body_of(part, fill, path);
        }
        return "{" + out + "}";
    }
    if (type == R"("array")") {
        if (!on_the_way || !fill.path.starts_with(at + "[]")) return "[]";
        return "[" + body_of(member(parts, "items"), fill, at + "[]") + "]";
    }
    if (fill.path == at && !at.empty()) return '"' + fill.value + '"';
    if (const auto choices = texts_of(member(parts, "enum")); !choices.empty()) return '"' + choices[0] + '"';
    if (type == R"("string")")
        return member(parts, "format") == R"("date-time")" ? R"("2026-09-01T00:00:00Z")" : R"("x")";
    if (type == R"("boolean")") return "false";
    const auto least = member(parts, "minimum");
    return least.empty() || least.front() == '-' ? "0" : least;
}

// The paths of all members that hold ids: by their type, or, where a module says only "a text", by their
// name.
inline std::vector<std::string> id_paths(std::string_view schema, const std::string& at = {}) {
    const auto parts = members_of(schema);
    std::vector<std::string> paths;
    for (const auto& [name, part] : members_of(member(parts, "properties")))
        for (auto& path : id_paths(part, at + "." + name)) paths.push_back(std::move(path));
    if (const auto items = member(parts, "items"); !items.empty())
        for (auto& path : id_paths(items, at + "[]")) paths.push_back(std::move(path));
    const bool named_so = at.ends_with("_id") || at.ends_with("_ids[]");
    const bool text = member(parts, "type") == R"("string")";
    if (text && (named_so || member(parts, "x-id") == "true")) paths.push_back(at);
    return paths;
}

}  // namespace anlan::schema_bodies
