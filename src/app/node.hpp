// One running Anlan, put together: every part of it is named here and nothing registers itself. Reading
// open() tells what the program is made of and in which order it comes to life; the members' order is the
// order in which they go.
#pragma once
#include "access/may.hpp"
#include "adapters/blobs/file_blob_store.hpp"
#include "adapters/identity/sqlite_identity.hpp"
#include "adapters/keys/key_file.hpp"
#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/snapshot_store.hpp"
#include "adapters/system/system_clock.hpp"
#include "adapters/system/system_random.hpp"
#include "app/attachment_sweep.hpp"
#include "app/followup_pass.hpp"
#include "app/retention_pass.hpp"
#include "app/roads.hpp"
#include "app/worker.hpp"
#include "app/write_gap.hpp"
#include "engine/engine_thread.hpp"
#include "engine/snapshotter.hpp"
#include "ports/kept_attachments.hpp"
#include "ports/papers.hpp"
#include "stream/feed.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"
#include "views/board.hpp"
#include "views/positions.hpp"
#include "views/receipts.hpp"
#include "views/retention.hpp"
#include "views/rights.hpp"
#include "views/unit_advice.hpp"
#include "views/view_runner.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace anlan::app {

// Who lets it decide and lets time pass: its own threads, or whoever opened it (a soak).
enum class Stepped { by_itself, by_hand };

struct NodeSettings {
    std::filesystem::path data;
    std::filesystem::path rulebook;               // empty: the one the log was written under
    std::function<void(const std::string&)> say;  // progress, for people
    RoadsChosen roads = {};
    std::string origin = {};  // that browsers show; empty: localhost
    Stepped stepped = Stepped::by_itself;
    std::function<std::unique_ptr<adapters::RawTime>()> time = adapters::machine_time;
};

class Node {
public:
    // Opens the log, loads the rulebook, rebuilds the state, and starts the deciding thread. The text is for
    // the person who started it.
    static Result<std::unique_ptr<Node>, std::string> open(const NodeSettings& settings, telemetry::Log& log);
    ~Node();
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    // Finishes what was admitted, writes a snapshot. Idempotent.
    void stop();

    // Entries by holder, of everything that could grow (anlan_held_entries).
    void held(const kernel::CountHeld& count) const;

    std::string waiting_for() const;  // empty: ready
    std::string catching_up() const;  // empty: the views have the whole log

    // For every decision of access, from any thread.
    void note_decision(const access::Seat& seat, std::string_view permission,
                       const access::Decision& decision);

    kernel::Modules modules;
    kernel::Rulebook rules;
    std::map<std::string, std::string, std::less<>> rule_texts;  // "classes" -> the section as JSON
    adapters::SystemClock clock;
    adapters::SystemRandom random;
    telemetry::Metrics metrics;
    std::unique_ptr<adapters::KeyRing> keys;
    std::unique_ptr<adapters::FileBlobStore> blobs;
    std::unique_ptr<ports::KeptAttachments> attachments;
    std::unique_ptr<ports::Papers> papers;
    std::unique_ptr<adapters::SqliteEventLog> event_log;
    std::unique_ptr<adapters::SqliteSnapshotStore> snapshots;
    std::unique_ptr<adapters::identity::SqliteIdentity> identity;
    std::unique_ptr<engine::Snapshotter> snapshotter;
    std::unique_ptr<ports::RestingStreams> resting;
    std::unique_ptr<views::Board> board;
    std::unique_ptr<views::ViewRunner> views;
    std::unique_ptr<views::Retention> retention;
    std::unique_ptr<views::Rights> rights;
    std::unique_ptr<stream::Feed> feed;
    std::unique_ptr<engine::Engine> engine;
    std::unique_ptr<engine::EngineThread> thread;
    std::unique_ptr<RetentionPass> retention_pass;
    std::unique_ptr<FollowupPass> followup_pass;
    std::unique_ptr<AttachmentSweep> attachment_sweep;
    std::unique_ptr<Worker> disk_worker;
    views::Receipts* receipts = nullptr;
    views::UnitAdvice* unit_advice = nullptr;
    views::Positions* positions = nullptr;
    std::vector<views::FollowupSource*> followup_sources;  // views
    views::AttachmentNames* attachment_names = nullptr;
    engine::RestartReport restarted;

private:
    Node(telemetry::Log& log, std::unique_ptr<adapters::RawTime> time) : clock(std::move(time)), log_(log) {}
    Result<Done, std::string> load_rules(const std::filesystem::path& folder);
    Result<std::filesystem::path, std::string> rulebook_folder(const std::filesystem::path& named) const;
    Result<Done, std::string> load_roads(const NodeSettings& settings);
    Result<Done, std::string> open_storage(const NodeSettings& settings);
    Result<Done, std::string> open_identity(const NodeSettings& settings);
    Result<Done, std::string> open_keys(const std::filesystem::path& data);
    Result<Done, std::string> make_views(const std::filesystem::path& data);
    void make_engine();
    Result<Done, std::string> come_to_life(const NodeSettings& settings);
    void note_outage(const std::function<void(const std::string&)>& say);
    void publish(std::span<const kernel::Committed> committed);
    void note_gap();
    void destroy_due_keys();
    void begin_views();
    void begin_passes();
    void watch();

    std::optional<WriteGap> write_gap_;  // once the modules are known
    telemetry::Log& log_;
    telemetry::Counter& access_allowed_ = metrics.counter(
        "anlan_access_decisions_total", "decisions of access since the start", {{"verdict", "allowed"}});
    telemetry::Counter& access_denied_ = metrics.counter(
        "anlan_access_decisions_total", "decisions of access since the start", {{"verdict", "denied"}});
    std::unique_ptr<views::Roads> roads_;  // until the views are made
    bool live_ = false;
    Stepped stepped_ = Stepped::by_itself;
    ports::Head published_;
    std::atomic<bool> stopping_{false};
    std::atomic<bool> views_ready_{false};
    std::thread views_behind_;  // catches up with the log
};

kernel::Modules all_modules();
Result<kernel::Rulebook, std::string> load_rulebook(const std::filesystem::path& folder,
                                                    const kernel::Modules& modules);

}  // namespace anlan::app
