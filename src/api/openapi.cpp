#include "api/openapi.hpp"

#include "codec/json_writer.hpp"

#include <algorithm>
#include <map>

namespace anlan::api {
namespace {

constexpr std::string_view problem_schema =
    R"({"type":"object","description":"RFC 9457 problem; code is stable, zh is the sentence for screens",)"
    R"("required":["type","title","status","detail","code","remedy","zh"],"properties":{)"
    R"("type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},)"
    R"("detail":{"type":"string"},"code":{"type":"string"},"remedy":{"type":"string","enum":)"
    R"(["none","fix_input","wait","reload","ask_superior","override_with_reason"]},)"
    R"("field":{"type":"string"},"zh":{"type":"string"}}})";

constexpr std::string_view security_schemes =
    R"({"session":{"type":"apiKey","in":"cookie","name":"anlan_session",)"
    R"("description":"under TLS: __Host-anlan_session"},)"
    R"("bearer":{"type":"http","scheme":"bearer"}})";

constexpr std::string_view info_rest =
    R"(,"description":"警务运行平台 / Public-safety operations.\n\n)"
    R"(文字须为 UTF-8，除制表符、换行和回车外不得含控制字符)"
    R"(（U+0000–U+001F、U+007F–U+009F），否则以 422 api.text_control_character 拒绝，不作删改。)"
    R"(查询参数须为该接口所列，且只出现一次，否则以 400 api.parameter_unknown（列出可用参数）)"
    R"(或 api.parameter_repeated 拒绝；purpose 与 reason 处处可用。\n\n)"
    R"(Texts are UTF-8 without control characters (U+0000 to U+001F, U+007F to U+009F) but tab, line feed )"
    R"(and carriage return; others are refused with 422 api.text_control_character, and nothing is )"
    R"(stripped. Query parameters are those that the operation lists, once each; else 400 )"
    R"(api.parameter_unknown, which names the known ones, or api.parameter_repeated. purpose and reason )"
    R"(are taken everywhere."},)"
    R"("security":[{"session":[]},{"bearer":[]}],"paths":{)";

std::string text(std::string_view value) {
    std::string out;
    codec::write_json_text(out, value);
    return out;
}

std::string parameter_json(std::string_view name, std::string_view in, std::string_view required,
                           const kernel::Words& title, std::string_view schema) {
    return "{\"name\":" + text(name) + ",\"in\":" + text(in) + ",\"required\":" + std::string{required} +
           ",\"description\":" + text(title.zh + " / " + title.en) + ",\"schema\":" + std::string{schema} +
           "}";
}

std::string parameters_json(const Endpoint& endpoint) {
    std::string out = "[";
    const auto add = [&](std::string parameter) {
        out += (out.size() > 1 ? "," : "") + std::move(parameter);
    };
    std::string_view rest = endpoint.path;
    for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        const auto name = rest.substr(open + 1, rest.find('}') - open - 1);
        rest.remove_prefix(open + name.size() + 2);
        add(parameter_json(name, "path", "true", {"编号", "id"}, R"({"type":"string"})"));
    }
    for (const Parameter& parameter : endpoint.parameters)
        add(parameter_json(parameter.name, parameter.in == Parameter::In::query ? "query" : "header",
                           parameter.required ? "true" : "false", parameter.title, parameter.schema));
    return out + "]";
}

std::string content_json(std::string_view type, std::string_view schema) {
    return "\"content\":{" + text(type) + ":{\"schema\":" + std::string{schema} + "}}";
}

std::string responses_json(const Endpoint& endpoint) {
    std::string out = "{\"" + std::to_string(endpoint.success) + "\":{\"description\":\"done\"";
    if (!endpoint.result_schema.empty())
        out += "," + content_json(endpoint.result_type, endpoint.result_schema);
    out += "}";
    std::vector<std::pair<int, std::string_view>> refusals = {{400, "malformed"}};
    if (endpoint.needs != Needs::nothing)
        refusals.insert(refusals.end(), {{401, "sign in first"}, {403, "not permitted"}});
    if (endpoint.path.find('{') != std::string::npos) refusals.emplace_back(404, "no such record");
    if (endpoint.effect == Effect::commands)
        refusals.insert(refusals.end(), {{409, "not possible now"}, {412, "the record has moved on"}});
    const bool asked = std::any_of(endpoint.parameters.begin(), endpoint.parameters.end(),
                                   [](const auto& one) { return one.in == Parameter::In::query; });
    if (asked || !endpoint.body_schema.empty()) refusals.emplace_back(422, "not valid");
    if (!endpoint.body_schema.empty()) refusals.emplace_back(413, "too large");
    refusals.emplace_back(503, "busy; see Retry-After");
    for (const auto& [status, words] : refusals)
        out += ",\"" + std::to_string(status) + "\":{\"description\":" + text(words) + "," +
               content_json("application/problem+json", R"({"$ref":"#/components/schemas/Problem"})") + "}";
    return out + "}";
}

std::string operation_json(const Endpoint& endpoint) {
    std::string out = "{\"operationId\":" + text(endpoint.operation) + ",\"tags\":[" + text(endpoint.tag) +
                      "],\"summary\":" + text(endpoint.title.zh) +
                      ",\"description\":" + text(endpoint.title.en) +
                      ",\"parameters\":" + parameters_json(endpoint);
    if (!endpoint.body_schema.empty())
        out += ",\"requestBody\":{\"required\":true," +
               content_json(endpoint.body_type, endpoint.body_schema) + "}";
    if (endpoint.needs == Needs::nothing) out += ",\"security\":[]";
    return out + ",\"responses\":" + responses_json(endpoint) + "}";
}

std::string lower(std::string_view name) {
    std::string out;
    for (const char c : name) out += static_cast<char>(c - 'A' + 'a');
    return out;
}

}  // namespace

std::string openapi(std::span<const std::unique_ptr<Endpoint>> endpoints, std::string_view version) {
    std::map<std::string, std::map<std::string, const Endpoint*>> by_path;
    for (const auto& endpoint : endpoints)
        by_path[endpoint->path][lower(name_of(endpoint->method))] = endpoint.get();
    std::string out = R"({"openapi":"3.1.0","info":{"title":"Anlan","version":)" + text(version);
    out += info_rest;
    for (const auto& [path, by_method] : by_path) {
        if (out.back() != '{') out += ',';
        out += text(path) + ":{";
        for (const auto& [method, endpoint] : by_method) {
            if (out.back() != '{') out += ',';
            out += text(method) + ":" + operation_json(*endpoint);
        }
        out += "}";
    }
    return out + "},\"components\":{\"schemas\":{\"Problem\":" + std::string{problem_schema} +
           "},\"securitySchemes\":" + std::string{security_schemes} + "}}";
}

}  // namespace anlan::api
