#include "api/printouts.hpp"

#include "api/looks.hpp"
#include "api/permitted_record.hpp"

namespace anlan::api {
namespace {

// None: it is asked for in a language that there is not.
std::optional<Tongue> tongue_of(const Parts& parts, const Call& call) {
    const auto* asked = call.request.parameter("language");
    if (asked != nullptr && *asked != "zh" && *asked != "en") return std::nullopt;
    return Tongue{asked == nullptr || *asked == "zh", parts.rules.civil_offset};
}

// The record as it is once the look at it stands in the log.
void print(const Parts& parts, const Call& call, const Tongue& tongue, const Printout& printout) {
    const std::string& id = call.path_values.front();
    const auto read = parts.records.find(id);
    if (!read.ok()) return call.answer(problem_of(read.error()));
    if (!*read) return call.answer(unknown_record());
    const auto made = printout.make(tongue, id, (*read)->module->encode_state((*read)->state));
    if (!made.ok()) return call.answer(problem_of(made.error()));
    if (!made.value()) return call.answer(printout.nothing_yet);
    ports::Response response;
    response.content_type = printout.media_type;
    response.headers = {{"Content-Disposition", std::string{printout.download ? "attachment" : "inline"} +
                                                    "; filename=\"" + id + "." + printout.ending + "\""},
                        {"Cache-Control", "no-store"}};
    response.body = *made.value();
    call.answer(std::move(response));
}

void look_and_print(const Parts& parts, IdMaker& ids, const kernel::Module& module, Call call,
                    const Printout& printout) {
    const auto record = permitted_record(parts, module, call, module.read_permission);
    if (!record) return;
    const auto tongue = tongue_of(parts, call);
    if (!tongue)
        return call.answer(
            Problem{422, "api.language_invalid", "zh or en", kernel::Remedy::fix_input, ".language", {}, {}});
    if (!module.personal) return print(parts, call, *tongue, printout);  // its summary leaves out nothing
    if (record->extent != kernel::Extent::all)
        return call.answer(Problem{403,
                                   "access.not_given_by_sharing",
                                   "only the summary is shared",
                                   kernel::Remedy::ask_superior,
                                   {},
                                   {},
                                   {}});
    const std::string id = call.path_values.front();
    look(parts, ids, std::move(call), {id, {printout.what}},
         [&parts, &printout, tongue = *tongue](const Call& seen) { print(parts, seen, tongue, printout); });
}

}  // namespace

std::string Tongue::day(Instant at) const { return to_text(at + civil_offset).substr(0, 10); }

std::string Tongue::minute(const std::optional<Instant>& at) const {
    if (!at) return "";
    const std::string text = to_text(*at + civil_offset);
    return text.substr(0, 10) + " " + text.substr(11, 5);
}

Printout pdf(const char* what, const char* operation, kernel::Words title) {
    return {what, operation, std::move(title), "pdf", "application/pdf", false, {}, {}};
}

Printout xlsx(const char* what, const char* operation, kernel::Words title) {
    return {what,
            operation,
            std::move(title),
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            false,
            {},
            {}};
}

void add_printout(Router& router, const Parts& parts, IdMaker& ids, const kernel::Module& module,
                  Printout printout) {
    Endpoint endpoint;
    endpoint.path = "/v1/" + module.resource + "/{" + module.name + "_id}/" + printout.what;
    endpoint.operation = printout.operation;
    endpoint.tag = module.resource;
    endpoint.title = printout.title;
    if (module.personal) endpoint.parameters = look_parameters();
    endpoint.parameters.push_back({Parameter::In::query,
                                   "language",
                                   false,
                                   {"文书语言", "Language of the paper"},
                                   R"({"type":"string","enum":["zh","en"],"default":"zh"})"});
    endpoint.result_schema = R"({"type":"string","format":"binary"})";
    endpoint.result_type = printout.media_type;
    const auto kept = std::make_shared<const Printout>(std::move(printout));  // a look outlives the handler
    endpoint.handle = [&parts, &ids, &module, kept](Call call) {
        look_and_print(parts, ids, module, std::move(call), *kept);
    };
    router.add(std::move(endpoint));
}

}  // namespace anlan::api
