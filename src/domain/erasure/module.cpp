// The erasure module's table. Erasing itself has no route: the clock sends it.
#include "domain/erasure/row.hpp"
#include "domain/erasure/rules.hpp"
#include "kernel/module_of.hpp"

namespace anlan::erasure {

kernel::Module module() {
    auto m = kernel::describe<Erasure>({.name = "erasure",
                                        .prefix = "ers",
                                        .resource = "erasures",
                                        .title = {"个人信息清除", "Erasures of personal texts"}});
    m.command<EraseEarly>({kernel::Method::post,
                           "/v1/erasures/{erasure_id}/order",
                           true,
                           {"依当事人申请提前清除", "Erase early, as the person asked"}});
    m.command<PlaceHold>({kernel::Method::post,
                          "/v1/erasures/{erasure_id}/holds",
                          true,
                          {"依法保全，停止清除", "Place a legal hold"}});
    m.command<LiftHold>({kernel::Method::post,
                         "/v1/erasures/{erasure_id}/hold_lifting",
                         false,
                         {"解除保全", "Lift a legal hold"}});
    m.rules<Rules>("retention.toml", validate);
    m.scope([](const Erasure::State& state) { return kernel::Scope{state.where, {}}; });
    m.row<ErasureRow>(row_of, facets_of, [](const Erasure::State& state) {
        return !state.holds.empty() || state.ordered.has_value();
    });
    m.rests([](const Erasure::State& state) {
        return !state.erasures.empty() && state.holds.empty() && !state.ordered;
    });
    return std::move(m).finish();
}

}  // namespace anlan::erasure
