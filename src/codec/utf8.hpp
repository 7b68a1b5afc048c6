// UTF-8 as the Unicode standard defines it: no overlong forms, no surrogates, nothing beyond U+10FFFF.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace anlan::codec {

// How many bytes from the front are valid; text.size() if all are.
std::size_t valid_utf8_prefix(std::string_view text);

inline bool is_utf8(std::string_view text) { return valid_utf8_prefix(text) == text.size(); }

// Whether text that is valid UTF-8 has a character that commands a terminal or a printer and says nothing:
// U+0000 to U+001F but for tab, line feed and carriage return, and U+007F to U+009F.
bool has_control_character(std::string_view text);

// Appends the code point; surrogates and values beyond U+10FFFF are the caller's bug.
void append_utf8(std::string& out, char32_t code_point);

}  // namespace anlan::codec
