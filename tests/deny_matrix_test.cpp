// The deny matrix: every endpoint of the router × every role of the rulebook × where the record lies × which
// purpose is stated, asked of the whole application; and again without a session, with one that has expired
// and with one of a locked account. What each case must answer is worked out by an oracle of its own. An
// endpoint that fits none of the kinds below fails the test: whoever adds one says here what it asks.
#include "access_oracle_test_support.hpp"
#include "schema_test_support.hpp"

namespace anlan::access_world {
namespace {

using api::Endpoint;

constexpr const char* purposes[] = {"", "call_handling", "curiosity"};
constexpr std::size_t mismatches_shown = 40;

// Endpoints of the service itself: the permission they ask for; none: whoever is signed in. They are about no
// record, and state no purpose.
const std::map<std::string, std::string>& fixed_endpoints() {
    static const std::map<std::string, std::string> table{
        {"service.description", ""},
        {"service.metrics", "system.read"},
        {"rulebook.get", ""},
        {"rulebook.section", ""},
        {"service.maps", ""},
        {"session.get", ""},
        {"session.list", ""},
        {"session.colleagues", ""},
        {"session.end", ""},
        {"obligation.list", ""},
        {"answer_card.show", "errand.read"},
        {"rights.get", ""},
        {"stream.open", ""},
        {"session.history", ""},
        {"factor.list", ""},
        {"factor.begin_totp", ""},
        {"factor.confirm_totp", ""},
        {"factor.remove_totp", ""},
        {"factor.renew_recovery_codes", ""},
        {"factor.begin_passkey", ""},
        {"factor.add_passkey", ""},
        {"factor.remove_passkey", ""},
        {"service_key.issue", "account.keep_keys"},
        {"service_key.list", "account.keep_keys"},
        {"service_key.revoke", "account.keep_keys"},
        {"service_key.confirm", "account.keep_keys"},
        {"factor.make_enrolment_code", "account.keep_factors"}};
    return table;
}
// Open to everybody, and nothing else is.
const std::set<std::string>& open_endpoints() {
    static const std::set<std::string> table{
        "service.health", "service.readiness", "session.open", "session.challenge", "session.ways",
        "session.begin_sign_on", "session.finish_sign_on",
        // By a link that somebody was given, and that opens one report's receipt.
        "receipt.page", "receipt.data", "receipt.add_information", "receipt.not_solved", "receipt.rate",
        "receipt.quiet"};
    return table;
}

enum class Kind {
    open,
    sign_out,
    fixed,
    list,
    record,
    presence,
    query,
    command,
    composite,
    upload,
    photo,
    paper
};

std::optional<Kind> kind_of(const Endpoint& endpoint, const kernel::Modules& modules,
                            const std::vector<kernel::QuerySpec>& queries) {
    if (open_endpoints().contains(endpoint.operation)) return Kind::open;
    if (endpoint.operation == "session.close") return Kind::sign_out;
    if (fixed_endpoints().contains(endpoint.operation)) return Kind::fixed;
    if (endpoint.operation == "dispatch.send" || endpoint.operation == "answer_card.answer")
        return Kind::composite;
    if (endpoint.operation.ends_with(".add_attachment")) return Kind::upload;
    if (endpoint.operation.ends_with(".get_attachment")) return Kind::photo;
    if (endpoint.operation.ends_with("paper") || endpoint.operation == "bulletin.workbook")
        return Kind::paper;
    for (const auto& query : queries)
        if (query.name == endpoint.operation) return Kind::query;
    for (const auto& module : modules) {
        if (module.find_command(endpoint.operation) != nullptr) return Kind::command;
        if (endpoint.operation == module.name + ".list") return Kind::list;
        if (endpoint.operation == module.name + ".get" || endpoint.operation == module.name + ".timeline")
            return Kind::record;
        if (endpoint.operation == "post.open_matters" || endpoint.operation == module.name + ".be_present" ||
            endpoint.operation == module.name + ".leave")
            return Kind::presence;
    }
    return std::nullopt;
}

struct Case {
    std::string role;
    std::string purpose;
    Relation relation;
};

class Matrix {
public:
    explicit Matrix(World& world)
        : world_(world), oracle_(world.access_rules()), queries_(world.views->queries()) {}

