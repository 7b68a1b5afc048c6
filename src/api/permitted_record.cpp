#include "api/permitted_record.hpp"

#include "api/reads.hpp"
#include "base/sortable_id.hpp"

namespace anlan::api {

std::optional<PermittedRecord> permitted_record(const Parts& parts, const kernel::Module& module, Call& call,
                                                std::string_view permission) {
    const auto refuse = [&](const Problem& problem) {
        call.answer(problem);
        return std::nullopt;
    };
    const std::string& stream = call.path_values.front();
    if (!is_id_of(module.prefix, stream)) return refuse(unknown_record());
    auto read = parts.records.find(stream);
    if (!read.ok()) return refuse(problem_of(read.error()));
    if (!*read || (*read)->module != &module) return refuse(unknown_record());
    auto scope = module.scope((*read)->state);
    scope.record = stream;
    const auto decision = access::may(call.caller.seat, permission, call.purpose(), scope, parts.access);
    if (!permits(parts, call, permission, decision)) return std::nullopt;
    if (!decision.under.empty()) call.caller.seat.actor.under = decision.under;
    return PermittedRecord{std::move(**read), std::move(scope), decision.extent};
}

}  // namespace anlan::api
