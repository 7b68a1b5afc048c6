#include "app/node.hpp"

#include "access/may.hpp"
#include "adapters/papers/document_papers.hpp"
#include "adapters/rulebook/rulebook.hpp"
#include "adapters/rulebook/toml_text.hpp"
#include "adapters/sqlite/sqlite_shelf.hpp"
#include "api/given.hpp"
#include "app/outage_at_start.hpp"
#include "app/places.hpp"
#include "domain/erasure/rules.hpp"
#include "domain/proposal/rules.hpp"
#include "kernel/record.hpp"
#include "sim/sections.hpp"
#include "terms/attachment_rules.hpp"
#include "views/carrier_duty.hpp"
#include "views/class_advice.hpp"
#include "views/day_incidents.hpp"
#include "views/outage_deadlines.hpp"
#include "views/place_advice.hpp"
#include "views/repeat_reports.hpp"
#include "views/same_event_ribbon.hpp"
#include "views/weekly_figures.hpp"
#include "views/work_forecast.hpp"

#include <array>
#include <cstring>
#include <fstream>
#include <future>
#include <sstream>

namespace anlan::domain {
kernel::Modules all_modules();
}

namespace anlan::app {
namespace {

constexpr std::string_view usual_rulebook = "wuhan";
constexpr std::size_t uploads_waiting_max = 64;  // 240 KB each

std::string in_words(const ports::Fault& fault) { return fault.message + " (" + fault.code + ")"; }

// The folder of a city's rulebook beside the program. The name may come from a log, so it is a plain one or
// none.
Result<std::filesystem::path, std::string> rulebook_of(const std::string& city) {
    const bool plain = city.find_first_of("./\\") == std::string::npos && !city.empty();
    if (auto found = plain ? find_shared("rulebook/" + city) : std::nullopt) return *found;
    return Unexpected{"no rulebook " + city + "; name its folder with --rulebook"};
}

}  // namespace

kernel::Modules all_modules() { return domain::all_modules(); }

Result<kernel::Rulebook, std::string> load_rulebook(const std::filesystem::path& folder,
                                                    const kernel::Modules& modules) {
    const auto sections = sim::rulebook_sections(modules);
    auto loaded = adapters::load_rulebook(folder.string(), sections);
    if (loaded.ok()) return std::move(loaded).value();
    std::string words = "the rulebook does not load:";
    for (const auto& error : loaded.error()) words += "\n  " + adapters::to_text(error);
    return Unexpected{std::move(words)};
}

Result<std::unique_ptr<Node>, std::string> Node::open(const NodeSettings& settings, telemetry::Log& log) {
    std::unique_ptr<Node> node{new Node{log, settings.time()}};
    node->modules = all_modules();
    // An existing log says which city's rulebook it needs; a new one is not begun before all that is named
    // loads.
    const bool begins = !std::filesystem::exists(settings.data / "log.db");
    if (!begins) ANLAN_TRY_DONE(node->open_storage(settings));
    ANLAN_TRY(const auto folder, node->rulebook_folder(settings.rulebook));
    ANLAN_TRY_DONE(node->load_rules(folder));
    ANLAN_TRY_DONE(node->load_roads(settings));
    if (begins) ANLAN_TRY_DONE(node->open_storage(settings));
    ANLAN_TRY_DONE(node->open_identity(settings));
    ANLAN_TRY_DONE(node->make_views(settings.data));
    node->make_engine();
    ANLAN_TRY_DONE(node->come_to_life(settings));
    return node;
}

// A log is read under the policy of the city that it was written in: 'sanfrancisco@9b59' in its first record.
Result<std::filesystem::path, std::string> Node::rulebook_folder(const std::filesystem::path& named) const {
    if (!named.empty()) return named;
    std::string city{usual_rulebook};
    if (!event_log) return rulebook_of(city);
    const auto read = event_log->read(1, [&](std::uint64_t, std::string_view bytes, const ports::Hash&) {
        if (const auto record = kernel::decode(bytes); record.ok())
            city = record->rulebook_version.substr(0, record->rulebook_version.find('@'));
        return false;
    });
    if (!read.ok()) return Unexpected{in_words(read.error())};
    return rulebook_of(city);
}

Result<Done, std::string> Node::load_rules(const std::filesystem::path& folder) {
    ANLAN_TRY(rules, load_rulebook(folder, modules));
    for (const auto& file : std::filesystem::directory_iterator{folder}) {
        if (file.path().extension() != ".toml") continue;
        std::ifstream in{file.path()};
        std::ostringstream text;
        text << in.rdbuf();
        auto read = adapters::read_toml(text.str());
        if (!read.ok()) return Unexpected{file.path().string() + " changed while it was read"};
        rule_texts.emplace(file.path().stem().string(), std::move(read).value().json);
    }
    papers = std::make_unique<adapters::DocumentPapers>(rules.civil_offset);
    return Done{};
}

Result<Done, std::string> Node::load_roads(const NodeSettings& settings) {
    if (settings.roads.file.empty()) return Done{};
    const auto& road_rules = rules.section<ports::RoadRules>();
    ANLAN_TRY(auto network, read_roads(settings.roads, road_rules));
    roads_ = views::make_roads(settings.roads.file.filename().string(), std::move(network), road_rules,
                               rules.section<unit::DispatchRules>().candidates.considered_max);
    if (settings.say)
        settings.say("roads " + roads_->loaded.source + ": " + std::to_string(roads_->loaded.points) +
                     " points, " + std::to_string(roads_->loaded.stretches) + " stretches");
    return Done{};
}

Result<Done, std::string> Node::open_storage(const NodeSettings& settings) {
    const auto& data = settings.data;
    auto opened = adapters::SqliteEventLog::open(data);
    if (!opened.ok()) return Unexpected{in_words(opened.error())};
    event_log = std::move(opened).value();
    for (const auto& repair : event_log->repairs()) log_.warn("log.repaired", {{"what", repair}});
    ANLAN_TRY_DONE(open_keys(data));
    auto snapshot_store = adapters::SqliteSnapshotStore::open(data);
    if (!snapshot_store.ok()) return Unexpected{in_words(snapshot_store.error())};
    snapshots = std::move(snapshot_store).value();
    return Done{};
}

Result<Done, std::string> Node::open_identity(const NodeSettings& settings) {
    const auto& figures = rules.section<access::AccessRules>().sign_in;
    adapters::identity::IdentitySettings wanted;
    wanted.path = (settings.data / "identity.db").string();
    wanted.origin = settings.origin;
    wanted.fresh_for = Minutes{figures.fresh_minutes};
    wanted.recovery_codes = static_cast<std::size_t>(figures.recovery_codes);
    wanted.sessions_max = static_cast<std::size_t>(figures.sessions_max);
    wanted.passkeys_max = static_cast<std::size_t>(figures.passkeys_max);
    wanted.code_throttle = adapters::identity::guessed_codes(
        static_cast<std::size_t>(figures.code_guesses_free), Seconds{figures.code_wait_max});
    for (const auto& role : rules.section<access::AccessRules>().roles)
        if (role.second_factor == access::SecondFactor::required)
            wanted.second_factor_roles.push_back(role.role);
    auto accounts = adapters::identity::SqliteIdentity::open(std::move(wanted), clock);
    if (!accounts.ok()) return Unexpected{in_words(accounts.error())};
    identity = std::move(accounts).value();
    return Done{};
}

// The log's lock is held: nobody else writes keys.
Result<Done, std::string> Node::open_keys(const std::filesystem::path& data) {
    auto opened = adapters::open_keys(data, random);
    if (!opened.ok()) return Unexpected{in_words(opened.error())};
    keys = std::move(opened).value();
    auto store = adapters::FileBlobStore::open(data / "attachments");
    if (!store.ok()) return Unexpected{in_words(store.error())};
    blobs = std::move(store).value();
    attachments = std::make_unique<ports::KeptAttachments>(*blobs, *keys, *keys);
    if (const auto unreadable = keys->counts().unreadable; unreadable > 0)
        log_.warn("keys.master_missing", {{"unreadable", static_cast<std::int64_t>(unreadable)}});
    return Done{};
}

Result<Done, std::string> Node::make_views(const std::filesystem::path& data) {
    std::string failed;
    const auto make_shelf = [&]() -> std::unique_ptr<kernel::Shelf> {
        std::array<std::uint8_t, 16> secret{};
        for (std::size_t i = 0; i < secret.size(); i += 8) {
            const auto chance = random.next();
            std::memcpy(secret.data() + i, &chance, 8);
        }
        auto shelf = adapters::SqliteShelf::open(data, secret);
        if (shelf.ok()) return std::move(shelf).value();
        failed = in_words(shelf.error());
        return std::make_unique<kernel::MemoryShelf>();
    };
    auto made_positions = std::make_unique<views::Positions>();
    positions = made_positions.get();
    auto made_advice = std::make_unique<views::UnitAdvice>(*positions, std::move(roads_));
    unit_advice = made_advice.get();
    std::vector<std::unique_ptr<kernel::View>> more;
    more.push_back(std::move(made_positions));
    more.push_back(std::move(made_advice));
    more.push_back(std::make_unique<views::SameEventRibbon>());
    more.push_back(std::make_unique<views::ClassAdvice>());
    more.push_back(std::make_unique<views::PlaceAdvice>());
    more.push_back(std::make_unique<views::OutageDeadlines>(*event_log));
    more.push_back(std::make_unique<views::WorkForecast>(modules, rules));
    auto made_names = std::make_unique<views::AttachmentNames>();
    attachment_names = made_names.get();
    more.push_back(std::move(made_names));
    const auto to_feed = [this](std::span<const views::Change> changes) {
        if (feed) feed->publish(changes);
    };
    resting = std::make_unique<ports::RestingStreams>(modules, *snapshots, *event_log, keys.get());
    board = std::make_unique<views::Board>(modules, *event_log, to_feed, keys.get(), resting.get());
    retention = std::make_unique<views::Retention>(modules, rules, *keys, snapshots.get());
    rights = std::make_unique<views::Rights>();
    auto made_receipts = std::make_unique<views::Receipts>(modules, *board, rules);
    receipts = made_receipts.get();
    more.push_back(std::move(made_receipts));
    auto made_repeats = std::make_unique<views::RepeatReports>(
        modules, rules, planning::DigestKey{random.next(), random.next()});  // lives no longer than the index
    auto made_days = std::make_unique<views::DayIncidents>(modules, rules);
    auto made_weeks = std::make_unique<views::WeeklyFigures>(modules, rules, [this] { return clock.now(); });
    auto made_carriers = std::make_unique<views::CarrierDuty>(modules, rules, [this] { return clock.now(); });
    followup_sources = {made_repeats.get(), made_days.get(), made_weeks.get(), made_carriers.get()};
    more.push_back(std::move(made_carriers));
    more.push_back(std::move(made_repeats));
    more.push_back(std::move(made_days));
    more.push_back(std::move(made_weeks));
    views = std::make_unique<views::ViewRunner>(modules, std::move(more), keys.get(), make_shelf);
    if (!failed.empty()) return Unexpected{std::move(failed)};
    snapshotter =
        std::make_unique<engine::Snapshotter>(modules, *snapshots, engine::SnapshotLimits{}, keys.get());
    return Done{};
}

void Node::make_engine() {
    const auto& access_rules = rules.section<access::AccessRules>();
    const auto authorise = [this, &access_rules](const access::Seat& seat, std::string_view permission,
                                                 std::string_view purpose, const kernel::Scope& scope) {
        // What was given for a time is asked for anew: it may have ended while the command waited.
        auto decision = access::may(api::with_given(seat, *rights, clock.now()), permission, purpose, scope,
                                    access_rules);
        note_decision(seat, permission, decision);
        return decision;
    };
    engine::EngineParts parts{modules,
                              rules,
                              *event_log,
                              authorise,
                              [this](std::span<const kernel::Committed> committed) { publish(committed); },
                              keys.get(),
                              &access_rules,
                              [this](const kernel::AnyCommand& command) {
                                  return proposal::needs_second(rules.section<proposal::Rules>(), command);
                              }};
    parts.snapshotter = snapshotter.get();
    parts.saved = [this](const engine::Saved& saved) { board->saved(saved.stream, saved.version); };
    parts.rested = [this](const engine::Stream& stream) {
        board->drop(stream.id);
        retention->rested(*stream.module, stream.id, stream.state);
    };
    // What is erased and not yet destroyed is known by the erasures in memory alone.
    parts.none_may_rest = [this] { return retention->counts().undestroyed > 0; };
    write_gap_.emplace(modules, rules);
    parts.not_written = [this](const ports::Fault& fault, std::size_t commands, Instant at) {
        write_gap_->failed(*engine, fault, commands, at);
    };
    engine::EngineLimits limits;
    limits.rest_after = Hours{rules.section<erasure::Rules>().rest_after_hours};
    engine = std::make_unique<engine::Engine>(std::move(parts), limits);
    thread = std::make_unique<engine::EngineThread>(*engine, clock, engine::QueueLimits{});
}

// What was denied stands in the log each time, with who, what and why; what was allowed is counted, for it
// stands in the event log anyway, or, being a look, as a look.
void Node::note_decision(const access::Seat& seat, std::string_view permission,
                         const access::Decision& decision) {
    (decision.allowed() ? access_allowed_ : access_denied_).add();
    if (decision.allowed()) return;
    log_.warn("access.denied", {{"actor", seat.actor.actor_id},
                                {"post", seat.actor.post_id.value()},
                                {"permission", permission},
                                {"code", decision.code},
                                {"why", decision.words}});
}

void Node::publish(std::span<const kernel::Committed> committed) {
    rights->apply(committed);  // first: what ended with these records shows them to nobody any more
    board->apply(committed);
    if (live_) views->apply(committed);
    retention->apply(committed);
    const bool ordered = std::any_of(committed.begin(), committed.end(),
                                     [](const auto& one) { return one.module->name == "erasure"; });
    if (ordered && retention_pass) retention_pass->wake();
    const bool reported = std::any_of(committed.begin(), committed.end(), [](const auto& one) {
        return one.module->name == "incident" || one.module->name == "call" || one.module->name == "matter";
    });
    if (reported && followup_pass) followup_pass->wake();
    destroy_due_keys();
    snapshotter->apply(committed, engine->head());
    note_gap();
}

// Writes are back after a while in which there were none.
void Node::note_gap() {
    auto noted = write_gap_->over(clock.now());
    if (!noted) return;
    log_.warn("outage.noted", {{"outage", noted->stream}});
    thread->submit(std::move(*noted),
                   [this](const engine::Outcome& outcome) { write_gap_->answered(outcome); });
}

// The erasure is durable: now the keys, then the plain texts in memory. Before the snapshot that knows of it.
void Node::destroy_due_keys() {
    const auto erased = retention->destroy();
    for (const auto& record : erased) {
        engine->forget_personal(record);
        board->forget_personal(record);
    }
    if (!erased.empty() && attachment_sweep) attachment_sweep->wake();
}

Result<Done, std::string> Node::come_to_life(const NodeSettings& settings) {
    const auto& say = settings.say;
    stepped_ = settings.stepped;
    const auto restored = [this](const kernel::Module& module, const ports::StreamSnapshot& snapshot,
                                 kernel::StatePtr state) {
        const auto found = state;
        board->restore(module, snapshot.stream, std::move(state), snapshot.version);
        retention->restore(module, snapshot.stream, found);
        rights->restore(module, snapshot.stream, found);
    };
    const auto progress = [&](std::uint64_t records) {
        if (say && records % 102'400 == 0) say("read " + std::to_string(records) + " records");
    };
    auto report = engine->restart(snapshots.get(), restored, progress);
    if (!report.ok()) return Unexpected{in_words(report.error())};
    restarted = report.value();
    if (restarted.damaged) log_.warn("snapshots.thrown_away", {{"why", restarted.damaged->message}});
    destroy_due_keys();  // what a crash left between an erasure and its keys
    clock.start_at_least(restarted.last_recorded_at);
    board->live(restarted.records);
    std::string log_id = "0";
    if (auto first = board->position(); first > 0) {
        const auto read = event_log->read(1, [&](std::uint64_t, std::string_view, const ports::Hash& hash) {
            log_id = kernel::to_hex(hash).substr(0, 12);
            return false;
        });
        if (!read.ok()) return Unexpected{in_words(read.error())};
    } else {
        log_id = std::to_string(clock.now().time_since_epoch().count());
    }
    feed = std::make_unique<stream::Feed>(stream::FeedSetup{log_id,
                                                            restarted.records,
                                                            rules.section<access::AccessRules>(),
                                                            stream::read_permissions(modules),
                                                            {},
                                                            kernel::mark_of(engine->head().hash)});
    live_ = true;
    begin_views();
    if (stepped_ == Stepped::by_hand) return Done{};
    note_outage(settings.say);
    begin_passes();
    watch();
    return Done{};
}

void Node::begin_passes() {
    const auto whole = [this] { return views_ready_.load(); };
    // First: what is published from now on wakes it.
    attachment_sweep = std::make_unique<AttachmentSweep>(
        AttachmentSweep::Parts{*attachments, *blobs, *keys, *attachment_names, clock, log_, metrics,
                               Hours{rules.section<AttachmentRules>().unnamed_kept_hours}, whole});
    thread->start();
    retention_pass =
        std::make_unique<RetentionPass>(RetentionPass::Parts{*retention, *board, *thread, clock, log_});
    retention_pass->start();
    followup_pass =
        std::make_unique<FollowupPass>(FollowupPass::Parts{followup_sources, *thread, log_, whole});
    followup_pass->start();
    attachment_sweep->start();
    disk_worker = std::make_unique<Worker>(uploads_waiting_max);
}

// Behind the engine: whoever calls for help is answered first, and the overviews follow. Those of a small log
// are there before anybody asks.
void Node::begin_views() {
    constexpr Millis waited_for{250};
    std::promise<void> ended;
    const auto soon = ended.get_future();
    views_behind_ = std::thread{[this, ended = std::move(ended)]() mutable {
        const auto keep_going = [this] { return !stopping_.load(); };
        board->make_rows(keep_going);
        const auto caught_up = views->catch_up(*event_log, restarted.records, keep_going);
        if (!caught_up.ok()) log_.error("views.not_rebuilt", {{"why", caught_up.error().message}});
        views_ready_ = caught_up.ok();
        ended.set_value();
    }};
    soon.wait_for(waited_for);
}

void Node::held(const kernel::CountHeld& count) const {
    const auto engine_counts = stepped_ == Stepped::by_hand ? engine->counts() : thread->health().counts;
    count("engine_streams", engine_counts.living);
    count("engine_commands", engine_counts.commands_remembered);
    const auto board_counts = board->counts();
    count("board_records", board_counts.records);
    count("board_open", board_counts.open);
    count("board_positions", board_counts.positions);
    count("snapshot_gathered", snapshotter->gathered());
    count("retention_waiting", retention->counts().waiting);
    const auto key_counts = keys->counts();
    count("keys_owned", key_counts.owned);
    count("keys_destroyed", key_counts.destroyed);
    views->held(count);
}

// Before the thread runs, so that it is decided in the first turn.
void Node::note_outage(const std::function<void(const std::string&)>& say) {
    auto noted = outage_at_start(*engine, restarted, clock.now(), modules, rules);
    if (!noted) return;
    const auto id = noted->stream;
    log_.warn("outage.noted", {{"outage", id}});
    if (say) say("deadlines fell due while the service was not there: GET /v1/outages/" + id + "/deadlines");
    thread->submit(std::move(*noted), [this](const engine::Outcome& outcome) {
        if (const auto* refused = std::get_if<kernel::Refusal>(&outcome))
            log_.error("outage.not_noted", {{"code", refused->code}});
        if (const auto* fault = std::get_if<ports::Fault>(&outcome))
            log_.error("outage.not_noted", {{"code", fault->code}});
    });
}

// Figures that are asked for when somebody reads /metrics.
void Node::watch() {
    using engine::EngineCounts;
    const auto engine_count = [this](std::uint64_t EngineCounts::* member) {
        return [this, member] { return static_cast<double>(thread->health().counts.*member); };
    };
    metrics.observe("anlan_commands_accepted", "commands accepted since the start",
                    engine_count(&EngineCounts::accepted));
    metrics.observe("anlan_commands_refused", "commands refused since the start",
                    engine_count(&EngineCounts::refused));
    metrics.observe("anlan_commands_repeated", "commands recognised as repeated",
                    engine_count(&EngineCounts::repeated));
    metrics.observe("anlan_log_faults", "commits that failed", engine_count(&EngineCounts::faults));
    metrics.observe("anlan_deadlines_noted", "deadlines noted since the start",
                    engine_count(&EngineCounts::deadlines));
    metrics.observe("anlan_deadlines_unanswered", "deadlines a module did not record: a bug of ours",
                    engine_count(&EngineCounts::deadlines_unanswered));
    metrics.observe("anlan_followups_refused", "policies' commands that were refused",
                    engine_count(&EngineCounts::followups_refused));
    metrics.observe("anlan_log_records", "records of the log",
                    [this] { return static_cast<double>(thread->health().head.records); });
    metrics.observe("anlan_streams_owing", "streams with open obligations",
                    [this] { return static_cast<double>(thread->health().owing); });
    metrics.observe("anlan_queue_waiting", "submissions waiting to be decided",
                    [this] { return static_cast<double>(thread->counts().waiting); });
    metrics.observe("anlan_queue_turned_away", "submissions refused because the queue was full",
                    [this] { return static_cast<double>(thread->counts().turned_away); });
    metrics.observe("anlan_snapshots_written", "snapshots written since the start",
                    [this] { return static_cast<double>(snapshotter->written()); });
    metrics.observe("anlan_records_kept_for_a_time",
                    "closed records in memory whose personal texts will be erased",
                    [this] { return static_cast<double>(retention->counts().waiting); });
    metrics.observe("anlan_erasures_undestroyed", "records erased whose keys the disk would not let go yet",
                    [this] { return static_cast<double>(retention->counts().undestroyed); });
    metrics.observe("anlan_record_keys", "records with a key",
                    [this] { return static_cast<double>(keys->counts().owned); });
    metrics.observe_each("anlan_held_entries", "entries in memory (or on_disk) by who holds them", "holder",
                         [this](const telemetry::Metrics::Tell& tell) {
                             held([&](std::string_view holder, std::size_t entries) {
                                 tell(holder, static_cast<double>(entries));
                             });
                         });
    metrics.observe("anlan_streams_rested", "records that left memory since the start",
                    engine_count(&EngineCounts::rested));
    metrics.observe("anlan_streams_woken", "records that came back because somebody named them",
                    engine_count(&EngineCounts::woken));
    metrics.observe("anlan_snapshot_rows_mended",
                    "rows of snapshots.db that were damaged and read from the log",
                    [this] { return static_cast<double>(resting->mended()); });
    metrics.observe("anlan_feed_subscribers", "consoles on the live feed",
                    [this] { return static_cast<double>(feed->subscribers()); });
}

std::string Node::waiting_for() const {
    if (const auto stopped = thread->health().stopped) return in_words(*stopped);
    // The code alone: this is read by anybody, and the message names files.
    if (const auto trouble = event_log->trouble())
        return "the log cannot be written, so nothing is accepted: " + trouble->code;
    return {};
}

std::string Node::catching_up() const {
    if (views_ready_) return {};
    return std::to_string(views->position()) + " of " + std::to_string(restarted.records) + " records";
}

void Node::stop() {
    if (stopping_.exchange(true)) return;
    if (views_behind_.joinable()) views_behind_.join();
    if (retention_pass) retention_pass->stop();
    if (followup_pass) followup_pass->stop();
    if (attachment_sweep) attachment_sweep->stop();
    if (disk_worker) disk_worker->stop();  // what it kept goes to the engine
    if (thread) thread->stop();
    if (snapshotter) snapshotter->finish();
}

Node::~Node() { stop(); }

}  // namespace anlan::app
