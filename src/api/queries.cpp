// The views' own questions: search, same-event ribbon, statistics. A view names path, permission and
// parameters; this file asks access, records the look where the answer is personal, and passes on what the
// view says.
#include "api/body.hpp"
#include "api/looks.hpp"
#include "api/reads.hpp"
#include "kernel/named_ids.hpp"

#include <algorithm>

namespace anlan::api {
namespace {

using Parameters = std::map<std::string, std::string>;

constexpr bool is_common(std::string_view name) { return name == "purpose" || name == "reason"; }

Result<Parameters, Problem> read_parameters(const kernel::QuerySpec& spec, const Call& call) {
    Parameters parameters;
    for (std::size_t i = 0; i < call.path_values.size(); ++i)
        parameters.emplace(call.endpoint->path_names[i], call.path_values[i]);
    for (const auto& given : call.request.query) {
        if (is_common(given.name)) continue;
        parameters.emplace(given.name, given.value);
    }
    for (const auto& parameter : spec.parameters)
        if (parameter.required && !parameters.contains(parameter.name))
            return Unexpected{Problem{400,
                                      "api.parameter_missing",
                                      parameter.name + ": the parameter is required",
                                      kernel::Remedy::fix_input,
                                      parameter.name,
                                      {},
                                      {}}};
    return parameters;
}

void answer_query(const Parts& parts, const kernel::QuerySpec& spec, const Parameters& parameters,
                  const Call& call) {
    const auto& seat = call.caller.seat;
    const std::function<bool(const kernel::Scope&)> visible = [&](const kernel::Scope& scope) {
        return access::may(seat, spec.permission, {}, scope, parts.access).allowed();
    };
    auto answer =
        spec.answer({parameters, call.request.body, parts.clock.now(), seat.actor, parts.rules, visible});
    if (!answer.ok()) return call.refuse(answer.error());
    call.answer(json_response(200, std::move(answer).value()));
}

// The record a question is about: its first id, else the question itself.
std::string record_of(const kernel::QuerySpec& spec, const Parameters& parameters) {
    for (const auto& [name, value] : parameters)
        if (name.ends_with("_id")) return value;
    return spec.name;
}

// A question names only records that the asker may read, in its parameters and in its body. Whether it does;
// if not, that is answered.
bool names_what_is_seen(const Parts& parts, const Parameters& parameters, Call& call) {
    auto ids = kernel::named_ids(call.request.body);
    for (const auto& [name, value] : parameters) ids.push_back(value);
    for (const auto& id : ids) {
        const auto read = parts.records.find(id);
        if (!read.ok()) return call.answer(problem_of(read.error())), false;
        const auto& found = *read;
        if (!found || found->module->naming == kernel::Naming::everybody) continue;
        const auto& permission = found->module->read_permission;
        auto scope = found->module->scope(found->state);
        scope.record = id;
        const auto decision = access::may(call.caller.seat, permission, {}, scope, parts.access);
        if (!permits(parts, call, permission, decision)) return false;
        if (!decision.under.empty()) call.caller.seat.actor.under = decision.under;  // the look says so
    }
    return true;
}

Result<std::optional<kernel::Row>, ports::Fault> row_of(const views::Records& records,
                                                        const std::string& record) {
    ANLAN_TRY(const auto found, records.find(record));
    if (!found || !found->module->personal || !found->module->row) return std::optional<kernel::Row>{};
    return found->module->row(record, found->state);
}

// The record itself, or a record about people that its row names: a call's incident.
Result<bool, ports::Fault> is_worked_on(const views::Records& records, const std::string& record) {
    ANLAN_TRY(const auto row, row_of(records, record));
    if (!row || row->open) return row.has_value();
    for (const auto& id : kernel::named_ids(row->json)) {
        ANLAN_TRY(const auto other, row_of(records, id));
        if (other && other->open) return true;
    }
    return false;
}

// A look-up of other records starts from one that is being worked on, or says that it looks back.
std::optional<Problem> without_open_record(const Parts& parts, const kernel::QuerySpec& spec,
                                           const Parameters& parameters, const std::string& purpose) {
    const auto& purposes = parts.access.purposes;
    const bool looks_back = std::any_of(purposes.begin(), purposes.end(), [&](const auto& rule) {
        return rule.code == purpose && rule.without_open_record.value_or(false);
    });
    if (!spec.from_open_record || looks_back) return std::nullopt;
    const auto record = record_of(spec, parameters);
    const auto found = parts.records.find(record);
    if (!found.ok()) return problem_of(found.error());
    if (!*found) return std::nullopt;  // the view says so
    const auto worked_on = is_worked_on(parts.records, record);
    if (!worked_on.ok()) return problem_of(worked_on.error());
    if (*worked_on) return std::nullopt;
    return Problem{
        403,
        "access.no_open_record",
        "a look-up starts from a record that is still worked on, or states a purpose that looks back",
        kernel::Remedy::fix_input,
        "Anlan-Purpose",
        {},
        {}};
}

void ask(const Parts& parts, IdMaker& ids, const kernel::QuerySpec& spec, Call call) {
    auto parameters = read_parameters(spec, call);
    if (!parameters.ok()) return call.answer(parameters.error());
    if (auto wrong = fault_in_content_type(call.request)) return call.answer(*wrong);
    const auto decision =
        access::may_anywhere(call.caller.seat, spec.permission, call.purpose(), parts.access);
    if (!permits(parts, call, spec.permission, decision)) return;
    if (!names_what_is_seen(parts, parameters.value(), call)) return;
    if (auto problem = without_open_record(parts, spec, parameters.value(), call.purpose()))
        return call.answer(std::move(*problem));
    if (!spec.personal) return answer_query(parts, spec, parameters.value(), call);
    const Look at{record_of(spec, parameters.value()), {spec.name}};
    look(parts, ids, std::move(call), at, [&parts, &spec, parameters = parameters.value()](const Call& seen) {
        answer_query(parts, spec, parameters, seen);
    });
}

}  // namespace

void add_queries(Router& router, const Parts& parts, IdMaker& ids) {
    for (const kernel::QuerySpec& spec : parts.queries) {
        Endpoint endpoint;
        endpoint.method = spec.method;
        endpoint.path = spec.path;
        endpoint.operation = spec.name;
        endpoint.tag = spec.name.substr(0, spec.name.find('.'));
        endpoint.title = spec.title;
        if (spec.personal) endpoint.parameters = look_parameters();
        for (const auto& parameter : spec.parameters) {
            const bool in_path = spec.path.find("{" + parameter.name + "}") != std::string::npos;
            if (!in_path && !is_common(parameter.name))
                endpoint.parameters.push_back({Parameter::In::query, parameter.name, parameter.required,
                                               parameter.title, R"({"type":"string"})"});
        }
        endpoint.body_schema = spec.body_schema;
        endpoint.result_schema = spec.result_schema.empty() ? "{}" : spec.result_schema;
        endpoint.handle = [&parts, &ids, &spec](Call call) { ask(parts, ids, spec, std::move(call)); };
        router.add(std::move(endpoint));
    }
}

}  // namespace anlan::api
