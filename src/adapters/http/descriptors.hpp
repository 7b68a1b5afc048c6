// Each connection is an open file, and so are the log and the accounts: whoever opens connections must not
// take the descriptors that those need.
#pragma once
#include "adapters/http/settings.hpp"

namespace anlan::adapters::http {

// Lets the process open as many files as the machine allows it; how many that are.
std::size_t open_files_max();

// As many connections as leave `reserved` descriptors for the rest; one source at most a quarter of them, as
// the settings have it. (Of so few that nothing is left after that, one connection is kept.)
Limits within(Limits limits, std::size_t open_files, std::size_t reserved = 512);

}  // namespace anlan::adapters::http
