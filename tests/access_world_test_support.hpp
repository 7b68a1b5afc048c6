// A whole Anlan for questions of access: the real modules, rulebook, engine, views, feed, accounts and API
// over a log in memory, with one signed-in account for each role, and of each module a record inside
// everybody's reach, one outside, one shared with every post, and one without a place.
#pragma once
#include "access/may.hpp"
#include "access_photos_test_support.hpp"
#include "access_records_test_support.hpp"
#include "adapters/identity/sqlite_identity.hpp"
#include "adapters/identity/totp.hpp"
#include "adapters/memory/memory_event_log.hpp"
#include "adapters/oidc/sign_on.hpp"
#include "adapters/system/system_random.hpp"
#include "api/api.hpp"
#include "api/caller.hpp"
#include "api/given.hpp"
#include "app/node.hpp"
#include "base/source_dir_test_support.hpp"
#include "domain/proposal/rules.hpp"
#include "kernel/deadline_rule.hpp"
#include "recording_papers_test_support.hpp"
#include "sim/virtual_engine.hpp"
#include "terms/incident_catalogue.hpp"
#include "views/board.hpp"
#include "views/class_advice.hpp"
#include "views/outage_deadlines.hpp"
#include "views/place_advice.hpp"
#include "views/positions.hpp"
#include "views/rights.hpp"
#include "views/same_event_ribbon.hpp"
#include "views/unit_advice.hpp"
#include "views/view_runner.hpp"
#include "views/weekly_figures.hpp"
#include "views/work_forecast.hpp"

#include <gtest/gtest.h>

#include <unistd.h>
#include <atomic>
#include <filesystem>
#include <future>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace anlan::access_world {

struct HandClock final : ports::Clock {
    std::atomic<std::int64_t> millis{1'790'000'000'000};
    Instant now() noexcept override { return Instant{Millis{millis.load()}}; }
};

struct Answer {
    int status = 0;
    std::string code;
    std::string body;
    std::vector<ports::Header> headers = {};

    std::string header(std::string_view name) const {
        for (const auto& one : headers)
            if (one.name == name) return one.value;
        return {};
    }
};

class World {
public:
    // `authorise` stands in for the engine's question, so that a test can plant a hole.
    explicit World(engine::Authorise authorise = {}) {
        auto loaded = app::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", modules);
        EXPECT_TRUE(loaded.ok()) << (loaded.ok() ? "" : loaded.error());
        rules = std::move(loaded).value();
        share_what_lies_in_the_shared_areas();
        make_views();
        engine_ = std::make_unique<engine::Engine>(
            engine::EngineParts{modules, rules, log, authorise ? authorise : real_authorise(),
                                [this](std::span<const kernel::Committed> committed) {
                                    rights.apply(committed);
                                    board->apply(committed);
                                    views->apply(committed);
                                },
                                nullptr, &access_rules(),
                                [this](const kernel::AnyCommand& command) {
                                    return proposal::needs_second(rules.section<proposal::Rules>(), command);
                                }},
            engine::EngineLimits{});
        EXPECT_TRUE(engine_->restart(nullptr, {}, {}).ok());
        board->live(engine_->head().records);
        EXPECT_TRUE(views->catch_up(log, 0, [] { return true; }).ok());
        submit = std::make_unique<sim::VirtualEngine>(*engine_, clock.now());
        feed = std::make_unique<stream::Feed>(
            stream::FeedSetup{"t", 0, access_rules(), stream::read_permissions(modules)});
        open_identity();
        api::Parts parts{modules,        *submit, *board,  views->queries(),
                         *identity,      clock,   random,  rules,
                         access_rules(), *feed,   metrics, {{"incident", "{}"}}};
        parts.rights = &rights;
        parts.receipts = receipts;
        parts.attachments = &photos.kept;
        parts.papers = &papers;
        parts.factors = identity.get();
        parts.service_keys = identity.get();
        parts.single_sign_on = sign_on.get();
        api = std::make_unique<api::Api>(std::move(parts));
        make_records();
        for (const auto& role : access_rules().roles) tokens[role.role] = sign_in_at(role.role);
    }
    ~World() {
        api.reset();
        identity.reset();
        std::filesystem::remove_all(folder_);
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    const access::AccessRules& access_rules() const { return rules.section<access::AccessRules>(); }

    engine::Authorise real_authorise() {
        return [this](const access::Seat& seat, std::string_view permission, std::string_view purpose,
                      const kernel::Scope& scope) {
            return access::may(api::with_given(seat, rights, clock.now()), permission, purpose, scope,
                               access_rules());
        };
    }

    Answer ask(ports::Request request) {
        std::promise<ports::Response> promise;  // some answers come from another thread
        api->handle(std::move(request),
                    [&](ports::Response response) { promise.set_value(std::move(response)); });
        auto response = promise.get_future().get();
        while (response.finish) response = std::exchange(response.finish, {})();
        Answer answer{response.status, {}, response.shared_body ? *response.shared_body : response.body};
        answer.headers = response.headers;
        if (response.stream) answer.body = all_of(*response.stream);
        const auto at = answer.body.find(R"("code":")");
        if (answer.status >= 400 && at != std::string::npos)
            answer.code = answer.body.substr(at + 8, answer.body.find('"', at + 8) - at - 8);
        return answer;
    }

    static ports::Request request(std::string method, std::string path, const std::string& token,
                                  const std::string& purpose = {}, std::string body = {}) {
        ports::Request made;
        made.method = std::move(method);
        if (const auto mark = path.find('?'); mark != std::string::npos) {
            std::istringstream pairs{path.substr(mark + 1)};
            for (std::string pair; std::getline(pairs, pair, '&');)
                made.query.push_back({pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1)});
            path.resize(mark);
        }
        made.path = std::move(path);
        made.headers = {{"host", "t"}, {"idempotency-key", "k" + std::to_string(++keys())}};
        if (!token.empty()) made.headers.push_back({"authorization", "Bearer " + token});
        if (!purpose.empty()) made.headers.push_back({"anlan-purpose", purpose});
        if (!body.empty()) made.headers.push_back({"content-type", "application/json"});
        made.body = std::move(body);
        return made;
    }

