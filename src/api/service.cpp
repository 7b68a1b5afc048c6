#include "api/service.hpp"

#include "api/reads.hpp"
#include "codec/json.hpp"

namespace anlan::api {

// A map as the console is told of it.
struct MapRow {
    std::string code;
    ports::MapName name;
    ports::MapKind kind = ports::MapKind::xyz;
    ports::Datum datum = ports::Datum::wgs84;
    std::string url;
    std::optional<std::string> layers;
    std::optional<std::string> attribution;
    int zoom_max = 0;
};
BOOST_DESCRIBE_STRUCT(MapRow, (), (code, name, kind, datum, url, layers, attribution, zoom_max))

struct MapRows {
    std::vector<MapRow> rows;
};
BOOST_DESCRIBE_STRUCT(MapRows, (), (rows))

struct ReadyBody {
    std::string status;
    std::string overviews;
};
BOOST_DESCRIBE_STRUCT(ReadyBody, (), (status, overviews))

namespace {

Endpoint open_endpoint(const char* path, const char* operation, kernel::Words title) {
    Endpoint endpoint;
    endpoint.path = path;
    endpoint.needs = Needs::nothing;
    endpoint.operation = operation;
    endpoint.tag = "service";
    endpoint.title = std::move(title);
    return endpoint;
}

void add_health(Router& router, const Parts& parts) {
    auto health = open_endpoint("/healthz", "service.health", {"存活检查", "Whether the process lives"});
    health.result_schema = R"({"type":"object","properties":{"status":{"type":"string"}}})";
    health.handle = [](const Call& call) { call.answer(json_response(200, R"({"status":"ok"})")); };
    router.add(std::move(health));

    auto ready = open_endpoint("/readyz", "service.readiness", {"就绪检查", "Whether commands are taken"});
    ready.result_schema = R"({"type":"object","required":["status","overviews"],"properties":{)"
                          R"("status":{"type":"string"},"overviews":{"type":"string","description":)"
                          R"("complete, or how far what is made from the whole log has come"}}})";
    ready.handle = [&parts](const Call& call) {
        const auto now = parts.readiness();
        if (now.waiting_for.empty()) {
            const ReadyBody body{"ready", now.catching_up.empty() ? "complete" : now.catching_up};
            return call.answer(json_response(200, codec::to_json(body)));
        }
        call.answer(Problem{503, "api.not_ready", now.waiting_for, kernel::Remedy::wait, {}, 1, {}});
    };
    router.add(std::move(ready));
}

void add_metrics(Router& router, const Parts& parts) {
    Endpoint metrics;
    metrics.path = "/metrics";
    metrics.operation = "service.metrics";
    metrics.tag = "service";
    metrics.title = {"运行指标", "Figures for Prometheus; needs the permission system.read"};
    metrics.result_type = "text/plain";
    metrics.result_schema = R"({"type":"string"})";
    metrics.handle = [&parts](const Call& call) {
        const auto decision = access::may_anywhere(call.caller.seat, "system.read", {}, parts.access);
        if (!permits(parts, call, "system.read", decision)) return;
        ports::Response response;
        response.content_type = "text/plain; version=0.0.4; charset=utf-8";
        response.body = parts.metrics.prometheus();
        call.answer(std::move(response));
    };
    router.add(std::move(metrics));
}

void add_rulebook(Router& router, const Parts& parts) {
    Endpoint book;
    book.path = "/v1/rulebook";
    book.operation = "rulebook.get";
    book.tag = "rulebook";
    book.title = {"规则手册版本", "Which rulebook is in force"};
    book.result_schema =
        R"({"type":"object","properties":{"city":{"type":"string"},"version":{"type":"string"},)"
        R"("sections":{"type":"array","items":{"type":"string"}}}})";
    book.handle = [&parts](const Call& call) {
        std::vector<std::string> sections;
        for (const auto& [name, unused] : parts.rulebook_sections) sections.push_back(name);
        std::string out = "{\"city\":";
        codec::write_json_text(out, parts.rules.city);
        out += ",\"version\":";
        codec::write_json_text(out, parts.rules.version);
        call.answer(json_response(200, out + ",\"sections\":" + codec::to_json(sections) + "}"));
    };
    router.add(std::move(book));

    Endpoint section;
    section.path = "/v1/rulebook/{section}";
    section.operation = "rulebook.section";
    section.tag = "rulebook";
    section.title = {"规则手册的一节", "One section of the rulebook"};
    section.result_schema = "{}";
    section.handle = [&parts](const Call& call) {
        const auto found = parts.rulebook_sections.find(call.path_values.front());
        if (found != parts.rulebook_sections.end()) return call.answer(json_response(200, found->second));
        call.answer(Problem{404,
                            "api.unknown_section",
                            "the rulebook has no such section",
                            kernel::Remedy::fix_input,
                            {},
                            {},
                            {}});
    };
    router.add(std::move(section));
}

void add_maps(Router& router, const Parts& parts) {
    Endpoint maps;
    maps.path = "/v1/maps";
    maps.operation = "service.maps";
    maps.tag = "service";
    maps.title = {"本市自有底图", "The city's own maps, to be laid beneath the marks"};
    maps.result_schema = codec::schema<MapRows>();
    maps.handle = [&parts](const Call& call) {
        MapRows found;
        for (const auto& one : parts.maps.sources)
            found.rows.push_back({one.code, one.name, one.kind, one.datum, ports::address_of(one), one.layers,
                                  one.attribution, one.zoom_max});
        call.answer(json_response(200, codec::to_json(found)));
    };
    router.add(std::move(maps));
}

}  // namespace

void add_service(Router& router, const Parts& parts) {
    add_health(router, parts);
    add_metrics(router, parts);
    add_rulebook(router, parts);
    add_maps(router, parts);
}

}  // namespace anlan::api
