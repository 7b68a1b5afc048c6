// Where the files beside the program are: the rulebook, the web folder, the demo city. Beside the source tree
// in a checkout, under share/anlan where it is installed.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace anlan::app {

// The first that exists of: as given from the current folder, from the source tree the program was built in
// (two folders above it), from <prefix>/share/anlan.
std::optional<std::filesystem::path> find_shared(const std::string& relative);

}  // namespace anlan::app