    // As somebody from outside would, past every question of access.
    std::string bring(const RecordBody& record, const std::string& again = {},
                      const std::string& by = "test") {
        const auto* module = kernel::module_of_stream(modules, record.stream);
        const auto* spec = module == nullptr ? nullptr : module->find_command(record.command);
        if (spec == nullptr) return "no command " + record.command;
        auto value = spec->decode(record.body);
        if (!value.ok()) return record.command + value.error().path + ": " + value.error().expected;
        engine::Submission submission;
        submission.stream = record.stream;
        submission.command = {spec, std::move(value).value()};
        submission.seat.actor = {kernel::ActorKind::import, by, {}};
        submission.command_id = record.stream + record.command + again;
        std::string wrong;
        submit->submit(std::move(submission), [&](const engine::Outcome& outcome) {
            if (const auto* refusal = std::get_if<kernel::Refusal>(&outcome)) wrong = refusal->message;
        });
        return wrong;
    }

    // The stream of a module's record in this relation; empty: there is none.
    std::string record(const std::string& module, Relation relation) const {
        const auto found = records.find({module, relation});
        return found == records.end() ? std::string{} : found->second;
    }

    std::string record_of_any(const std::string& module) const {
        for (const auto relation : relations)
            if (const auto id = record(module, relation); !id.empty()) return id;
        return {};
    }
    // A record that is not there yet.
    std::optional<RecordBody> fresh_body(const std::string& module, Relation relation) const {
        return with_class(record_body(module, relation, "new"));
    }

    // What reading a module's rows and records asks for.
    std::string reading(const std::string& module) const {
        const auto found =
            std::find_if(modules.begin(), modules.end(), [&](const auto& one) { return one.name == module; });
        return found->read_permission;
    }

    // A second, third, … person at the same post: their token.
    std::string another(const std::string& role) {
        return sign_in_at(role, "-" + std::to_string(++persons_[role] + 1));
    }

    access::Seat seat(const std::string& role) const {
        const auto session = identity->session(tokens.at(role));
        return {{kernel::ActorKind::person, session->account_id.value(), session->post.post_id},
                {role},
                session->post.reach};
    }

    ports::PostGrant grant_of(const std::string& role) const {
        const auto& levels = rules.section<kernel::RoleLevels>();
        const auto* found = kernel::find_role(levels, role);
        const auto beat = area_of(Relation::inside);
        Jurisdiction reach{levels.city, {}, {}, {}};
        std::string area = "420100";
        if (found->level >= kernel::Level::district)
            reach.district = AreaId{"are_" + (area = beat.substr(0, 6))};
        if (found->level >= kernel::Level::station)
            reach.station = AreaId{"are_" + (area = beat.substr(0, 9))};
        if (found->level >= kernel::Level::beat) reach.beat = AreaId{"are_" + (area = beat)};
        return {kernel::post_id(role, AreaId{"are_" + area}), role, reach, {}, {}};
    }

