// The erasure module's table. Its one command has no route: the clock sends it.
#include "domain/erasure/row.hpp"
#include "domain/erasure/rules.hpp"
#include "kernel/module_of.hpp"

namespace anlan::erasure {

kernel::Module module() {
    auto m = kernel::describe<Erasure>({.name = "erasure",
                                        .prefix = "ers",
                                        .resource = "erasures",
                                        .title = {"个人信息清除", "Erasures of personal texts"}});
    m.rules<Rules>("retention.toml", [](const Rules& rules) -> std::optional<kernel::Malformed> {
        if (auto fault = validate(rules)) return kernel::Malformed{fault->path, fault->expected};
        return std::nullopt;
    });
    m.scope([](const Erasure::State& state) { return kernel::Scope{state.where, {}}; });
    m.row<ErasureRow>(row_of, facets_of, [](const Erasure::State&) { return false; });
    return std::move(m).finish();
}

}  // namespace anlan::erasure
