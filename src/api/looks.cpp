#include "api/looks.hpp"

#include "api/commands.hpp"
#include "codec/json.hpp"

namespace anlan::api {
namespace {

// The body of look.record, as that command reads it.
struct LookBody {
    std::string record;
    std::vector<std::string> fields;
    std::string purpose;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(LookBody, (), (record, fields, purpose, reason))

Problem no_purpose() {
    return {403,
            "access.purpose_required",
            "personal data is looked at for a stated purpose: Anlan-Purpose",
            kernel::Remedy::fix_input,
            "Anlan-Purpose",
            {},
            {}};
}

// What `then` answers, as a value. It answers before it returns: it only reads.
ports::Response shown(const Call& call, const std::function<void(const Call&)>& then) {
    ports::Response response;
    Call seen = call;
    seen.reply = [&response](ports::Response answered) { response = std::move(answered); };
    then(seen);
    return response;
}

std::string reason_of(const ports::Request& request) {
    const auto* parameter = request.parameter("reason");
    if (parameter != nullptr) return *parameter;
    const auto* header = request.header("anlan-reason");
    return header == nullptr ? std::string{} : *header;
}

}  // namespace

void look(const Parts& parts, IdMaker& ids, Call call, const Look& at,
          std::function<void(const Call&)> then) {
    const std::string purpose = call.purpose();
    if (purpose.empty()) return call.answer(no_purpose());
    const auto* spec = find_command(parts.modules, access::own_look);
    if (spec == nullptr)
        return call.answer(Problem{503,
                                   "api.looks_not_recorded",
                                   "looks cannot be recorded here, so nothing is shown",
                                   kernel::Remedy::ask_superior,
                                   {},
                                   {},
                                   {}});
    auto decoded =
        spec->decode(codec::to_json(LookBody{at.record, at.fields, purpose, reason_of(call.request)}));
    if (!decoded.ok())
        return call.answer(Problem{422,
                                   "api.look_invalid",
                                   decoded.error().path + ": expected " + decoded.error().expected,
                                   kernel::Remedy::fix_input,
                                   {},
                                   {},
                                   {}});
    engine::Submission submission;
    submission.stream = ids.fresh("lok");
    submission.command = {spec, std::move(decoded).value()};
    submission.seat = call.caller.seat;
    submission.purpose = purpose;
    submission.command_id = submission.stream;
    parts.submit.submit(std::move(submission),
                        [call = std::move(call), then = std::move(then)](const engine::Outcome& outcome) {
                            if (!std::holds_alternative<engine::Accepted>(outcome))
                                return call.answer(response_of(outcome, {}));
                            ports::Response later;
                            later.finish = [call, then] { return shown(call, then); };
                            call.reply(std::move(later));
                        });
}

std::vector<Parameter> look_parameters() {
    return {
        {Parameter::In::header,
         "Anlan-Purpose",
         true,
         {"查阅目的代码", "The purpose of the look, a code of the rulebook"},
         R"({"type":"string"})"},
        {Parameter::In::query, "reason", false, {"查阅理由", "The reason in words"}, R"({"type":"string"})"}};
}

}  // namespace anlan::api
