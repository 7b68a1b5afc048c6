// A section of the rulebook, altered at will: the first line names which, the rest is its file, as TOML. It
// is read and holds what the section promises, or is refused with a member and what was expected.
#include "adapters/rulebook/toml_text.hpp"
#include "base/check.hpp"
#include "sim/sections.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace anlan::domain {
kernel::Modules all_modules();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace anlan;
    static const kernel::Modules modules = domain::all_modules();
    static const auto sections = sim::rulebook_sections(modules);
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto cut = std::min(input.find('\n'), input.size());
    const auto text = adapters::read_toml(input.substr(std::min(cut + 1, input.size())));
    if (!text.ok()) return 0;
    auto section = std::ranges::find(sections, input.substr(0, cut), &kernel::RulesSpec::file);
    if (section == sections.end())
        section = sections.begin() + (input.empty() ? 0 : data[0] % static_cast<int>(sections.size()));
    const auto read = section->read(text.value().json);
    if (!read.ok())
        ANLAN_CHECK(!read.error().expected.empty(), "a refusal that does not say what was expected");
    return 0;
}
