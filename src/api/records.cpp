// GET /v1/{resource}/{id} and its timeline. Where the module holds personal text the look is recorded first.
#include "api/body.hpp"
#include "api/looks.hpp"
#include "api/permitted_record.hpp"
#include "api/reads.hpp"

namespace anlan::api {
namespace {

constexpr std::size_t timeline_default = 100;
constexpr std::size_t timeline_max = 1'000;

struct TimelineItem {
    std::uint64_t position = 0;
    std::uint64_t version = 0;
    std::string wire;
    Instant recorded_at;
    Instant happened_at;
    kernel::Actor actor;
    std::string purpose;
    std::uint64_t cause = 0;
    std::string rulebook_version;
    codec::RawJson payload;
};
BOOST_DESCRIBE_STRUCT(TimelineItem, (),
                      (position, version, wire, recorded_at, happened_at, actor, purpose, cause,
                       rulebook_version, payload))

using Show = std::function<void(const Parts&, const Call&, kernel::Extent)>;

// What the look's record names: who was shown a record without its personal texts did not see them.
std::string field_of(const char* field, kernel::Extent extent) {
    return extent == kernel::Extent::all ? field : std::string{field} + ".summary";
}

// Finds the record, asks whether it may be read, records the look where one is due, and then shows it.
void read_record(const Parts& parts, IdMaker& ids, const kernel::Module& module, const char* field, Call call,
                 const Show& show) {
    const auto record = permitted_record(parts, module, call, module.read_permission);
    if (!record) return;
    const kernel::Extent extent = record->extent;
    if (!module.personal) return show(parts, call, extent);
    const std::string stream = call.path_values.front();
    look(parts, ids, std::move(call), {stream, {field_of(field, extent)}},
         [&parts, show, extent](const Call& seen) { show(parts, seen, extent); });
}

std::string state_json(const views::RecordRead& found, kernel::Extent extent) {
    return extent == kernel::Extent::all ? found.module->encode_state(found.state)
                                         : found.module->encode_summary(found.state);
}

void show_state(const Parts& parts, const Call& call, kernel::Extent extent) {
    const auto read = parts.records.find(call.path_values.front());
    if (!read.ok()) return call.answer(problem_of(read.error()));
    const auto& found = *read;
    if (!found) return call.answer(unknown_record());
    const std::string tag = '"' + std::to_string(found->version) + '"';
    const auto* known = call.request.header("if-none-match");
    if (known != nullptr && *known == tag && !found->module->personal) {
        ports::Response unchanged;
        unchanged.status = 304;
        unchanged.headers.push_back({"ETag", tag});
        return call.answer(std::move(unchanged));
    }
    auto response = json_response(200, "{\"stream\":\"" + call.path_values.front() +
                                           "\",\"version\":" + std::to_string(found->version) +
                                           ",\"state\":" + state_json(*found, extent) + "}");
    response.headers.push_back({"ETag", tag});
    call.answer(std::move(response));
}

// What cannot be read any more is not shown to whom not all was given.
std::string payload_json(const kernel::Module& module, kernel::Envelope& record, kernel::Extent extent) {
    if (extent == kernel::Extent::all) return std::move(record.payload);
    const auto* spec = module.find_event(record.wire);
    if (spec == nullptr) return "{}";
    const auto value = spec->decode(record.payload);
    return value.ok() ? spec->encode_summary(*value) : "{}";
}

void show_timeline(const Parts& parts, const Call& call, kernel::Extent extent) {
    auto limit = read_count(call.request, "limit", timeline_default, {1, timeline_max});
    if (!limit.ok()) return call.answer(limit.error());
    auto first = read_count(call.request, "first", 1, {});
    if (!first.ok()) return call.answer(first.error());
    const auto read = parts.records.find(call.path_values.front());
    if (!read.ok()) return call.answer(problem_of(read.error()));
    const auto& found = *read;
    if (!found) return call.answer(unknown_record());
    auto records = parts.records.timeline(call.path_values.front(), first.value(), limit.value());
    if (!records.ok()) return call.answer(problem_of(records.error()));
    std::string out = "{\"events\":[";
    for (auto& record : *records) {
        if (out.back() != '[') out += ',';
        codec::write_json(out, TimelineItem{record.position, record.version, record.wire, record.recorded_at,
                                            record.happened_at, record.actor, record.purpose, record.cause,
                                            record.rulebook_version,
                                            codec::RawJson{payload_json(*found->module, record, extent)}});
    }
    const bool full = records->size() == limit.value();
    out += "],\"next\":" + (full ? std::to_string(records->back().version + 1) : std::string{"null"}) + "}";
    call.answer(json_response(200, std::move(out)));
}

void check_then_show_timeline(const Parts& parts, IdMaker& ids, const kernel::Module& module, Call call) {
    for (const char* name : {"limit", "first"}) {  // before the look is recorded
        auto read = read_count(call.request, name, 1, {});
        if (!read.ok()) return call.answer(read.error());
    }
    read_record(parts, ids, module, "timeline", std::move(call), show_timeline);
}

Endpoint endpoint_of(const kernel::Module& module) {
    Endpoint endpoint;
    endpoint.path = "/v1/" + module.resource + "/{" + module.name + "_id}";
    endpoint.tag = module.resource;
    if (module.personal) endpoint.parameters = look_parameters();
    return endpoint;
}

}  // namespace

void add_records(Router& router, const Parts& parts, IdMaker& ids) {
    for (const kernel::Module& module : parts.modules) {
        if (module.resource.empty()) continue;
        Endpoint one = endpoint_of(module);
        one.operation = module.name + ".get";
        one.title = {module.title.zh + "详情", "One of: " + module.title.en};
        one.result_schema = R"({"type":"object","required":["stream","version","state"],"properties":{)"
                            R"("stream":{"type":"string"},"version":{"type":"integer"},"state":)" +
                            (module.state_schema.empty() ? "{}" : module.state_schema) + "}}";
        one.handle = [&parts, &ids, &module](Call call) {
            read_record(parts, ids, module, "state", std::move(call), show_state);
        };
        router.add(std::move(one));
        Endpoint timeline = endpoint_of(module);
        timeline.path += "/timeline";
        timeline.operation = module.name + ".timeline";
        timeline.title = {module.title.zh + "经过", "What happened to one of: " + module.title.en};
        timeline.parameters.push_back({Parameter::In::query,
                                       "first",
                                       false,
                                       {"起始版本", "From this version on"},
                                       R"({"type":"integer","minimum":1})"});
        timeline.parameters.push_back({Parameter::In::query,
                                       "limit",
                                       false,
                                       {"条数", "Records in a page"},
                                       R"({"type":"integer","minimum":1,"maximum":1000,"default":100})"});
        timeline.result_schema = R"({"type":"object","properties":{"events":{"type":"array","items":)" +
                                 codec::schema<TimelineItem>() + R"(},"next":{"type":["integer","null"]}}})";
        timeline.handle = [&parts, &ids, &module](Call call) {
            check_then_show_timeline(parts, ids, module, std::move(call));
        };
        router.add(std::move(timeline));
    }
}

}  // namespace anlan::api
