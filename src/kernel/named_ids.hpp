// Which records a JSON text names. Members that hold ids differ from command to command and new ones come;
// what an id looks like does not. So every string of the text is looked at, whatever its member is called: a
// member that was forgotten here cannot be the hole.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace anlan::kernel {

// Every string of a JSON text (as codec wrote it, or as somebody sent it) that has the form of a stream's id,
// once each, in their order; however its characters are escaped.
std::vector<std::string> named_ids(std::string_view json);

// Whether the text names exactly this id.
bool names(std::string_view json, std::string_view id);

}  // namespace anlan::kernel
