// Every look is recorded: generated from the endpoints. Whatever may answer with what people said (a member
// that the schema marks x-personal, a record or timeline of a module whose state or events hold such members)
// wants a purpose and leaves exactly one look in the log, before it answers. Nothing else is personal.
#include "access_world_test_support.hpp"
#include "codec/json.hpp"
#include "domain/look/rules.hpp"
#include "kernel/record.hpp"

namespace anlan::access_world {
namespace {

constexpr std::string_view mark = R"("x-personal":true)";

bool marked(const std::string& schema) { return schema.find(mark) != std::string::npos; }

bool holds_personal(const kernel::Module& module) {
    return marked(module.state_schema) ||
           std::any_of(module.events.begin(), module.events.end(),
                       [](const auto& event) { return marked(event->schema); });
}

// The module of a record or timeline endpoint; null: another endpoint.
const kernel::Module* read_by(const api::Endpoint& endpoint, const World& world) {
    for (const auto& module : world.modules)
        if (endpoint.operation == module.name + ".get" || endpoint.operation == module.name + ".timeline")
            return &module;
    return nullptr;
}

// What these say of people is the asker's own words given back: those of them that stand in a report too, the
// numbers that stood in an address. They are asked while the words are being written, and tell no others: of
// the ribbon that is tested below, and the gazetteer knows nobody.
const std::set<std::string>& echoes() {
    static const std::set<std::string> table{"call.same_events", "place.resolve_address"};
    return table;
}

// Some answers are personal without saying a name: what was reported from this number before. These say so.
bool asks_for_purpose(const api::Endpoint& endpoint) {
    return std::any_of(endpoint.parameters.begin(), endpoint.parameters.end(), [](const auto& parameter) {
        return parameter.required && parameter.name == "Anlan-Purpose";
    });
}

bool shows_people(const api::Endpoint& endpoint, const World& world) {
    const auto* module = read_by(endpoint, world);
    if (echoes().contains(endpoint.operation)) return false;
    return asks_for_purpose(endpoint) || marked(endpoint.result_schema) ||
           (module != nullptr && holds_personal(*module));
}

std::vector<kernel::Envelope> looks_in(World& world) {
    std::vector<kernel::Envelope> looks;
    EXPECT_TRUE(world.log
                    .read(1,
                          [&](std::uint64_t, std::string_view bytes, const ports::Hash&) {
                              auto envelope = kernel::decode(bytes);
                              EXPECT_TRUE(envelope.ok());
                              if (envelope.ok() && envelope->wire == "look.recorded.v1")
                                  looks.push_back(std::move(envelope).value());
                              return true;
                          })
                    .ok());
    return looks;
}

// As the role that reads everything, of a record inside its area.
struct Asked {
    std::string path;
    std::string record;  // what the look must name
};
Asked ask_for(const api::Endpoint& endpoint, const World& world) {
    const auto open = endpoint.path.find('{');
    if (open == std::string::npos) {
        std::string path = endpoint.path;
        for (const auto& parameter : endpoint.parameters)
            if (parameter.required && parameter.in == api::Parameter::In::query)
                path += (path.find('?') == std::string::npos ? "?" : "&") + parameter.name + "=x";
        return {path, endpoint.operation};
    }
    const auto close = endpoint.path.find("_id}");
    const auto record = world.record(endpoint.path.substr(open + 1, close - open - 1), Relation::inside);
    auto path = endpoint.path;
    path.replace(open, close + 4 - open, record);
    const auto photo = path.find("{attachment_id}");
    if (photo != std::string::npos) path.replace(photo, std::string::npos, photo_id);
    return {path, record};
}

TEST(Looks, WhateverShowsPeopleWantsAPurposeAndLeavesALook) {
    World world;
    std::size_t checked = 0;
    for (const auto& endpoint : world.api->endpoints()) {
        if (!shows_people(*endpoint, world)) continue;
        ++checked;
        const auto [path, record] = ask_for(*endpoint, world);
        ASSERT_FALSE(record.empty()) << endpoint->operation;
        const auto method = std::string{api::name_of(endpoint->method)};
        ASSERT_EQ(endpoint->method, kernel::Method::get)
            << endpoint->operation << ": say here how it is asked";
        const auto role = read_by(*endpoint, world) != nullptr ? "supervisor" : "city_dispatcher";
        const auto& token = world.tokens.at(role);
        const auto before = looks_in(world).size();
        for (const char* purpose : {"", "curiosity"}) {
            const auto refused = world.ask(World::request(method, path, token, purpose));
            EXPECT_EQ(refused.status, 403) << endpoint->operation;
            EXPECT_TRUE(refused.code.starts_with("access.purpose_")) << endpoint->operation << refused.code;
        }
        EXPECT_EQ(looks_in(world).size(), before) << endpoint->operation;
        const auto shown = world.ask(World::request(method, path, token, "call_handling"));
        EXPECT_EQ(shown.status, 200) << endpoint->operation << " " << shown.body;
        const auto looks = looks_in(world);
        ASSERT_EQ(looks.size(), before + 1) << endpoint->operation;
        const auto& look = looks.back();
        EXPECT_EQ(look.actor.actor_id, world.seat(role).actor.actor_id);
        EXPECT_EQ(look.actor.post_id, world.seat(role).actor.post_id);
        EXPECT_EQ(look.purpose, "call_handling");
        EXPECT_NE(look.payload.find('"' + record + '"'), std::string::npos) << look.payload;
    }
    EXPECT_GE(checked, 8u);  // get and timeline of calls, incidents, accounts; earlier calls; photos
}

TEST(Looks, WhatCannotBeRecordedIsNotShown) {
    World world;
    world.disk_full = true;
    for (const auto& endpoint : world.api->endpoints()) {
        if (!shows_people(*endpoint, world)) continue;
        const auto [path, record] = ask_for(*endpoint, world);
        const auto answer = world.ask(World::request("GET", path, world.tokens.at("supervisor"), "audit"));
        EXPECT_NE(answer.status, 200) << endpoint->operation;
        EXPECT_EQ(answer.body.find(callback), std::string::npos) << endpoint->operation;
    }
}

TEST(Looks, AModuleIsPersonalExactlyWhenItHoldsPersonalText) {
    const auto modules = app::all_modules();
    for (const auto& module : modules) EXPECT_EQ(module.personal, holds_personal(module)) << module.name;
}

TEST(Looks, TheSameEventRibbonGivesBackOnlyWhatTheAskerSaid) {
    World world;
    EXPECT_EQ(world.bring({world.record("call", Relation::inside), "call.join_incident",
                           R"({"incident_id":")" + world.record("incident", Relation::inside) +
                               R"(","matched_words":[]})"}),
              "");
    const auto said = [&](const std::string& text) {
        return world.ask(World::request("POST", "/v1/same_events", world.tokens.at("call_taker"), {},
                                        R"({"text":")" + text + R"(","callback":"13900000000"})"));
    };
    const auto answer = said("路口");
    ASSERT_EQ(answer.status, 200) << answer.body;
    for (const char* others : {"着火", "王", "13900000000"})
        EXPECT_EQ(answer.body.find(others), std::string::npos) << answer.body;
}

// A planted endpoint: what the generated test goes by notices it.
TEST(Looks, APersonalMemberInAnAnswerIsNoticed) {
    World world;
    api::Endpoint planted;
    planted.operation = "call.numbers";
    planted.result_schema = codec::schema<PersonalText>();
    EXPECT_TRUE(shows_people(planted, world));
    planted.result_schema = codec::schema<std::string>();
    EXPECT_FALSE(shows_people(planted, world));
    planted.operation = "call.timeline";
    EXPECT_TRUE(shows_people(planted, world));
}

TEST(Looks, ALookUpStartsFromAnOpenRecordOrSaysThatItLooksBack) {
    World world;
    const auto call = world.record("call", Relation::inside);
    const auto history = [&](const char* purpose) {
        return world.ask(
            World::request("GET", "/v1/calls/" + call + "/history", world.tokens.at("call_taker"), purpose));
    };
    EXPECT_EQ(history("call_handling").status, 200);
    EXPECT_EQ(world.bring({call, "call.void", R"({"reason_code":"test","note":""})"}), "");
    const auto before = looks_in(world).size();
    const auto refused = history("call_handling");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.code, "access.no_open_record");
    EXPECT_EQ(looks_in(world).size(), before);
    EXPECT_EQ(history("complaint").status, 200);
}