    Oracle& oracle() { return oracle_; }
    // A machine's key at the post of a role, beside the persons.
    void add_key(const std::string& name, const std::string& role, std::vector<std::string> permissions) {
        oracle_.add_key(name, role, {permissions.begin(), permissions.end()});
        const auto made = world_.identity->issue_key(
            {name, world_.grant_of(role), std::move(permissions), "test", world_.clock.now() + Hours{24}});
        ASSERT_TRUE(made.ok());
        world_.tokens[name] = made.value().token;
    }

    void run() {
        for (const auto& endpoint : world_.api->endpoints()) {
            const auto kind = kind_of(*endpoint, world_.modules, queries_);
            if (!kind) {
                mismatch(*endpoint, {}, "an endpoint outside the matrix: say in kind_of() what it asks", {});
                continue;
            }
            world_.disk_full = *kind == Kind::command || *kind == Kind::composite || *kind == Kind::upload;
            for (const auto& [role, token] : world_.tokens)
                for (const char* purpose : purposes)
                    for (const auto relation : relations) ask(*endpoint, *kind, {role, purpose, relation});
            world_.disk_full = false;
        }
    }

    std::size_t cases() const { return cases_; }
    const std::vector<std::string>& mismatches() const { return mismatches_; }

private:
    void ask(const Endpoint& endpoint, Kind kind, const Case& one) {
        switch (kind) {
            case Kind::open:
            case Kind::sign_out:
                return;  // asked once, below
            case Kind::fixed:
                return ask_fixed(endpoint, one);
            case Kind::list:
                return ask_list(endpoint, one);
            case Kind::record:
                return ask_record(endpoint, one);
            case Kind::presence:
                return ask_presence(endpoint, one);
            case Kind::query:
                return ask_query(endpoint, one);
            case Kind::command:
                return ask_command(endpoint, one);
            case Kind::composite:
                return ask_composite(endpoint, one);
            case Kind::upload:
                return ask_upload(endpoint, one);
            case Kind::paper:
                return ask_paper(endpoint, one);
            case Kind::photo:
                return ask_photo(endpoint, one);
        }
    }

    Answer send(const Endpoint& endpoint, const Case& one, std::string path, std::string body = {}) {
        ++cases_;
        return world_.ask(World::request(std::string{api::name_of(endpoint.method)}, std::move(path),
                                         world_.tokens.at(one.role), one.purpose, std::move(body)));
    }

    void judge(const Endpoint& endpoint, const Case& one, const Answer& answer, bool may) {
        const bool denied = answer.status == 403 || answer.status == 401;
        if (denied == may || (!may && !answer.code.starts_with("access.")))
            mismatch(endpoint, one, may ? "must be let through" : "must be denied", answer);
    }
    void mismatch(const Endpoint& endpoint, const Case& one, const char* must, const Answer& answer) {
        mismatches_.push_back(endpoint.operation + " | " + one.role + " | " + name_of(one.relation) + " | " +
                              (one.purpose.empty() ? "-" : one.purpose) + " | " + must + " | answered " +
                              std::to_string(answer.status) + " " + answer.code);
    }