    kernel::Modules modules = app::all_modules();
    kernel::Rulebook rules;
    HandClock clock;
    adapters::SystemRandom random;
    telemetry::Metrics metrics;
    Photos photos{clock};
    RecordingPapers papers;
    bool disk_full = false;  // what was allowed is then not stored: a thousand commands leave no trace
    adapters::MemoryEventLog log{std::make_shared<adapters::MemoryDisk>(),
                                 [this](std::uint64_t) -> std::optional<ports::Fault> {
                                     if (!disk_full) return std::nullopt;
                                     return ports::Fault{ports::Then::retry_call, "log.disk_full", ""};
                                 }};
    views::Rights rights;
    views::Receipts* receipts = nullptr;
    std::unique_ptr<views::Board> board;
    std::unique_ptr<views::ViewRunner> views;
    std::unique_ptr<sim::VirtualEngine> submit;
    std::unique_ptr<stream::Feed> feed;
    std::unique_ptr<adapters::identity::SqliteIdentity> identity;
    std::unique_ptr<adapters::oidc::SignOn> sign_on;  // whose provider does not answer
    std::unique_ptr<api::Api> api;
    std::map<std::pair<std::string, Relation>, std::string> records;
    std::map<std::string, std::string> tokens;  // by role

    static constexpr const char* password = "a good password";

private:
    static std::string all_of(ports::ByteStream& stream) {
        std::string text;
        for (auto next = ports::ByteStream::Next::more; next == ports::ByteStream::Next::more;) {
            std::vector<ports::Bytes> chunks;
            next = stream.read(std::size_t{1} << 20U, chunks);
            for (const auto& chunk : chunks) text += *chunk;
        }
        return text;
    }

    static std::uint64_t& keys() {
        static std::uint64_t counted = 0;
        return counted;
    }

    // Few records are shared, held or without a place by themselves; the port through which they are is
    // their scope.
    void share_what_lies_in_the_shared_areas() {
        using kernel::Extent;
        using kernel::Standing;
        std::vector<PostId> posts;
        for (const auto& role : access_rules().roles) posts.push_back(grant_of(role.role).post_id);
        for (auto& module : modules)
            module.scope = [own = module.scope, posts](const kernel::StatePtr& state) {
                auto scope = own ? own(state) : kernel::Scope{};
                const auto lies = [&](Relation relation) {
                    return scope.where.beat.value() == "are_" + area_of(relation) ||
                           scope.where.city.value() == "are_" + area_of(relation).substr(0, 4) + "00";
                };
                const auto give = [&](Extent extent, Standing standing) {
                    for (const auto& post : posts) scope.shared_with.push_back({post, extent, standing});
                };
                if (lies(Relation::shared)) give(Extent::all, Standing::recipient);
                if (lies(Relation::shared_summary)) give(Extent::summary, Standing::recipient);
                if (lies(Relation::held)) give(Extent::all, Standing::holder);
                if (lies(Relation::no_place)) scope.where = {};
                return scope;
            };
    }

    void make_views() {
        auto positions = std::make_unique<views::Positions>();
        auto advice = std::make_unique<views::UnitAdvice>(*positions);
        std::vector<std::unique_ptr<kernel::View>> more;
        more.push_back(std::move(positions));
        more.push_back(std::move(advice));
        more.push_back(std::make_unique<views::SameEventRibbon>());
        more.push_back(std::make_unique<views::ClassAdvice>());
        more.push_back(std::make_unique<views::PlaceAdvice>());
        more.push_back(std::make_unique<views::OutageDeadlines>(log));
        more.push_back(std::make_unique<views::WorkForecast>(modules, rules));
        more.push_back(
            std::make_unique<views::WeeklyFigures>(modules, rules, [this] { return clock.now(); }));
        board = std::make_unique<views::Board>(modules, log, [this](std::span<const views::Change> changes) {
            if (feed) feed->publish(changes);
        });
        auto made_receipts = std::make_unique<views::Receipts>(modules, *board, rules);
        receipts = made_receipts.get();
        more.push_back(std::move(made_receipts));
        views = std::make_unique<views::ViewRunner>(modules, std::move(more));
    }

    // The rulebook's first class, and a day to come, where a body wants one.
    std::optional<RecordBody> with_class(std::optional<RecordBody> record) const {
        const auto at = record ? record->body.find("CLASS") : std::string::npos;
        if (at != std::string::npos)
            record->body.replace(at, 5, rules.section<IncidentCatalogue>().classes.front().code);
        const auto sunset = record ? record->body.find("SUNSET") : std::string::npos;
        if (sunset != std::string::npos)
            record->body.replace(sunset, 6,
                                 to_text(Instant{Millis{clock.millis.load()}} + std::chrono::days{90}));
        return record;
    }

