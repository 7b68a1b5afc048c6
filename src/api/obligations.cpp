// GET /v1/obligations: what breaks next, who owes it. One list for every screen.
#include "api/body.hpp"
#include "api/reads.hpp"

#include <sstream>

namespace anlan::api {
namespace {

constexpr std::size_t page_default = 100;
constexpr std::size_t page_max = 1'000;

struct OwedItem {
    std::string stream;
    std::string module;
    kernel::Obligation obligation;
    Jurisdiction where;
};
BOOST_DESCRIBE_STRUCT(OwedItem, (), (stream, module, obligation, where))

struct Wanted {
    std::vector<std::string> owners;  // none: all
    std::string kind, module, district, station;
    std::vector<std::string> without;  // modules
    std::optional<Instant> due_before;
    std::size_t limit = page_default;
};

// One's own are those of one's post, and of the posts one stands in for.
std::vector<std::string> owners_of(const access::Seat& seat, const std::string& asked) {
    if (asked.empty()) return {};
    if (asked != "me") return {asked};
    std::vector<std::string> posts{seat.actor.post_id.value()};
    for (const auto& given : seat.given)
        if (given.is_delegation()) posts.push_back(given.by);
    return posts;
}

Result<Wanted, Problem> read_wanted(const Call& call) {
    Wanted wanted;
    const auto text = [&](std::string_view name) {
        const auto* given = call.request.parameter(name);
        return given == nullptr ? std::string{} : *given;
    };
    wanted.owners = owners_of(call.caller.seat, text("owner"));
    wanted.kind = text("kind");
    wanted.module = text("module");
    std::istringstream named{text("without")};
    for (std::string module; std::getline(named, module, ',');) wanted.without.push_back(module);
    wanted.district = text("district");
    wanted.station = text("station");
    ANLAN_TRY(wanted.due_before, read_instant(call.request, "due_before"));
    ANLAN_TRY(wanted.limit, read_count(call.request, "limit", page_default, {1, page_max}));
    return wanted;
}

bool fits(const Wanted& wanted, const views::OwedRow& row) {
    const auto& o = row.obligation;
    const auto is = [](const std::string& asked, const std::string& given) {
        return asked.empty() || asked == given;
    };
    const auto& owners = wanted.owners;
    const bool asked =
        owners.empty() || std::find(owners.begin(), owners.end(), o.owner.value()) != owners.end();
    return asked && is(wanted.kind, o.kind) && is(wanted.module, row.module) &&
           std::find(wanted.without.begin(), wanted.without.end(), row.module) == wanted.without.end() &&
           is(wanted.district, row.scope.where.district.value()) &&
           is(wanted.station, row.scope.where.station.value()) &&
           (!wanted.due_before || o.due_by < *wanted.due_before);
}

// What a post owes it may see, wherever the record lies; else as for reading the record.
bool sees(const Parts& parts, const access::Seat& seat, const views::OwedRow& row) {
    const auto& owner = row.obligation.owner.value();
    if (owner == seat.actor.post_id.value() && !owner.empty()) return true;
    return access::may(seat, row.module + ".read", {}, row.scope, parts.access).allowed();
}

void answer_owed(const Parts& parts, const Call& call) {
    const auto wanted = read_wanted(call);
    if (!wanted.ok()) return call.answer(wanted.error());
    const auto rows = parts.records.owed(wanted.value().limit, [&](const views::OwedRow& row) {
        return fits(wanted.value(), row) && sees(parts, call.caller.seat, row);
    });
    std::vector<OwedItem> items;
    items.reserve(rows.size());
    for (const auto& row : rows) items.push_back({row.stream, row.module, row.obligation, row.scope.where});
    call.answer(json_response(200, "{\"rows\":" + codec::to_json(items) + ",\"now\":\"" +
                                       to_text(parts.clock.now()) +
                                       "\",\"position\":" + std::to_string(parts.records.position()) + "}"));
}

}  // namespace

void add_obligations(Router& router, const Parts& parts) {
    Endpoint endpoint;
    endpoint.path = "/v1/obligations";
    endpoint.operation = "obligation.list";
    endpoint.tag = "obligations";
    endpoint.title = {"即将超时的责任事项", "What breaks next, and who owes it"};
    const auto add = [&](const char* name, kernel::Words title, const char* schema) {
        endpoint.parameters.push_back({Parameter::In::query, name, false, std::move(title), schema});
    };
    add("owner", {"责任岗位，me 为本岗位", "The post that owes; me: one's own"}, R"({"type":"string"})");
    add("kind", {"类别", "Kind"}, R"({"type":"string"})");
    add("module", {"业务", "Module"}, R"({"type":"string"})");
    add("without", {"除这些业务外，逗号分隔", "All modules but these, with commas between"},
        R"({"type":"string"})");
    add("district", {"分局", "District"}, R"({"type":"string"})");
    add("station", {"派出所", "Station"}, R"({"type":"string"})");
    add("due_before", {"时限早于", "Due before"}, R"({"type":"string","format":"date-time"})");
    add("limit", {"条数", "At most"}, R"({"type":"integer","minimum":1,"maximum":1000,"default":100})");
    endpoint.result_schema =
        R"({"type":"object","required":["rows","now","position"],"properties":{"rows":)" +
        codec::schema<std::vector<OwedItem>>() +
        R"(,"now":{"type":"string","format":"date-time"},"position":{"type":"integer"}}})";
    endpoint.handle = [&parts](const Call& call) { answer_owed(parts, call); };
    router.add(std::move(endpoint));
}

}  // namespace anlan::api