    void ask_fixed(const Endpoint& endpoint, const Case& one) {
        if (one.relation != Relation::inside) return;
        std::string path = endpoint.path;
        if (endpoint.operation == "rulebook.section") path = "/v1/rulebook/incident";
        if (endpoint.operation == "stream.open") path += "?after=0";
        const auto answer = send(endpoint, one, path);
        if (oracle_.is_key(one.role) &&
            (endpoint.needs == api::Needs::own_account || endpoint.needs == api::Needs::person)) {
            if (answer.code != "session.persons_only")
                mismatch(endpoint, one, "must be for persons only", answer);
            return;
        }
        const auto& permission = fixed_endpoints().at(endpoint.operation);
        judge(endpoint, one, answer, permission.empty() || oracle_.holds(one.role, permission));
        if (endpoint.operation == "stream.open") judge_sight(endpoint, one, answer.body, {});
        if (endpoint.operation == "obligation.list") judge_owed(endpoint, one, answer.body);
    }

    // What is seen of each module's records: those that may be read, and those only.
    void judge_sight(const Endpoint& endpoint, Case one, const std::string& body, const std::string& only) {
        for (const auto& module : world_.modules) {
            if (module.row_schema.empty() || (!only.empty() && module.name != only)) continue;
            for (const auto relation : relations) {
                const auto id = world_.record(module.name, relation);
                if (id.empty()) continue;
                one.relation = relation;
                const bool seen = body.find("\"stream\":\"" + id + '"') != std::string::npos;
                if (seen != oracle_.may(one.role, module.read_permission, {}, relation))
                    mismatch(endpoint, one, seen ? "shows what must not be seen" : "hides what may be seen",
                             {200, module.name, {}});
            }
        }
    }
    void judge_owed(const Endpoint& endpoint, Case one, const std::string& body) {
        one.relation = Relation::outside;
        for (const char* module : {"call", "incident"})
            if (!oracle_.may(one.role, world_.reading(module), {}, one.relation) &&
                body.find(world_.record(module, Relation::outside)) != std::string::npos)
                mismatch(endpoint, one, "shows what must not be seen", {200, module, {}});
    }

    void ask_list(const Endpoint& endpoint, const Case& one) {
        if (one.relation != Relation::inside) return;
        const auto module = endpoint.operation.substr(0, endpoint.operation.find('.'));
        const auto answer = send(endpoint, one, endpoint.path + "?limit=500");
        const bool may =
            oracle_.holds(one.role, world_.reading(module)) && oracle_.purpose_stands(one.purpose);
        judge(endpoint, one, answer, may);
        if (may) judge_sight(endpoint, one, answer.body, module);
    }

    // The path with the record of this relation; empty: there is no such record.
    std::string path_to(const Endpoint& endpoint, const std::string& module, Relation relation) const {
        const auto id = world_.record(module, relation);
        if (id.empty()) return {};
        std::string path = endpoint.path;
        const auto open = path.find('{');
        return path.replace(open, path.find('}') - open + 1, id);
    }

    void ask_record(const Endpoint& endpoint, const Case& one) {
        const auto name = endpoint.operation.substr(0, endpoint.operation.find('.'));
        const auto path = path_to(endpoint, name, one.relation);
        if (path.empty()) return;
        const bool personal =
            std::any_of(world_.modules.begin(), world_.modules.end(),
                        [&](const auto& module) { return module.name == name && module.personal; });
        const bool may = oracle_.may(one.role, world_.reading(name), one.purpose, one.relation) &&
                         !(personal && one.purpose.empty());
        const auto answer = send(endpoint, one, path);
        judge(endpoint, one, answer, may);
        if (name == "call" && may && shows_callback(answer) == (one.relation == Relation::shared_summary))
            mismatch(endpoint, one, "personal text exactly where all of the record is given", answer);
    }
    // Whoever may read a record may say that it is open and hears who else has it open; no machine does.
    void ask_presence(const Endpoint& endpoint, const Case& one) {
        const auto name = endpoint.operation.substr(0, endpoint.operation.find('.'));
        const auto path = path_to(endpoint, name, one.relation);
        if (path.empty()) return;
        const auto answer = send(endpoint, one, path);
        if (!oracle_.is_key(one.role) || endpoint.needs == api::Needs::session)
            return judge(endpoint, one, answer,
                         oracle_.may(one.role, world_.reading(name), one.purpose, one.relation));
        if (answer.code != "session.persons_only")
            mismatch(endpoint, one, "must be for persons only", answer);
    }
    static bool shows_callback(const Answer& answer) {
        return answer.body.find(callback) != std::string::npos;
    }

