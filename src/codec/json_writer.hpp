// The canonical text of JSON's own types: no blanks, only the escapes that must be, shortest number that
// reads back as the same. What is written here, JsonReader reads.
#pragma once
#include "base/personal_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace anlan::codec {

// With quotes. Bytes that are no UTF-8 (they can only come past the readers, from an import) become U+FFFD: a
// record that could not be read again would be worse.
void write_json_text(std::string& out, std::string_view text);
// A text; {"sealed":"…"} as it is kept; {"erased":true} when its key is gone.
void write_json_personal(std::string& out, const PersonalText& value);
void write_json_signed(std::string& out, std::int64_t value);
void write_json_unsigned(std::string& out, std::uint64_t value);
void write_json_double(std::string& out, double value);  // finite, or it is a bug

}  // namespace anlan::codec
