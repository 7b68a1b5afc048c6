// What a post may be granted for: an area that the data folder's log knows, of the size that the role belongs
// to. Asked by `anlan account grant`, also while the service runs.
#pragma once
#include "base/result.hpp"
#include "kernel/deadline_rule.hpp"
#include "terms/jurisdiction.hpp"

#include <filesystem>
#include <string>

namespace anlan::app {

// The jurisdiction that a post of `role` for `area` reaches; the text is for the person who asked. The city
// of the rulebook needs no log: it is where the first accounts are made.
Result<Jurisdiction, std::string> reach_for(const std::filesystem::path& data, const kernel::Role& role,
                                            const AreaId& area, const AreaId& city);

}  // namespace anlan::app