    // Questions that look past the record they are asked about, so that a share gives none of their answer;
    // those without a record that are of the whole city.
    bool gives(const std::string& query, const Case& one) const {
        if (query ==
            "dispatch.recommendation")  // which goes by where the incident lies, and each lies in a city
            return one.relation == Relation::inside || oracle_.stands_in(one.role, one.relation);
        if (query == "dispatch.coverage") return oracle_.sees_by_area(one.role);
        return true;
    }

    void ask_query(const Endpoint& endpoint, const Case& one) {
        const auto& spec = *std::find_if(queries_.begin(), queries_.end(),
                                         [&](const auto& query) { return query.name == endpoint.operation; });
        std::string path = spec.path;
        bool reached = true;
        if (const auto open = path.find('{'); open != std::string::npos) {
            const auto module = path.substr(open + 1, path.find("_id}") - open - 1);
            path = path_to(endpoint, module, one.relation);
            if (path.empty()) return;
            reached = oracle_.may(one.role, world_.reading(module), {}, one.relation);
        } else if (one.relation != Relation::inside) {
            return;
        }
        for (const auto& parameter : spec.parameters)
            if (parameter.required && spec.path.find('{') == std::string::npos)
                path += (path.find('?') == std::string::npos ? "?" : "&") + parameter.name + "=x";
        const auto body = spec.body_schema.empty() ? "" : schema_bodies::body_of(spec.body_schema);
        const bool may = oracle_.holds(one.role, spec.permission) && oracle_.purpose_stands(one.purpose) &&
                         reached && !(spec.personal && one.purpose.empty()) && gives(spec.name, one);
        judge(endpoint, one, send(endpoint, one, path, body), may);
    }

    void ask_command(const Endpoint& endpoint, const Case& one) {
        const auto name = endpoint.operation.substr(0, endpoint.operation.find('.'));
        const auto* spec = kernel::module_of_stream(world_.modules, world_.record_of_any(name))
                               ->find_command(endpoint.operation);
        std::string path = endpoint.path;
        std::string body = schema_bodies::body_of(spec->schema, {{}, {}, endpoint.path});
        if (spec->creates) {
            const auto fresh = world_.fresh_body(name, one.relation);
            if (!fresh) return;
            body = fresh->body;
            if (const auto open = path.find('{'); open != std::string::npos)
                path.replace(open, path.find('}') - open + 1, fresh->stream);
        } else {
            path = path_to(endpoint, name, one.relation);
            if (path.empty()) return;
            for (auto open = path.find('{'); open != std::string::npos; open = path.find('{'))
                path.replace(open, path.find('}') - open + 1, "x_none");
        }
        // Who takes a call, breaks a glass or proposes something holds it, wherever it turns out to belong.
        static const std::set<std::string> held{"call.receive", "break_glass.open", "proposal.propose"};
        const auto lies = held.contains(endpoint.operation) ? Relation::held : one.relation;
        const bool look = spec->permission == access::own_look;  // everybody's, for a stated purpose
        const bool may = look ? !one.purpose.empty() && oracle_.purpose_stands(one.purpose)
                              : (oracle_.may(one.role, spec->permission, one.purpose, lies) ||
                                 oracle_.may(one.role, spec->permission, one.purpose, one.relation)) &&
                                    may_in_the_end(endpoint.operation, one);
        judge(endpoint, one, send(endpoint, one, path, body), may);
    }

    // Who proposes or approves a command is one who may do it with another. What the world's proposals
    // propose is an early erasure.
    bool may_in_the_end(const std::string& operation, const Case& one) const {
        if (operation != "proposal.propose" && operation != "proposal.approve") return true;
        return oracle_.may(one.role, "erasure.erase_early", one.purpose, one.relation);
    }

