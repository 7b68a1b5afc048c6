// Loads a city's rulebook from a folder of TOML files: all of it or nothing. Each module brings its section's
// file name and reader (kernel::RulesSpec); city.toml is this adapter's own. The version that stands in every
// event is a digest of the files, so that the same rules have the same name on every machine.
#pragma once
#include "adapters/rulebook/toml_text.hpp"
#include "kernel/module.hpp"
#include "kernel/rulebook.hpp"

#include <boost/describe.hpp>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace anlan::adapters {

struct RulebookError {
    std::string file;  // as it can be opened: "rulebook/wuhan/incident.toml"
    int line = 0;      // 0: the file as a whole
    std::string path;  // ".classes[3].priority"; empty: no member in particular
    std::string expected;

    friend bool operator==(const RulebookError&, const RulebookError&) = default;
};

// "rulebook/wuhan/incident.toml:41: .classes[3].priority: expected one of p1, p2, p3, p4"
std::string to_text(const RulebookError& error);

// city.toml. Kept in the rulebook as a section of its own, for whoever shows where and by which rules we
// work.
struct CityRules {
    std::string city;  // "wuhan": lower-case letters, digits and hyphens
    std::string name_zh;
    std::string name_en;
    std::string rulebook;          // the book's name for people
    std::string edition;           // "2026-11"
    int civil_offset_minutes = 0;  // civil time minus UTC
};
BOOST_DESCRIBE_STRUCT(CityRules, (), (city, name_zh, name_en, rulebook, edition, civil_offset_minutes))

// Reports the first fault of every file, and every missing or unknown file, in the order of the file names;
// where there is none, the first fault that each cross check finds. A section that several modules name is
// read once.
Result<kernel::Rulebook, std::vector<RulebookError>> load_rulebook(
    const std::string& directory, std::span<const kernel::RulesSpec> sections);

// One TOML file outside a rulebook, such as a replay's mapping, by the same rules.
Result<std::shared_ptr<const void>, RulebookError> load_toml(const std::string& file,
                                                             const kernel::RulesSpec& section);

}  // namespace anlan::adapters
