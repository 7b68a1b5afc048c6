// The second half of the deny matrix: every member that holds an id, of every command and every question,
// names a record that must not be read; whoever may read it may name it.
#include "access_oracle_test_support.hpp"
#include "schema_test_support.hpp"

namespace anlan::access_world {
namespace {

struct Named {
    const api::Endpoint* endpoint;
    const kernel::CommandSpec* spec;
    std::string module;
    std::string member;
};

std::vector<Named> members_that_name(const World& world) {
    std::vector<Named> all;
    for (const auto& endpoint : world.api->endpoints()) {
        if (endpoint->body_type != "application/json") continue;  // bytes name nothing
        for (const auto& module : world.modules)
            if (const auto* spec = module.find_command(endpoint->operation))
                for (auto& path : schema_bodies::id_paths(spec->schema))
                    all.push_back({endpoint.get(), spec, module.name, std::move(path)});
    }
    return all;
}

TEST(DenyMatrix, ACommandOnOnesOwnRecordDoesNotReachAnotherByNamingIt) {
    World world;
    world.disk_full = true;
    const Oracle oracle{world.access_rules()};
    std::size_t cases = 0;
    std::string table;
    const auto members = members_that_name(world);
    for (const auto& [endpoint, spec, name, member] : members) {
        if (spec->permission == access::own_look || spec->naming == kernel::Naming::everybody) continue;
        for (const auto& [role, token] : world.tokens) {
            if (!oracle.holds(role, spec->permission)) continue;
            for (const auto& other : world.modules) {
                const auto hidden = world.record(other.name, Relation::outside);
                const auto near = world.record(other.name, Relation::held);
                if (other.naming == kernel::Naming::everybody || hidden.empty()) continue;
                const auto lies = oracle.sees_by_area(role) ? Relation::inside : Relation::held;
                auto own = world.record(name, lies);
                if (spec->creates) own = world.fresh_body(name, lies)->stream;
                std::string path = endpoint->path;
                if (const auto open = path.find('{'); open != std::string::npos)
                    path.replace(open, path.find('}') - open + 1, own);
                const auto said = [&](const std::string& id) {
                    ++cases;
                    auto at = path;
                    if (const auto open = at.find('{'); open != std::string::npos)
                        at.replace(open, at.find('}') - open + 1, id);  // a member that stands in the path
                    const auto body = schema_bodies::body_of(spec->schema, {member, id, endpoint->path});
                    return world
                        .ask(World::request(std::string{api::name_of(endpoint->method)}, at, token, {}, body))
                        .code;
                };
                const auto line = spec->name + " " + member + " names " + other.name + " as " + role + ": ";
                if (const auto code = said(hidden); code != "access.names_hidden")
                    table += line + code + "\n";
                const bool reads = oracle.holds(role, other.read_permission);
                if (const auto code = said(near); reads && code == "access.names_hidden")
                    table += line + "may be named, and is refused\n";
            }
        }
    }
    EXPECT_EQ(table, "");
    EXPECT_GT(members.size(), 40u);
    EXPECT_GT(cases, 3'000u);
}

TEST(DenyMatrix, AQuestionDoesNotReachAnotherRecordByNamingIt) {
    World world;
    const Oracle oracle{world.access_rules()};
    std::size_t cases = 0;
    for (const auto& spec : world.views->queries()) {
        std::vector<std::string> paths;
        for (const auto& parameter : spec.parameters)
            if (parameter.name.ends_with("_id") && spec.path.find('{') == std::string::npos)
                paths.push_back("?" + parameter.name);
        if (!spec.body_schema.empty())
            for (const auto& path : schema_bodies::id_paths(spec.body_schema)) paths.push_back(path);
        for (const auto& member : paths)
            for (const auto& [role, token] : world.tokens) {
                if (!oracle.holds(role, spec.permission)) continue;
                for (const char* module : {"unit", "incident", "call"}) {
                    ++cases;
                    const auto id = world.record(module, Relation::outside);
                    const bool in_query = member.starts_with("?");
                    const auto answer = world.ask(World::request(
                        std::string{api::name_of(spec.method)},
                        spec.path + (in_query ? member + "=" + id : ""), token, "call_handling",
                        in_query ? "" : schema_bodies::body_of(spec.body_schema, {member, id})));
                    EXPECT_EQ(answer.status, 403) << spec.name << " " << member << " " << role;
                }
            }
    }
    EXPECT_GT(cases, 10u);
}

}  // namespace
}  // namespace anlan::access_world