TEST(Looks, ALookUpMayStartFromAClosedCallWhileItsIncidentIsWorkedOn) {
    World world;
    const auto call = world.record("call", Relation::inside);
    const auto incident = world.record("incident", Relation::inside);
    const auto history = [&] {
        return world.ask(World::request("GET", "/v1/calls/" + call + "/history",
                                        world.tokens.at("call_taker"), "same_place_history"));
    };
    EXPECT_EQ(world.bring({call, "call.join_incident",
                           R"({"incident_id":")" + incident + R"(","matched_words":[]})"}),
              "");
    EXPECT_EQ(history().status, 200);
    EXPECT_EQ(world.bring({incident, "incident.cancel", R"({"reason":"false alarm"})"}), "");
    EXPECT_EQ(history().code, "access.no_open_record");
}

TEST(Looks, TheRulebooksReviewNamesPurposesThatThereAre) {
    const auto modules = app::all_modules();
    for (const char* city : {"wuhan", "sanfrancisco"}) {
        const auto book = app::load_rulebook(std::string{source_dir()} + "/rulebook/" + city, modules);
        ASSERT_TRUE(book.ok()) << (book.ok() ? "" : book.error());
        const auto& purposes = book->section<access::AccessRules>().purposes;
        for (const auto& code : book->section<look::Rules>().always)
            EXPECT_TRUE(std::any_of(purposes.begin(), purposes.end(),
                                    [&](const auto& rule) { return rule.code == code; }))
                << city << " " << code;
    }
}

