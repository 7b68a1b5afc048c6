#include "api/commands.hpp"

#include "api/body.hpp"
#include "api/link_maker.hpp"
#include "base/check.hpp"
#include "base/sortable_id.hpp"
#include "codec/sha256.hpp"

namespace anlan::api {
namespace {

constexpr std::string_view accepted_schema =
    R"({"type":"object","required":["stream","version","position","repeated"],"properties":{)"
    R"("stream":{"type":"string"},"version":{"type":"integer"},"position":{"type":"integer"},)"
    R"("repeated":{"type":"boolean"}}})";

// The link is said here and nowhere again.
constexpr std::string_view linked_schema =
    R"({"type":"object","required":["stream","version","position","repeated","link"],"properties":{)"
    R"("stream":{"type":"string"},"version":{"type":"integer"},"position":{"type":"integer"},)"
    R"("repeated":{"type":"boolean"},"link":{"type":"string"}}})";

constexpr std::size_t parts_max = 64;  // commands in one composite

std::string accepted_json(const engine::Accepted& accepted) {
    std::string out = "{\"stream\":\"";
    out += accepted.stream;  // an id: nothing to escape
    out += "\",\"version\":" + std::to_string(accepted.version) +
           ",\"position\":" + std::to_string(accepted.position) +
           (accepted.repeated ? ",\"repeated\":true}" : ",\"repeated\":false}");
    return out;
}

struct Member {
    std::string name;
    std::string value;
};

// Values of the path beyond the first are members of the command.
std::vector<Member> path_members(const Call& call, std::size_t first) {
    std::vector<Member> members;
    for (std::size_t i = first; i < call.path_values.size(); ++i)
        members.push_back({call.endpoint->path_names[i], call.path_values[i]});
    return members;
}

// {"call_id":"cal_…"} at the end of the body.
std::string with_members(const std::string& sent, const std::vector<Member>& members) {
    std::string body = sent.empty() ? "{}" : sent;
    const auto end = body.find_last_of('}');
    if (members.empty() || end == std::string::npos) return body;
    bool first = body.find_first_not_of(" \t\r\n{") == end;
    std::string more;
    for (const Member& member : members) {
        if (!std::exchange(first, false)) more += ',';
        codec::write_json_text(more, member.name);
        more += ':';
        codec::write_json_text(more, member.value);
    }
    return body.insert(end, more);
}

class CommandEndpoint {
public:
    CommandEndpoint(const Parts& parts, IdMaker& ids, const kernel::Module& module,
                    const kernel::CommandSpec& spec)
        : parts_(parts), ids_(ids), module_(module), spec_(spec) {
        if (!spec_.link_member.empty()) links_ = std::make_shared<LinkMaker>(ids);
    }

