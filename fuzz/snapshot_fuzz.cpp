// A stream as the snapshot keeps it, altered at will: the first byte chooses the module, the rest is its
// state. What is read can be shown, and written and read again is the same.
#include "base/check.hpp"
#include "kernel/module.hpp"
#include "kernel/personal_seal.hpp"

#include <cstddef>
#include <cstdint>

namespace anlan::domain {
kernel::Modules all_modules();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace anlan;
    static const kernel::Modules modules = domain::all_modules();
    if (size == 0) return 0;
    const auto& module = modules[data[0] % modules.size()];
    const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
    const std::string stream = module.prefix + "_1";
    const auto state = kernel::opened_state(module, stream, text, nullptr);
    if (!state.ok()) return 0;
    const auto written = module.encode_state(*state);
    const auto again = module.decode_state(written);
    ANLAN_CHECK(again.ok() && module.encode_state(*again) == written, "a state that is not read back");
    (void)module.encode_summary(*state);
    (void)module.scope(*state);
    (void)module.obligations(*state);
    if (module.row) (void)module.row(stream, *state);
    if (module.closed) (void)module.closed(*state);
    return 0;
}
