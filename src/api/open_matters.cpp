// GET /v1/posts/{post_id}/open_matters: all that a shift at this post leaves open, on one page: what the post
// owes, open incidents of its area, units out of service, safety checks. It is made of rows and obligations
// that whoever asks may see, and says of which position of the log it is true: a capsule names that.
#include "api/permitted_record.hpp"
#include "api/reads.hpp"
#include "codec/json.hpp"

#include <set>

namespace anlan::api {
namespace {

constexpr std::size_t matters_max = 2'000;  // of one page

struct OpenMatter {
    std::string record;
    std::string why;   // open, owed, out_of_service, safety_check
    std::string kind;  // of what is owed
    std::optional<Instant> due_by;
};
BOOST_DESCRIBE_STRUCT(OpenMatter, (), (record, why, kind, due_by))

struct OpenMatters {
    PostId post_id;
    Instant now;
    std::uint64_t position = 0;
    std::vector<OpenMatter> matters;
};
BOOST_DESCRIBE_STRUCT(OpenMatters, (), (post_id, now, position, matters))

constexpr std::string_view safety_check = "safety_check";

// What the post owes itself, and whatever safety checks are due in its area: both before the incidents they
// belong to.
void add_owed(const Parts& parts, const Call& call, const Jurisdiction& area, OpenMatters& page) {
    const auto& own = call.path_values.front();
    const auto rows = parts.records.owed(matters_max, [&](const views::OwedRow& row) {
        const bool owes = row.obligation.owner.value() == own;
        const bool checks = row.obligation.kind == safety_check && contains(area, row.scope.where);
        if (!owes && !checks) return false;
        return access::may(call.caller.seat, row.module + ".read", {}, row.scope, parts.access).allowed();
    });
    for (const auto& row : rows) {
        const auto& owed = row.obligation;
        page.matters.push_back(
            {row.stream, owed.kind == safety_check ? "safety_check" : "owed", owed.kind, owed.due_by});
    }
}

Result<Done, ports::Fault> add_rows(const Parts& parts, const Call& call, const Jurisdiction& area,
                                    views::ListRequest request, const char* why, OpenMatters& page) {
    const kernel::Module* module = nullptr;
    for (const auto& one : parts.modules)
        if (one.resource == request.resource) module = &one;
    if (module == nullptr || page.matters.size() >= matters_max) return Done{};
    request.limit = matters_max - page.matters.size();
    const std::function<bool(const kernel::Scope&)> is_ours = [&](const kernel::Scope& scope) {
        return contains(area, scope.where) &&
               access::may(call.caller.seat, module->read_permission, {}, scope, parts.access).allowed();
    };
    ANLAN_TRY(const auto list, parts.records.list(request, is_ours));
    std::set<std::string> named;
    for (const auto& matter : page.matters) named.insert(matter.record);
    for (const auto& row : list.rows)
        if (!named.contains(row.stream)) page.matters.push_back({row.stream, why, {}, {}});
    return Done{};
}

Result<Done, ports::Fault> add_open(const Parts& parts, const Call& call, const Jurisdiction& area,
                                    OpenMatters& page) {
    ANLAN_TRY_DONE(add_rows(parts, call, area, {"incidents", {}, true, {}, 0}, "open", page));
    return add_rows(parts, call, area, {"units", {{"status", "out_of_service"}}, false, {}, 0},
                    "out_of_service", page);
}

void answer_matters(const Parts& parts, const kernel::Module& module, Call call) {
    const auto record = permitted_record(parts, module, call, module.read_permission);
    if (!record) return;
    const Jurisdiction& where = record->scope.where;
    OpenMatters page{PostId{call.path_values.front()}, parts.clock.now(), parts.records.position(), {}};
    add_owed(parts, call, where, page);
    const auto added = add_open(parts, call, where, page);
    if (!added.ok()) return call.answer(problem_of(added.error()));
    call.answer(json_response(200, codec::to_json(page)));
}

}  // namespace

void add_open_matters(Router& router, const Parts& parts) {
    for (const kernel::Module& module : parts.modules) {
        if (module.name != "post") continue;
        Endpoint endpoint;
        endpoint.path = "/v1/posts/{post_id}/open_matters";
        endpoint.operation = "post.open_matters";
        endpoint.tag = "posts";
        endpoint.title = {"本班未结事项", "What a shift at this post leaves open"};
        endpoint.result_schema = codec::schema<OpenMatters>();
        endpoint.handle = [&parts, &module](Call call) { answer_matters(parts, module, std::move(call)); };
        router.add(std::move(endpoint));
    }
}

}  // namespace anlan::api