    // Its parts are answered one by one.
    void ask_composite(const Endpoint& endpoint, const Case& one) {
        const bool card = endpoint.operation == "answer_card.answer";
        const auto part = world_.record(card ? "errand" : "unit", one.relation);
        if (part.empty()) return;
        const auto body =
            card ? R"({"of":[")" + part + R"("],"answers":[{"question_id":"done:yes_no","value":"yes"}]})"
                 : R"({"incident_id":"inc_none","priority":"p1","units":[{"unit_id":")" + part + R"("}]})";
        auto answer = send(endpoint, one, endpoint.path, body);
        if (answer.body.find(R"("status":403)") != std::string::npos) {
            answer.status = 403;
            const auto at = answer.body.find(R"("code":")");
            answer.code = answer.body.substr(at + 8, answer.body.find('"', at + 8) - at - 8);
        }
        judge(endpoint, one, answer,
              oracle_.may(one.role, card ? "errand.answer" : "unit.assign", one.purpose, one.relation));
    }

    // "incident" of "incident.add_attachment".
    static std::string module_of(const Endpoint& endpoint) {
        return endpoint.operation.substr(0, endpoint.operation.find('.'));
    }

    // Of whoever may not add it, not even the bytes are kept.
    void ask_upload(const Endpoint& endpoint, const Case& one) {
        const auto kept = world_.photos.count();
        const auto answer = send(endpoint, one, path_to(endpoint, module_of(endpoint), one.relation),
                                 photo_of("photo " + std::to_string(kept)));
        const bool may = oracle_.may(one.role, endpoint.operation, one.purpose, one.relation);
        judge(endpoint, one, answer, may);
        if (world_.photos.count() != kept + (may ? 1 : 0))
            mismatch(endpoint, one, "must keep exactly what may be added", answer);
    }

    // As a record's texts: for a purpose, and not where only its summary is shared.
    void ask_photo(const Endpoint& endpoint, const Case& one) {
        auto path = path_to(endpoint, module_of(endpoint), one.relation);
        const auto open = path.find('{');
        const auto answer = send(endpoint, one, path.replace(open, std::string::npos, photo_id));
        const bool reads =
            oracle_.may(one.role, world_.reading(module_of(endpoint)), one.purpose, one.relation);
        const bool summary = reads && one.relation == Relation::shared_summary;
        const bool may = reads && !summary && !one.purpose.empty();
        if (!summary) judge(endpoint, one, answer, may);
        if (summary && (answer.status != 403 || answer.code != "attachment.summary_only"))
            mismatch(endpoint, one, "must hear that only the summary is shared", answer);
        if ((answer.body.find(shown_in_photos) != std::string::npos) != may)
            mismatch(endpoint, one, "must be shown exactly to whoever may see it", answer);
    }

    // The whole of a record on paper: for a purpose, and not where only its summary is shared. That there is
    // nothing to print is heard by who may print.
    void ask_paper(const Endpoint& endpoint, const Case& one) {
        const std::string module = endpoint.operation.substr(0, endpoint.operation.find('.'));
        const int printed = world_.papers.printed;
        const auto answer = send(endpoint, one, path_to(endpoint, module, one.relation));
        const bool of_people = module != "bulletin";  // which says nothing of any
        const bool whole = one.relation != Relation::shared_summary && !one.purpose.empty();
        const bool may =
            oracle_.may(one.role, world_.reading(module), one.purpose, one.relation) && (whole || !of_people);
        judge(endpoint, one, answer, may);
        if (!may && world_.papers.printed != printed) mismatch(endpoint, one, "must not be printed", answer);
    }

