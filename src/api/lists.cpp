// GET /v1/{resource}: rows, newest first, filtered by facets, page by page. Rows hold no personal text.
#include "api/body.hpp"
#include "api/reads.hpp"

#include <algorithm>

namespace anlan::api {
namespace {

constexpr std::size_t page_default = 50;
constexpr std::size_t page_max = 500;

Result<bool, Problem> read_yes_no(const ports::Request& request, std::string_view name) {
    const auto* text = request.parameter(name);
    if (text == nullptr || *text == "false" || *text == "0") return false;
    if (*text == "true" || *text == "1" || text->empty()) return true;
    return Unexpected{wrong_parameter(name, "true or false")};
}

Result<views::ListRequest, Problem> read_request(const kernel::Module& module,
                                                 const ports::Request& request) {
    views::ListRequest wanted;
    wanted.resource = module.resource;
    ANLAN_TRY(wanted.limit, read_count(request, "limit", page_default, {1, page_max}));
    ANLAN_TRY(wanted.only_open, read_yes_no(request, "only_open"));
    for (const auto& parameter : request.query) {
        if (parameter.name == "after") wanted.after = parameter.value;
        const bool facet =
            std::find(module.facets.begin(), module.facets.end(), parameter.name) != module.facets.end();
        if (facet) wanted.facets.emplace(parameter.name, parameter.value);
    }
    return wanted;
}

std::string page_json(const views::ListPage& page) {
    std::string out = "{\"rows\":[";
    for (const auto& row : page.rows) {
        out += out.back() == '[' ? "{\"stream\":" : ",{\"stream\":";
        codec::write_json_text(out, row.stream);
        out += ",\"version\":" + std::to_string(row.version) +
               (row.row.open ? ",\"open\":true,\"row\":" : ",\"open\":false,\"row\":") + row.row.json + "}";
    }
    out += "],\"next\":";
    if (page.next.empty())
        out += "null";
    else
        codec::write_json_text(out, page.next);
    return out + ",\"position\":" + std::to_string(page.position) + "}";
}

void answer_list(const Parts& parts, const kernel::Module& module, const Call& call) {
    auto wanted = read_request(module, call.request);
    if (!wanted.ok()) return call.answer(wanted.error());
    const auto& permission = module.read_permission;
    const auto& seat = call.caller.seat;
    const auto anywhere = access::may_anywhere(seat, permission, call.purpose(), parts.access);
    if (!permits(parts, call, permission, anywhere)) return;
    const auto page = parts.records.list(wanted.value(), [&](const kernel::Scope& scope) {
        return access::may(seat, permission, {}, scope, parts.access).allowed();
    });
    if (!page.ok()) return call.answer(problem_of(page.error()));
    auto response = json_response(200, page_json(*page));
    call.answer(std::move(response));
}

}  // namespace

bool permits(const Parts& parts, const Call& call, std::string_view permission,
             const access::Decision& decision) {
    parts.noted(call.caller.seat, permission, decision);
    if (!decision.allowed()) call.refuse(access::refusal_of(decision));
    return decision.allowed();
}

void add_lists(Router& router, const Parts& parts) {
    for (const kernel::Module& module : parts.modules) {
        if (module.resource.empty()) continue;
        Endpoint endpoint;
        endpoint.path = "/v1/" + module.resource;
        endpoint.operation = module.name + ".list";
        endpoint.tag = module.resource;
        endpoint.title = {module.title.zh + "列表", "List: " + module.title.en};
        endpoint.parameters = {{Parameter::In::query,
                                "only_open",
                                false,
                                {"只看未结", "Only open ones"},
                                R"({"type":"boolean"})"},
                               {Parameter::In::query,
                                "after",
                                false,
                                {"上一页的 next", "`next` of the page before"},
                                R"({"type":"string"})"},
                               {Parameter::In::query,
                                "limit",
                                false,
                                {"每页条数", "Rows in a page"},
                                R"({"type":"integer","minimum":1,"maximum":500,"default":50})"}};
        for (const auto& facet : module.facets)
            endpoint.parameters.push_back(
                {Parameter::In::query,
                 facet,
                 false,
                 {"按此项筛选，多值用逗号", "Only rows that have this; a,b for either"},
                 R"({"type":"string"})"});
        endpoint.result_schema =
            R"({"type":"object","required":["rows","next","position"],"properties":{)"
            R"("rows":{"type":"array","items":{"type":"object","required":["stream","version","open","row"],)"
            R"("properties":{"stream":{"type":"string"},"version":{"type":"integer"},)"
            R"("open":{"type":"boolean"},"row":)" +
            (module.row_schema.empty() ? "{}" : module.row_schema) +
            R"(}}},"next":{"type":["string","null"]},"position":{"type":"integer"}}})";
        endpoint.handle = [&parts, &module](const Call& call) { answer_list(parts, module, call); };
        router.add(std::move(endpoint));
    }
}

}  // namespace anlan::api
