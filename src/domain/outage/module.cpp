// The outage module's table. Noting one has no route: the service does it when it starts. Who reviews outages
// reads them, wherever they sit: an outage is everybody's.
#include "domain/outage/row.hpp"
#include "domain/outage/rules.hpp"
#include "kernel/module_of.hpp"
#include "kernel/roles_fit.hpp"

namespace anlan::outage {
kernel::Module module() {
    auto m = kernel::describe<Outage>({.name = "outage",
                                       .prefix = "out",
                                       .resource = "outages",
                                       .title = {"停机", "Outages"},
                                       .read_permission = "outage.review"});
    m.command<ReviewOutage>({kernel::Method::post,
                             "/v1/outages/{outage_id}/review",
                             false,
                             {"复核停机期间到期的时限", "Review what fell into an outage"}});
    m.rules<Rules>("outage.toml", validate, kernel::roles_fit<Rules>);
    m.row<OutageRow>(row_of, facets_of,
                     [](const Outage::State& state) { return state.noted && !state.reviewed; });
    return std::move(m).finish();
}

}  // namespace anlan::outage
