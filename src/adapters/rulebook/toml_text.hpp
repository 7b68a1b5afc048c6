// A TOML text as JSON text, with the line each member came from. This is the only place that knows TOML: what
// is read of the JSON (types, unknown members, ranges) is each reader's business, and where it finds fault
// with a member, line_of() says where a person has to look.
//
//   tables, arrays, strings, integers, floats, booleans   as they are
//   dates and times                                        as text: "2026-10-01", "08:30:00", RFC 3339
//   inf and nan                                            refused: JSON has no word for them
#pragma once
#include "base/result.hpp"

#include <map>
#include <string>
#include <string_view>

namespace anlan::adapters {

struct TomlFault {
    int line = 0;
    std::string path;  // of the member at fault; empty where the text is not TOML at all
    std::string expected;
};

struct TomlText {
    std::string json;
    std::map<std::string, int> lines;  // ".classes[3].priority" → 41

    // Of the member, or, where it is absent, of the nearest table or list that should hold it. 0: the whole
    // file.
    int line_of(std::string_view path) const;
};

inline constexpr std::size_t toml_bytes_max = 4u << 20;

Result<TomlText, TomlFault> read_toml(std::string_view text);

}  // namespace anlan::adapters