    World& world_;
    Oracle oracle_;
    std::vector<kernel::QuerySpec> queries_;
    std::vector<std::string> mismatches_;
    std::size_t cases_ = 0;
};

std::string table_of(const std::vector<std::string>& mismatches) {
    std::string text =
        std::to_string(mismatches.size()) + " mismatches\noperation | role | record | purpose | must | was\n";
    for (std::size_t i = 0; i < std::min(mismatches.size(), mismatches_shown); ++i)
        text += mismatches[i] + "\n";
    return text;
}

TEST(DenyMatrix, EveryEndpointAnswersEveryRoleAsTheOracleSays) {
    World world;
    Matrix matrix{world};
    matrix.add_key("key of a dispatcher", "dispatcher",
                   {"incident.*", "call.read", "unit.assign", "account.*"});
    matrix.add_key("key of a partner", "partner", {"*.read"});
    matrix.add_key("key of everything at a desk", "dispatcher", {"*"});
    matrix.add_key("key of an administrator", "administrator", {"*"});
    matrix.run();
    EXPECT_TRUE(matrix.mismatches().empty()) << table_of(matrix.mismatches());
    EXPECT_GT(matrix.cases(), 10'000u) << "the matrix has become small: what is missing?";
    RecordProperty("cases", static_cast<int>(matrix.cases()));
}

TEST(DenyMatrix, AnEndpointOutsideItIsNoticed) {
    World world;
    Endpoint backdoor;
    backdoor.operation = "backdoor.open";
    EXPECT_EQ(kind_of(backdoor, world.modules, world.views->queries()), std::nullopt);
    backdoor.operation = "call.get_all";
    EXPECT_EQ(kind_of(backdoor, world.modules, world.views->queries()), std::nullopt);
}

// The same with a delegation: a community officer stands in for the dispatcher of another city's district,
// and may what that post may there, and nothing else anywhere.
TEST(DenyMatrix, ADelegationGivesWhatItsPostHoldsWhereItSitsAndNothingElse) {
    World world;
    auto where = where_of(Relation::outside);
    for (const char* level : {"station", "beat"}) {
        const auto at = where.find(std::string{"\""} + level + "\":\"") + std::string{level}.size() + 4;
        where.erase(at, where.find('"', at) - at);
    }
    const std::string to = world.seat("community_officer").actor.actor_id;
    const std::string post = "pst_dispatcher.420201";
    const auto bring = [&](const char* command, const std::string& body) {
        ASSERT_EQ(world.bring({post, command, body}), "") << command;
    };
    bring("post.create", R"({"role":"dispatcher","post_name":"派警台","where":)" + where + "}");
    bring("post.begin_duty", R"({"account_id":"acc_giver"})");
    bring("post.delegate_duty", R"({"account_id":"acc_giver","to_account_id":")" + to + R"(","until":")" +
                                    to_text(world.clock.now() + Hours{8}) + R"(","reason":"代岗"})");
    Matrix matrix{world};
    matrix.oracle().give("community_officer", "dispatcher", Relation::outside);
    matrix.run();
    EXPECT_TRUE(matrix.mismatches().empty()) << table_of(matrix.mismatches());
    Matrix without{world};
    without.run();
    ASSERT_FALSE(without.mismatches().empty()) << "nothing was given";
    for (const auto& line : without.mismatches())
        EXPECT_NE(line.find("| community_officer |"), std::string::npos) << line;
}

// Planted holes: the matrix must find each.
TEST(DenyMatrix, AHoleInTheEnginesQuestionIsFound) {
    World* whole = nullptr;
    World world{[&whole](const access::Seat& seat, std::string_view permission, std::string_view purpose,
                         const kernel::Scope& scope) {
        if (permission == "incident.close" && seat.roles.contains("station_desk"))
            return access::Decision{access::Verdict::allow, "access.planted", "a hole"};
        return whole->real_authorise()(seat, permission, purpose, scope);
    }};
    whole = &world;
    Matrix matrix{world};
    matrix.run();
    ASSERT_FALSE(matrix.mismatches().empty());
    for (const auto& line : matrix.mismatches())
        EXPECT_TRUE(line.starts_with("incident.close | station_desk")) << line;
}

TEST(DenyMatrix, WithoutASessionNothingButHealthAndTheSignInIsThere) {
    World world;
    auto& locked = *world.identity;
    ASSERT_TRUE(locked.stand("dispatcher", ports::Standing::locked).ok());
    const auto refused = [&](const std::string& token, const char* says) {
        for (const auto& endpoint : world.api->endpoints()) {
            const bool open = open_endpoints().contains(endpoint->operation);
            EXPECT_EQ(open, endpoint->needs == api::Needs::nothing) << endpoint->operation;
            const auto answer = world.ask(World::request(std::string{api::name_of(endpoint->method)},
                                                         endpoint->path, token, "call_handling"));
            EXPECT_EQ(answer.status == 401 && answer.code == "session.required", !open)
                << says << ": " << endpoint->operation << " answers " << answer.status;
        }
    };
    refused("", "no session");
    refused(std::string(43, 'A'), "a made-up token");
    refused(world.tokens.at("dispatcher"), "a locked account");
    EXPECT_EQ(world.ask(World::request("GET", "/v1/session", world.tokens.at("call_taker"))).status, 200);
    world.clock.millis += 14LL * 3'600'000;
    refused(world.tokens.at("call_taker"), "an expired session");
}

// A session that its role asks more of than it was opened with is good for setting a second factor up.
TEST(DenyMatrix, WithoutTheSecondFactorThatARoleRequiresNothingButTheFactorsIsThere) {
    World world;
    const auto& roles = world.access_rules().roles;
    const auto required = std::find_if(roles.begin(), roles.end(), [](const auto& role) {
        return role.second_factor == access::SecondFactor::required;
    });
    ASSERT_NE(required, roles.end());
    ASSERT_TRUE(world.identity->create("newcomer", "新", PersonalText{World::password}).ok());
    ASSERT_TRUE(world.identity->grant("newcomer", world.grant_of(required->role)).ok());
    const auto in = world.ask(World::request(
        "POST", "/v1/session", "", "", R"({"login":"newcomer","password":"a good password","bearer":true})"));
    ASSERT_EQ(in.status, 201) << in.body;
    EXPECT_NE(in.body.find(R"("second_factor_missing":true)"), std::string::npos) << in.body;
    const auto at = in.body.find(R"("token":")") + 9;
    const auto token = in.body.substr(at, in.body.find('"', at) - at);
    const auto held_to_it = [&](bool held) {
        for (const auto& endpoint : world.api->endpoints()) {
            if (endpoint->needs == api::Needs::nothing || endpoint->operation == "session.close") continue;
            const auto answer = world.ask(World::request(std::string{api::name_of(endpoint->method)},
                                                         endpoint->path, token, "call_handling"));
            const bool own =
                endpoint->needs == api::Needs::own_account || endpoint->needs == api::Needs::any_token;
            EXPECT_EQ(answer.code == "session.second_factor_missing", held && !own)
                << endpoint->operation << " answers " << answer.status << ' ' << answer.code;
        }
    };
    held_to_it(true);
    world.enrol(token);
    held_to_it(false);
}

TEST(DenyMatrix, AKeyIsIssuedInsideOnesReachAndWorksNoWider) {
    World world;
    const auto issue = [&](const std::string& role, const std::string& body) {
        return world.ask(World::request("POST", "/v1/service_keys", world.tokens.at(role), "", body));
    };
    const std::string feed =
        R"({"label":"feed","role":"dispatcher","area_id":"are_420106","permissions":["incident.read"],)"
        R"("expires_at":"2026-12-31T00:00:00.000Z"})";
    EXPECT_EQ(issue("watch_officer", feed).code, "access.not_permitted");
    const auto made = issue("administrator", feed);
    ASSERT_EQ(made.status, 201) << made.body;
    const auto text_of = [&](const char* member) {
        const auto at = made.body.find(member);
        const auto begin = at + std::string{member}.size() + 3;
        return made.body.substr(begin, made.body.find('"', begin) - begin);
    };
    const auto token = text_of("token");
    const auto read = [&](const std::string& path) { return world.ask(World::request("GET", path, token)); };
    EXPECT_EQ(read("/v1/incidents").status, 200);
    EXPECT_EQ(read("/v1/units").code, "access.not_in_key");
    EXPECT_EQ(read("/v1/sessions").code, "session.persons_only");
    EXPECT_EQ(read("/v1/service_keys").code, "session.persons_only");
    EXPECT_NE(read("/v1/session").body.find(R"("permissions":["incident.read"])"), std::string::npos);

    struct Row {
        const char *bent, *by, *code;
    };
    for (const Row& row :
         {Row{"dispatcher", "wizard", "service_key.role_unknown"},
          {"are_420106", "are_42", "service_key.area_invalid"},
          {R"("dispatcher","area_id":"are_420106")", R"("administrator")", "service_key.role_not_for_keys"},
          {"incident.read", "break_glass.open", "service_key.persons_only"},
          {"2026-12-31", "2036-12-31", "service_key.expiry_too_far"},
          {"2026-12-31", "2016-12-31", "service_key.expiry_passed"},
          {R"(["incident.read"])", "[]", "service_key.permissions_invalid"},
          {R"("label":"feed")", R"("label":"")", "service_key.label_invalid"}}) {
        auto body = feed;
        body.replace(body.find(row.bent), std::string{row.bent}.size(), row.by);
        EXPECT_EQ(issue("administrator", body).code, row.code) << body;
    }

    const auto listed =
        world.ask(World::request("GET", "/v1/service_keys", world.tokens.at("administrator")));
    EXPECT_NE(listed.body.find(text_of("key_id")), std::string::npos);
    EXPECT_EQ(listed.body.find(token), std::string::npos) << "shown once";
    const auto path = "/v1/service_keys/" + text_of("key_id");
    EXPECT_EQ(world.ask(World::request("DELETE", path, world.tokens.at("watch_officer"))).code,
              "access.not_permitted");
    const auto confirm = [&](const char* role, const std::string& at) {
        return world.ask(World::request("POST", at + "/confirmation", world.tokens.at(role)));
    };
    EXPECT_EQ(confirm("watch_officer", path).code, "access.not_permitted");
    EXPECT_EQ(confirm("administrator", "/v1/service_keys/key_none").code, "service_key.unknown");
    EXPECT_EQ(confirm("administrator", path).status, 204);
    EXPECT_EQ(world.ask(World::request("DELETE", path, world.tokens.at("administrator"))).status, 204);
    EXPECT_EQ(read("/v1/incidents").code, "session.required");
}

TEST(DenyMatrix, NobodySeesOrEndsTheSessionsOfAnother) {
    World world;
    const auto& mine = world.tokens.at("dispatcher");
    const auto& others = world.tokens.at("patrol");
    const auto listed = world.ask(World::request("GET", "/v1/sessions", mine)).body;
    const auto at = listed.find("ses_");
    ASSERT_NE(at, std::string::npos) << listed;
    const auto id = listed.substr(at, listed.find('"', at) - at);
    EXPECT_EQ(world.ask(World::request("GET", "/v1/sessions", others)).body.find(id), std::string::npos);
    const auto refused = world.ask(World::request("DELETE", "/v1/sessions/" + id, others));
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(refused.code, "session.unknown");
    EXPECT_EQ(world.ask(World::request("GET", "/v1/session", mine)).status, 200);
    EXPECT_EQ(world.ask(World::request("DELETE", "/v1/sessions/" + id, mine)).status, 204);
    EXPECT_EQ(world.ask(World::request("GET", "/v1/session", mine)).status, 401);
}

}  // namespace
}  // namespace anlan::access_world
