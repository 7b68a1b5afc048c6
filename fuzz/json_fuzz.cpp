// Whatever stands in a body: it is read as the command it claims to be, or refused; and what was read,
// written again and read again, is the same text.
#include "base/check.hpp"
#include "codec/json.hpp"
#include "kernel/module.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace anlan::domain {
kernel::Modules all_modules();
}

namespace {

// Every command that has a path, of every module: the first byte chooses one.
const std::vector<const anlan::kernel::CommandSpec*>& commands() {
    static const anlan::kernel::Modules modules = anlan::domain::all_modules();
    static const std::vector<const anlan::kernel::CommandSpec*> specs = [] {
        std::vector<const anlan::kernel::CommandSpec*> found;
        for (const auto& module : modules)
            for (const auto& spec : module.commands)
                if (!spec->path.empty()) found.push_back(spec.get());
        return found;
    }();
    return specs;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0 || commands().empty()) return 0;
    const auto& spec = *commands()[data[0] % commands().size()];
    const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
    const auto read = spec.decode(text);
    if (!read.ok()) {
        ANLAN_CHECK(!read.error().expected.empty(), "a refusal that does not say what was expected");
        return 0;
    }
    const auto written = spec.encode(read.value());
    const auto again = spec.decode(written);
    ANLAN_CHECK(again.ok(), "what was written does not read");
    ANLAN_CHECK(spec.encode(again.value()) == written, "what was read again is not the same");
    return 0;
}
