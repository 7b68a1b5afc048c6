// What a browser sends of a form without script: application/x-www-form-urlencoded.
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::codec {

using Form = std::map<std::string, std::string, std::less<>>;

// None: this is not one, or it has more members than `members_max`, or one of them twice; or a name or value
// is not UTF-8 or has control characters other than tab and line breaks. Line breaks come back as '\n',
// whatever a browser makes of them.
std::optional<Form> read_form(std::string_view body, std::size_t members_max);

}  // namespace anlan::codec
