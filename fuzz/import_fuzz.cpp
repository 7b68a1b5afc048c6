// A file of commands, one JSON object a line: read whole, or refused with a line that it has.
#include "base/check.hpp"
#include "sim/seed.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace anlan::domain {
kernel::Modules all_modules();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace anlan;
    static const kernel::Modules modules = domain::all_modules();
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto lines = std::ranges::count(text, '\n') + 1;
    const auto seed = sim::Seed::read(text, "fuzz", modules);
    if (!seed.ok()) {
        ANLAN_CHECK(seed.error().line >= 1 && seed.error().line <= lines, "a fault in a line it has not");
        ANLAN_CHECK(!seed.error().message.empty(), "a fault without a word");
        return 0;
    }
    ANLAN_CHECK(static_cast<std::int64_t>(seed->lines()) <= lines, "more commands than lines");
    return 0;
}
