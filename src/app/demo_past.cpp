#include "app/demo_past.hpp"

#include "adapters/keys/key_file.hpp"
#include "adapters/sqlite/event_log.hpp"
#include "app/demo_tasks.hpp"
#include "app/places.hpp"
#include "sim/batching_log.hpp"
#include "sim/virtual_engine.hpp"

#include <fstream>
#include <limits>
#include <sstream>

namespace anlan::app {
namespace {

using Say = std::function<void(const std::string&)>;

std::string in_words(const ports::Fault& fault) { return fault.message + " (" + fault.code + ")"; }

engine::Authorise authorise_by(const access::AccessRules& rules) {
    return
        [&rules](const access::Seat& seat, std::string_view permission, std::string_view purpose,
                 const kernel::Scope& scope) { return access::may(seat, permission, purpose, scope, rules); };
}

Result<std::unique_ptr<DemoLife>, std::string> new_life(const DemoPastSettings& settings,
                                                        adapters::SystemRandom& random,
                                                        const sim::Seed& seed) {
    auto made = std::make_unique<DemoLife>();
    made->modules = all_modules();
    const auto folder = settings.rulebook.empty() ? find_shared("rulebook/wuhan")
                                                  : std::optional<std::filesystem::path>{settings.rulebook};
    if (!folder) return Unexpected{std::string{"no rulebook found; name its folder with --rulebook"}};
    ANLAN_TRY(made->rules, load_rulebook(*folder, made->modules));
    sim::CityLifeSettings how;
    how.reports_per_day = settings.calls_per_hour * 24;
    how.seed = random.next();
    made->life =
        std::make_unique<sim::CityLife>(sim::plan_of(seed), made->modules, made->rules, made->door, how);
    return made;
}

// What a start that is not live needs of an engine: the log, the keys, nobody to tell.
Result<Done, std::string> pass(ports::EventLog& log, ports::KeyStore& keys, DemoLife& city, sim::Seed& seed,
                               Instant from, Instant until, const Say& say) {
    engine::Engine engine{
        {city.modules, city.rules, log, authorise_by(city.rules.section<access::AccessRules>()),
         [](std::span<const kernel::Committed>) {}, &keys},
        {}};
    if (const auto begun = engine.restart(nullptr, {}, {}); !begun.ok())
        return Unexpected{in_words(begun.error())};
    sim::VirtualEngine door{engine, from};
    city.door.lead_to(door, city.modules);
    say("filling the log with the demo city: " + std::to_string(seed.lines()) + " commands");
    const auto report = seed.send(city.door, [](std::size_t) {});
    if (!report.ok()) return Unexpected{sim::to_text(report.error(), "the demo city")};
    for (const auto& refusal : report->refusals) say(sim::to_text(refusal, "the demo city"));
    const auto tasks = give_demo_tasks(city.door, city.modules, city.rules, seed, from);
    for (const auto& refusal : tasks.refused) say("an example task was refused: " + refusal);
    say(std::to_string(tasks.proposed) + " example tasks proposed, " + std::to_string(tasks.published) +
        " of them in force");
    sim::live_until(*city.life, door, until);
    return Done{};
}

}  // namespace

void DemoDoor::lead_to(engine::Submit& door, std::span<const kernel::Module> modules) {
    door_ = &door;
    commands_.clear();
    for (const auto& module : modules)
        for (const auto& spec : module.commands) commands_.emplace(spec->name, spec.get());
}

engine::Submission DemoDoor::known(engine::Submission submission) const {
    submission.command.spec = commands_.at(submission.command.spec->name);
    return submission;
}

void DemoDoor::submit(engine::Submission submission, std::function<void(engine::Outcome)> reply) noexcept {
    door_->submit(known(std::move(submission)), std::move(reply));
}

void DemoDoor::submit_all(std::vector<engine::Submission> submissions,
                          std::function<void(std::vector<engine::Outcome>)> reply) noexcept {
    for (auto& submission : submissions) submission = known(std::move(submission));
    door_->submit_all(std::move(submissions), std::move(reply));
}

Result<sim::Seed, std::string> read_demo_city(const kernel::Modules& modules, const std::string& seed_file) {
    const auto path = seed_file.empty() ? find_shared("build/demo/wuhan.jsonl")
                                        : std::optional<std::filesystem::path>{seed_file};
    if (!path)
        return Unexpected{
            std::string{"no demo city found: `./dev run` makes it, or name its file with --seed"}};
    std::ifstream in{*path};
    if (!in) return Unexpected{"cannot read " + path->string()};
    std::ostringstream text;
    text << in.rdbuf();
    auto seed = sim::Seed::read(text.str(), "demo city", modules);
    if (!seed.ok()) return Unexpected{sim::to_text(seed.error(), path->string())};
    return std::move(seed).value();
}

Result<std::unique_ptr<DemoLife>, std::string> live_demo_past(const DemoPastSettings& settings,
                                                              const Say& say) {
    auto opened = adapters::SqliteEventLog::open(settings.data);
    if (!opened.ok()) return Unexpected{in_words(opened.error())};
    const auto head = opened.value()->head();
    if (!head.ok()) return Unexpected{in_words(head.error())};
    if (head->records > 0) return std::unique_ptr<DemoLife>{};
    adapters::SystemClock clock;
    adapters::SystemRandom random;
    auto keys = adapters::open_keys(settings.data, random);
    if (!keys.ok()) return Unexpected{in_words(keys.error())};
    const auto modules = all_modules();
    ANLAN_TRY(auto seed, read_demo_city(modules, settings.seed_file));
    ANLAN_TRY(auto city, new_life(settings, random, seed));
    sim::BatchingLog batching{*opened.value(), std::numeric_limits<std::size_t>::max()};
    const auto now = clock.now();
    ANLAN_TRY_DONE(pass(batching, *keys.value(), *city, seed, now - settings.lasts, now, say));
    if (const auto flushed = batching.flush(); !flushed.ok()) return Unexpected{in_words(flushed.error())};
    const auto lived = city->life->counts();
    say("its last " + std::to_string(settings.lasts.count()) +
        " hours have passed: " + std::to_string(lived.reports) + " reports, " + std::to_string(lived.closed) +
        " of " + std::to_string(lived.incidents) + " incidents closed");
    return city;
}

}  // namespace anlan::app