    void operator()(Call call) const {
        auto headers = read_command_headers(call.request, parts_.clock.now());
        if (!headers.ok()) return call.answer(headers.error());
        if (auto wrong = fault_in_content_type(call.request)) return call.answer(*wrong);
        engine::Submission submission;
        auto stream = stream_of(call, headers.value().command_id);
        if (!stream.ok()) return call.answer(stream.error());
        submission.stream = std::move(stream).value();
        std::string link;
        std::vector<Member> members = path_members(call, 1);
        if (links_) {
            link = links_->of_command(call.caller.seat.actor.actor_id, headers.value().command_id);
            members.push_back({spec_.link_member, codec::sha256_hex(link)});
        }
        auto decoded = spec_.decode(with_members(call.request.body, members));
        if (!decoded.ok())
            return call.answer(problem_of_body(decoded.error().path, decoded.error().expected));
        submission.command = {&spec_, std::move(decoded).value()};
        submission.seat = call.caller.seat;
        submission.purpose = call.purpose();
        submission.command_id = std::move(headers.value().command_id);
        submission.expected_version = headers.value().expected_version;
        submission.happened_at = headers.value().happened_at;
        parts_.submit.submit(
            std::move(submission), [this, call = std::move(call), link](const engine::Outcome& outcome) {
                auto response = response_of(outcome, spec_.creates ? module_.resource : std::string_view{});
                if (!link.empty() && std::holds_alternative<engine::Accepted>(outcome))
                    response.body.insert(response.body.size() - 1, ",\"link\":\"/r/" + link + '"');
                call.answer(std::move(response));
            });
    }

private:
    // The path's first value; a new id where the path has none.
    Result<std::string, Problem> stream_of(const Call& call, std::string_view command_id) const {
        if (!call.path_values.empty()) {
            if (!is_id_of(module_.prefix, call.path_values.front())) return Unexpected{unknown_record()};
            return call.path_values.front();
        }
        if (const auto* wanted = call.request.header("anlan-new-id")) {
            if (is_id_of(module_.prefix, *wanted)) return *wanted;
            return Unexpected{Problem{
                422,
                "api.new_id_malformed",
                "Anlan-New-Id: expected " + module_.prefix + "_ and 1 to 64 characters A-Z a-z 0-9 . -",
                kernel::Remedy::fix_input,
                "Anlan-New-Id",
                {},
                {}}};
        }
        return ids_.of_command(module_.prefix, call.caller.seat.actor.actor_id, command_id);
    }

