// The look module's table: names and its one route. Looks are not listed; they are read in the log, by who
// may.
#include "domain/look/look.hpp"
#include "kernel/module_of.hpp"

namespace anlan::look {

kernel::Module module() {
    auto m = kernel::describe<Look>({.name = "look",
                                     .prefix = "lok",
                                     .resource = "looks",
                                     .title = {"查阅记录", "Looks at personal data"}});
    m.command<RecordLook>({kernel::Method::post, "/v1/looks", true, {"登记查阅", "Record a look"}});
    return std::move(m).finish();
}

}  // namespace anlan::look