TEST(Looks, TheDailyReviewIsForReviewersAndIsReadToTheEnd) {
    World world;
    const auto call = world.record("call", Relation::inside);
    const auto& curious = world.tokens.at("call_taker");
    EXPECT_EQ(world.ask(World::request("GET", "/v1/calls/" + call, curious, "dispatch")).status, 200);
    EXPECT_EQ(world.ask(World::request("GET", "/v1/looks/review", curious)).code, "access.not_permitted");
    const auto& chief = world.tokens.at("supervisor");
    const auto review = world.ask(World::request("GET", "/v1/looks/review", chief));
    ASSERT_EQ(review.status, 200) << review.body;
    EXPECT_NE(review.body.find(R"("looked_by":")" + world.seat("call_taker").actor.actor_id + '"'),
              std::string::npos)
        << review.body;
    EXPECT_NE(review.body.find(R"("not_reviewed":2)"), std::string::npos) << review.body;  // and the import's
    EXPECT_NE(review.body.find(R"("why":["no_deed"])"), std::string::npos) << review.body;
    const auto at = review.body.rfind("lok_");
    const auto id = review.body.substr(at, review.body.find('"', at) - at);
    const auto said = [&](const std::string& token) {
        return world.ask(
            World::request("POST", "/v1/looks/" + id + "/review", token, {}, R"({"finding":"in_order"})"));
    };
    EXPECT_EQ(said(curious).code, "access.not_permitted");
    EXPECT_LT(said(chief).status, 300);
    EXPECT_NE(world.ask(World::request("GET", "/v1/looks/review", chief)).body.find(R"("not_reviewed":1)"),
              std::string::npos);
    EXPECT_EQ(world.ask(World::request("GET", "/v1/looks/review?day=yesterday", chief)).code,
              "look.day_invalid");
}

}  // namespace
}  // namespace anlan::access_world