    const Parts& parts_;
    IdMaker& ids_;
    const kernel::Module& module_;
    const kernel::CommandSpec& spec_;
    std::shared_ptr<LinkMaker> links_;  // of a command that gives somebody a link
};

Endpoint endpoint_of(const kernel::Module& module, const kernel::CommandSpec& spec) {
    Endpoint endpoint;
    endpoint.method = spec.method;
    endpoint.path = spec.path;
    endpoint.effect = Effect::commands;
    endpoint.operation = spec.name;
    endpoint.tag = module.resource;
    endpoint.title = spec.title;
    endpoint.parameters = command_parameters();
    if (spec.creates)
        endpoint.parameters.push_back(
            {Parameter::In::header,
             "Anlan-New-Id",
             false,
             {"指定新记录的编号", "The id of the new record, if the caller names it"},
             R"({"type":"string"})"});
    endpoint.body_schema = spec.schema;
    endpoint.result_schema = spec.link_member.empty() ? accepted_schema : linked_schema;
    endpoint.success = spec.creates ? 201 : 200;
    return endpoint;
}

}  // namespace

std::vector<Parameter> command_parameters() {
    using In = Parameter::In;
    return {{In::header,
             "Idempotency-Key",
             true,
             {"同一命令重发时不变的标识", "Stays the same when the command is sent again"},
             R"({"type":"string","minLength":1,"maxLength":128,"pattern":"^[!-~]+$"})"},
            {In::header,
             "If-Match",
             false,
             {"所依据的版本", "The version it is based on"},
             R"({"type":"string"})"},
            {In::header,
             "Anlan-Purpose",
             false,
             {"目的代码", "A purpose of the rulebook"},
             R"({"type":"string"})"},
            {In::header,
             "Anlan-Happened-At",
             false,
             {"实际发生时间", "When it happened, if not now"},
             R"({"type":"string","format":"date-time"})"}};
}

const kernel::CommandSpec* find_command(const kernel::Modules& modules, std::string_view name) {
    for (const kernel::Module& module : modules)
        if (const auto* spec = module.find_command(name)) return spec;
    return nullptr;
}

ports::Response response_of(const engine::Outcome& outcome, std::string_view created_under) {
    if (const auto* refusal = std::get_if<kernel::Refusal>(&outcome))
        return response_of(problem_of(*refusal));
    if (const auto* fault = std::get_if<ports::Fault>(&outcome)) return response_of(problem_of(*fault));
    const auto& accepted = std::get<engine::Accepted>(outcome);
    auto response = json_response(created_under.empty() ? 200 : 201, accepted_json(accepted));
    response.headers.push_back({"ETag", '"' + std::to_string(accepted.version) + '"'});
    if (!created_under.empty())
        response.headers.push_back({"Location", "/v1/" + std::string{created_under} + "/" + accepted.stream});
    return response;
}

void add_commands(Router& router, const Parts& parts, IdMaker& ids) {
    for (const kernel::Module& module : parts.modules) {
        for (const auto& spec : module.commands) {
            if (spec->path.empty()) continue;
            Endpoint endpoint = endpoint_of(module, *spec);
            ANLAN_CHECK(spec->creates || spec->path.find('{') != std::string::npos,
                        "a command's path names the record it changes");
            endpoint.handle = CommandEndpoint{parts, ids, module, *spec};
            router.add(std::move(endpoint));
        }
    }
}

namespace {

// 200 if all were carried out; else 207, and each result says what became of it.
void answer_composite(const Call& call, const std::vector<std::string>& streams,
                      const std::vector<engine::Outcome>& outcomes) {
    std::string results;
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto part = response_of(outcomes[i], {});
        accepted += part.status == 200;
        results += (i == 0 ? "{\"stream\":\"" : ",{\"stream\":\"") + streams[i] +
                   "\",\"status\":" + std::to_string(part.status) +
                   (part.status == 200 ? ",\"accepted\":" : ",\"problem\":") + part.body + "}";
    }
    call.answer(json_response(accepted == outcomes.size() ? 200 : 207, "{\"results\":[" + results + "]}"));
}

void send_composite(const Parts& parts, const Composite& composite, Call call) {
    auto headers = read_command_headers(call.request, parts.clock.now());
    if (!headers.ok()) return call.answer(headers.error());
    auto read = composite.parts_of(parts.modules, call.request);
    if (!read.ok()) return call.answer(read.error());
    if (read->empty() || read->size() > parts_max)
        return call.answer(Problem{422,
                                   "api.too_many_parts",
                                   "name 1 to " + std::to_string(parts_max) + " of them",
                                   kernel::Remedy::fix_input,
                                   {},
                                   {},
                                   {}});
    std::vector<engine::Submission> submissions;
    std::vector<std::string> streams;
    for (Part& part : *read) {
        engine::Submission submission;
        streams.push_back(part.stream);
        submission.stream = std::move(part.stream);
        submission.command = std::move(part.command);
        submission.seat = call.caller.seat;
        submission.purpose = call.purpose();
        submission.command_id = headers.value().command_id + "#" + submission.stream;
        submission.happened_at = headers.value().happened_at;
        submissions.push_back(std::move(submission));
    }
    parts.submit.submit_all(std::move(submissions), [call = std::move(call), streams = std::move(streams)](
                                                        const std::vector<engine::Outcome>& outcomes) {
        answer_composite(call, streams, outcomes);
    });
}

}  // namespace

void add_composites(Router& router, const Parts& parts, std::span<const Composite> table) {
    for (const Composite& composite : table) {
        Endpoint endpoint;
        endpoint.method = kernel::Method::post;
        endpoint.path = composite.path;
        endpoint.effect = Effect::commands;
        endpoint.operation = composite.operation;
        endpoint.tag = composite.operation.substr(0, composite.operation.find('.'));
        endpoint.title = composite.title;
        endpoint.parameters = command_parameters();
        std::erase_if(endpoint.parameters,
                      [](const Parameter& parameter) { return parameter.name == "If-Match"; });
        endpoint.body_schema = composite.body_schema;
        endpoint.result_schema =
            R"({"type":"object","required":["results"],"properties":{"results":{"type":"array","items":)"
            R"({"type":"object","required":["stream","status"],"properties":{"stream":{"type":"string"},)"
            R"("status":{"type":"integer"},"accepted":{"type":"object"},)"
            R"("problem":{"$ref":"#/components/schemas/Problem"}}}}}})";
        endpoint.handle = [&parts, composite](Call call) {
            send_composite(parts, composite, std::move(call));
        };
        router.add(std::move(endpoint));
    }
}

}  // namespace anlan::api