    void open_identity() {
        static std::atomic<int> count{0};
        folder_ = std::filesystem::temp_directory_path() /
                  ("anlan_access_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
        std::filesystem::create_directories(folder_);
        adapters::identity::IdentitySettings settings;
        settings.path = (folder_ / "identity.db").string();
        settings.cost = adapters::identity::least_cost();
        auto opened = adapters::identity::SqliteIdentity::open(settings, clock);
        EXPECT_TRUE(opened.ok());
        identity = std::move(opened).value();
        auto provider = adapters::oidc::SignOn::open({"http://localhost:9", "anlan", {}, "http://t/"}, clock);
        EXPECT_TRUE(provider.ok());
        sign_on = std::move(provider).value();
    }

    std::string sign_in_at(const std::string& role, const std::string& number = "") {
        std::string login = role + number;
        std::replace(login.begin(), login.end(), '_', '-');
        EXPECT_TRUE(identity->create(login, role, PersonalText{password}).ok());
        EXPECT_TRUE(identity->grant(login, grant_of(role)).ok());
        std::promise<ports::SignInOutcome> promise;
        identity->sign_in({login, PersonalText{password}, {}, "10.0.0." + std::to_string(tokens.size())},
                          [&](ports::SignInOutcome outcome) { promise.set_value(std::move(outcome)); });
        auto outcome = promise.get_future().get();
        const auto* in = std::get_if<ports::SignedIn>(&outcome);
        EXPECT_NE(in, nullptr) << role;
        if (in == nullptr) return {};
        if (api::lacks_second_factor(*in->session, access_rules())) enrol(in->token);
        return in->token;
    }

public:
    // An authenticator for the account of this session, which counts from then on as opened with it.
    void enrol(const std::string& token) {
        const auto session = identity->session(token);
        const auto offer = identity->begin_totp(*session, ports::TotpAlgorithm::sha1);
        ASSERT_TRUE(offer.ok());
        const auto code =
            adapters::identity::totp_code(from_base32(offer->secret.reveal()), ports::TotpAlgorithm::sha1,
                                          adapters::identity::totp_step_at(clock.now()));
        std::promise<bool> promise;
        identity->confirm_totp(session, PersonalText{code}, {},
                               [&](auto codes) { promise.set_value(codes.ok()); });
        ASSERT_TRUE(promise.get_future().get());
    }

private:
    static std::string from_base32(const std::string& text) {
        std::string bytes;
        std::uint32_t held = 0;
        unsigned bits = 0;
        for (const char c : text) {
            held = (held << 5U) | static_cast<std::uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
            if (bits += 5; bits >= 8) bytes += static_cast<char>((held >> (bits -= 8)) & 255U);
        }
        return bytes;
    }

    // Those that name other records come when these are there.
    void make_records() {
        std::vector<std::string> first;
        std::vector<std::string> then;
        const std::set<std::string> naming{"break_glass", "capsule", "erasure", "proposal",
                                           "instruction", "matter",  "task",    "selection"};
        for (const auto relation : relations) EXPECT_EQ(bring(station_body(relation)), "");
        for (const auto& module : modules)
            if (module.name != "errand") (naming.contains(module.name) ? then : first).push_back(module.name);
        make_records_of(first);
        add_photos_to("incident");
        // So that there is something to print.
        for (const auto relation : relations)
            EXPECT_EQ(bring({record("mediation", relation), "mediation.draft_agreement",
                             R"({"text":"各出一半","promises":[]})"}),
                      "");
        for (const auto relation : relations)
            for (const char* account : {first_on_duty, second_on_duty})
                EXPECT_EQ(bring({"pst_" + number_of(relation), "post.begin_duty",
                                 R"({"account_id":")" + std::string{account} + R"(","at":")" + on_duty_since +
                                     R"("})"},
                                account),
                          "");
        make_records_of(then);
        add_photos_to("instruction");
        for (const auto relation : relations)
            EXPECT_EQ(bring({task_id_of(relation), "task.publish",
                             R"({"burden_minutes_seen":)" + std::to_string(task_burden) + "}"},
                            {}, "another"),
                      "");
        make_records_of({"errand"});
    }
    void add_photos_to(const std::string& module) {
        for (const auto relation : relations) {
            const auto stream = record(module, relation);
            EXPECT_EQ(bring({stream, module + ".add_attachment", photos.added_to(stream)}), "");
        }
    }
    void make_records_of(const std::vector<std::string>& names) {
        for (const auto& module : modules)
            for (const auto relation : relations) {
                if (std::find(names.begin(), names.end(), module.name) == names.end()) continue;
                auto body = with_class(record_body(module.name, relation, number_of(relation)));
                if (!body) continue;
                EXPECT_EQ(bring(*body), "") << module.name << " " << name_of(relation);
                records[{module.name, relation}] = body->stream;
            }
    }

    std::unique_ptr<engine::Engine> engine_;
    std::filesystem::path folder_;
    std::map<std::string, int> persons_;
};

}  // namespace anlan::access_world
