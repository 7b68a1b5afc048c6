// A record that is over leaves memory and is there all the same: told on the smallest module whose records
// are closed, with the engine, the board and the snapshots as the product puts them together.
#include "adapters/memory/memory_event_log.hpp"
#include "adapters/memory/memory_snapshot_store.hpp"
#include "base/overloaded.hpp"
#include "engine/engine.hpp"
#include "engine/snapshotter.hpp"
#include "kernel/module_of.hpp"
#include "views/board.hpp"

#include <gtest/gtest.h>

#include <limits>

using namespace std::chrono_literals;

namespace anlan::views {
namespace {

using adapters::MemoryEventLog;
using adapters::MemorySnapshots;
using adapters::MemorySnapshotStore;

struct FileOpened {
    static constexpr std::string_view wire = "file.opened.v1";
    std::string subject;
};
BOOST_DESCRIBE_STRUCT(FileOpened, (), (subject))
struct FileNoted {
    static constexpr std::string_view wire = "file.noted.v1";
    std::string note;
};
BOOST_DESCRIBE_STRUCT(FileNoted, (), (note))
struct FileClosed {
    static constexpr std::string_view wire = "file.closed.v1";
    Instant closed_at{};
};
BOOST_DESCRIBE_STRUCT(FileClosed, (), (closed_at))

struct OpenFile {
    static constexpr std::string_view name = "file.open";
    std::string subject;
};
BOOST_DESCRIBE_STRUCT(OpenFile, (), (subject))
struct NoteFile {
    static constexpr std::string_view name = "file.note_down";
    std::string note;
};
BOOST_DESCRIBE_STRUCT(NoteFile, (), (note))
struct CloseFile {
    static constexpr std::string_view name = "file.close";
};
BOOST_DESCRIBE_STRUCT(CloseFile, (), ())

struct FileState {
    std::string subject;
    std::vector<std::string> notes;
    std::optional<Instant> closed_at;
};
BOOST_DESCRIBE_STRUCT(FileState, (), (subject, notes, closed_at))

struct FileRow {
    std::string subject;
};
BOOST_DESCRIBE_STRUCT(FileRow, (), (subject))

struct File {
    using State = FileState;
    using Command = std::variant<OpenFile, NoteFile, CloseFile>;
    using Event = std::variant<FileOpened, FileNoted, FileClosed>;
    using Events = std::vector<Event>;

    static Result<Events, kernel::Refusal> decide(const State& state, const Command& command,
                                                  const kernel::Now& now) {
        using Answer = Result<Events, kernel::Refusal>;
        return std::visit(
            Overloaded{[&](const OpenFile& c) -> Answer { return Events{FileOpened{c.subject}}; },
                       [&](const NoteFile& c) -> Answer {
                           if (state.subject.empty())
                               return Unexpected{kernel::Refusal{"file.unknown", "no such file"}};
                           return Events{FileNoted{c.note}};
                       },
                       [&](const CloseFile&) -> Answer {
                           if (state.closed_at)
                               return Unexpected{kernel::Refusal{"file.closed_already", "it is closed"}};
                           return Events{FileClosed{now.at}};
                       }},
            command);
    }
    static State evolve(State state, const Event& event) {
        std::visit(Overloaded{[&](const FileOpened& e) { state.subject = e.subject; },
                              [&](const FileNoted& e) { state.notes.push_back(e.note); },
                              [&](const FileClosed& e) { state.closed_at = e.closed_at; }},
                   event);
        return state;
    }
    static const std::vector<kernel::Obligation>& obligations(const State&) {
        static const std::vector<kernel::Obligation> none;
        return none;
    }
};

kernel::Modules file_modules() {
    auto file = kernel::describe<File>({"file", "fil", "files", {"卷宗", "Files"}});
    file.command<OpenFile>({kernel::Method::post, "/v1/files", true, {"立卷", "Open"}});
    file.retention([](const FileState& state) -> std::optional<kernel::Closed> {
        if (!state.closed_at) return std::nullopt;
        return kernel::Closed{*state.closed_at, "done"};
    });
    file.row<FileRow>(
        [](std::string_view, const FileState& state) -> std::optional<FileRow> {
            return FileRow{state.subject};
        },
        [](const FileState& state) { return std::map<std::string, std::string>{{"subject", state.subject}}; },
        [](const FileState& state) { return !state.closed_at; });
    kernel::Modules modules;
    modules.push_back(std::move(file).finish());
    return modules;
}

// A store whose disk does not answer while `failing`.
class FlakyStore final : public ports::SnapshotStore {
public:
    explicit FlakyStore(ports::SnapshotStore& below) : below_(below) {}
    Result<std::optional<ports::SnapshotInfo>, ports::Fault> info() noexcept override {
        return below_.info();
    }
    Result<Done, ports::Fault> save(const ports::SnapshotInfo& info,
                                    std::span<const ports::StreamSnapshot> changed) noexcept override {
        saved += changed.size();
        return below_.save(info, changed);
    }
    Result<Done, ports::Fault> check() noexcept override { return below_.check(); }
    Result<Done, ports::Fault> for_each_living(const Sink& sink) noexcept override {
        return below_.for_each_living([&](const ports::StreamSnapshot& one) {
            ++loaded;
            return sink(one);
        });
    }
    Result<Done, ports::Fault> clear() noexcept override { return below_.clear(); }
    Result<std::optional<ports::StreamSnapshot>, ports::Fault> load(
        std::string_view stream) noexcept override {
        if (failing) return Unexpected{ports::Fault{ports::Then::retry_call, "snapshots.io", "no answer"}};
        return below_.load(stream);
    }
    Result<std::vector<std::uint64_t>, ports::Fault> positions(std::string_view stream, std::uint64_t first,
                                                               std::size_t limit) noexcept override {
        return below_.positions(stream, first, limit);
    }
    Result<std::vector<ports::RestingRow>, ports::Fault> resting(std::string_view prefix,
                                                                 std::string_view before,
                                                                 std::size_t limit) noexcept override {
        return below_.resting(prefix, before, limit);
    }
    Result<std::vector<std::string>, ports::Fault> closed_kinds() noexcept override {
        return below_.closed_kinds();
    }
    Result<std::vector<ports::ClosedRow>, ports::Fault> closed(std::string_view closed_as,
                                                               const ports::ClosedRow& after,
                                                               std::size_t limit) noexcept override {
        return below_.closed(closed_as, after, limit);
    }
    Result<std::uint64_t, ports::Fault> resting_count() noexcept override { return below_.resting_count(); }

    bool failing = false;
    std::size_t saved = 0;
    std::size_t loaded = 0;

private:
    ports::SnapshotStore& below_;
};

bool anybody(const kernel::Scope&) { return true; }

struct Office : testing::Test {
    kernel::Modules modules = file_modules();
    kernel::Rulebook rules;
    MemoryEventLog log;
    std::shared_ptr<MemorySnapshots> kept = std::make_shared<MemorySnapshots>();
    MemorySnapshotStore memory{kept};
    FlakyStore store{memory};
    Instant now{std::chrono::hours{500'000}};
    int next_id = 0;
    std::deque<engine::Pending> waiting;
    std::unique_ptr<engine::Snapshotter> snapshotter;
    std::unique_ptr<ports::RestingStreams> resting;
    std::unique_ptr<Board> board;
    std::unique_ptr<engine::Engine> engine;
    engine::RestartReport restarted;

    void SetUp() override { start(); }
    void start() {
        snapshotter = std::make_unique<engine::Snapshotter>(
            modules, store, engine::SnapshotLimits{std::numeric_limits<std::size_t>::max(), Millis::max()});
        resting = std::make_unique<ports::RestingStreams>(modules, store, log, nullptr);
        board = std::make_unique<Board>(modules, log, nullptr, nullptr, resting.get());
        engine::EngineParts parts{
            modules, rules, log, {}, [this](std::span<const kernel::Committed> committed) {
                board->apply(committed);
                snapshotter->apply(committed, engine->head());
            }};
        parts.snapshotter = snapshotter.get();
        parts.saved = [this](const engine::Saved& saved) { board->saved(saved.stream, saved.version); };
        parts.rested = [this](const engine::Stream& stream) { board->drop(stream.id); };
        engine = std::make_unique<engine::Engine>(std::move(parts), engine::EngineLimits{});
        auto report =
            engine->restart(&store,
                            [this](const kernel::Module& module, const ports::StreamSnapshot& snapshot,
                                   kernel::StatePtr state) {
                                board->restore(module, snapshot.stream, std::move(state), snapshot.version);
                            },
                            {});
        ASSERT_TRUE(report.ok()) << report.error().message;
        restarted = *report;
        board->live(restarted.records);
    }
    template <class C>
    engine::Outcome when(const std::string& stream, C command) {
        engine::Submission submission;
        submission.stream = stream;
        submission.command = {modules.front().find_command(C::name),
                              std::make_shared<const C>(std::move(command))};
        submission.seat.actor = {kernel::ActorKind::person, "acc_1", PostId{"pst_1"}};
        submission.command_id = std::to_string(++next_id);
        std::optional<engine::Outcome> outcome;
        waiting.push_back({std::move(submission), [&](engine::Outcome o) { outcome = std::move(o); }});
        turns();
        return std::move(*outcome);
    }
    void turns() {
        while (engine->turn(now, waiting)) {
        }
    }
    void open_and_close(const std::string& stream, const std::string& subject) {
        when(stream, OpenFile{subject});
        when(stream, NoteFile{"read"});
        when(stream, CloseFile{});
    }
    // A day passes, and the snapshot after it is written.
    void a_day_passes() {
        now += 24h;
        turns();
        snapshotter->finish();
        turns();
    }
    bool in_memory(const std::string& stream) const { return engine->find(stream) != nullptr; }
    std::string shown(const std::string& stream) const {
        const auto read = board->find(stream);
        if (!read.ok()) return "! " + read.error().code;
        return *read ? (*read)->module->encode_state((*read)->state) : "";
    }
    std::string notes(const std::string& stream) const {
        const auto read = board->find(stream);
        std::string all;
        for (const auto& note : static_cast<const FileState*>((*read)->state.get())->notes) all += note + " ";
        return all;
    }
    std::string listed(const ListRequest& request) const {
        const auto page = board->list(request, anybody);
        if (!page.ok()) return "! " + page.error().code;
        std::string all;
        for (const auto& row : page->rows) all += row.stream + (row.row.open ? " " : "- ");
        return all + (page->next.empty() ? "" : "> " + page->next);
    }
    std::string history(const std::string& stream, std::uint64_t first = 1, std::size_t limit = 100) const {
        const auto read = board->timeline(stream, first, limit);
        if (!read.ok()) return "! " + read.error().code;
        std::string all;
        for (const auto& record : *read) all += std::to_string(record.version) + " " + record.wire + " ";
        return all;
    }
    static std::string told(const engine::Outcome& outcome) {
        if (const auto* refusal = std::get_if<kernel::Refusal>(&outcome)) return refusal->code;
        if (const auto* fault = std::get_if<ports::Fault>(&outcome)) return "! " + fault->code;
        return "version " + std::to_string(std::get<engine::Accepted>(outcome).version);
    }
};

constexpr const char* whole_life = "1 file.opened.v1 2 file.noted.v1 3 file.closed.v1 ";

TEST_F(Office, AClosedFileLeavesMemoryAfterADayAndIsReadAllTheSame) {
    open_and_close("fil_1", "theft");
    when("fil_2", OpenFile{"noise"});
    const auto before = shown("fil_1");
    now += 24h - 1ms;
    turns();
    snapshotter->finish();
    turns();
    EXPECT_TRUE(in_memory("fil_1")) << "not before the day is over";
    now += 1ms;
    turns();
    EXPECT_TRUE(in_memory("fil_1")) << "not before the snapshot says so";
    snapshotter->finish();
    turns();
    EXPECT_FALSE(in_memory("fil_1"));
    EXPECT_TRUE(in_memory("fil_2")) << "it is open";
    EXPECT_EQ(board->counts().records, 1U);
    EXPECT_EQ(board->counts().positions, 0U) << "the snapshot has them";
    EXPECT_EQ(shown("fil_1"), before);
    EXPECT_EQ(history("fil_1"), whole_life);
    EXPECT_EQ(history("fil_1", 2, 1), "2 file.noted.v1 ");
    EXPECT_EQ(history("fil_2"), "1 file.opened.v1 ");
    EXPECT_EQ(shown("fil_3"), "");
}

TEST_F(Office, ListsShowWhatLivesAndWhatRestsFromTheNewestDown) {
    for (const char* stream : {"fil_1", "fil_3", "fil_5"}) open_and_close(stream, "theft");
    for (const char* stream : {"fil_2", "fil_4"}) when(stream, OpenFile{"noise"});
    a_day_passes();
    open_and_close("fil_6", "noise");
    EXPECT_EQ(board->counts().records, 3U);
    EXPECT_EQ(listed({"files", {}, false, {}, 50}), "fil_6- fil_5- fil_4 fil_3- fil_2 fil_1- ");
    EXPECT_EQ(listed({"files", {}, false, {}, 4}), "fil_6- fil_5- fil_4 fil_3- > fil_3");
    EXPECT_EQ(listed({"files", {}, false, "fil_3", 50}), "fil_2 fil_1- ");
    EXPECT_EQ(listed({"files", {{"subject", "theft"}}, false, {}, 50}), "fil_5- fil_3- fil_1- ");
    EXPECT_EQ(listed({"files", {{"subject", "theft,noise"}}, false, {}, 2}), "fil_6- fil_5- > fil_5");
    EXPECT_EQ(listed({"files", {}, true, {}, 50}), "fil_4 fil_2 ");
    when("fil_3", NoteFile{"again"});  // it is awake, and stands in the snapshot as resting still
    EXPECT_EQ(listed({"files", {}, false, {}, 50}), "fil_6- fil_5- fil_4 fil_3- fil_2 fil_1- ");
}

// Who looks for a rare thing among very many gets a short page and where to go on, not a long wait.
TEST_F(Office, OnePageLooksAtSoManyRestingFilesAndSaysWhereItStopped) {
    open_and_close("fil_a", "theft");
    std::vector<ports::StreamSnapshot> many;
    for (int i = 10'000; i < 16'000; ++i)
        many.push_back({"fil_b" + std::to_string(i),
                        1,
                        R"({"subject":"noise","notes":[],"closed_at":null})",
                        {},
                        ports::Resting{std::map<std::string, std::string>{{"subject", "noise"}}, {}, {}}});
    ASSERT_TRUE(memory.save({0, "", ""}, many).ok());
    EXPECT_EQ(listed({"files", {{"subject", "theft"}}, false, {}, 50}), "> fil_b11000");
    EXPECT_EQ(listed({"files", {{"subject", "theft"}}, false, "fil_b11000", 50}), "fil_a- ");
}

TEST_F(Office, ACommandOnWhatRestsIsDecidedOnItsStateAndItRestsAgain) {
    open_and_close("fil_1", "theft");
    a_day_passes();
    ASSERT_FALSE(in_memory("fil_1"));
    EXPECT_EQ(told(when("fil_1", CloseFile{})), "file.closed_already");
    EXPECT_EQ(told(when("fil_1", NoteFile{"found"})), "version 4");
    EXPECT_EQ(notes("fil_1"), "read found ");
    EXPECT_EQ(history("fil_1"), std::string{whole_life} + "4 file.noted.v1 ");
    EXPECT_EQ(history("fil_1", 4), "4 file.noted.v1 ");
    EXPECT_EQ(history("fil_1", 3, 1), "3 file.closed.v1 ");
    a_day_passes();
    EXPECT_FALSE(in_memory("fil_1"));
    EXPECT_EQ(notes("fil_1"), "read found ");
    EXPECT_EQ(history("fil_1"), std::string{whole_life} + "4 file.noted.v1 ");
}

TEST_F(Office, WhatWasOnlyAskedForRestsAgainWithoutBeingWritten) {
    open_and_close("fil_1", "theft");
    a_day_passes();
    EXPECT_EQ(told(when("fil_1", CloseFile{})), "file.closed_already");
    EXPECT_TRUE(in_memory("fil_1"));
    const auto saved = store.saved;
    a_day_passes();
    a_day_passes();
    EXPECT_FALSE(in_memory("fil_1"));
    EXPECT_EQ(store.saved, saved);
    EXPECT_EQ(engine->counts().rested, 2U);
}

TEST_F(Office, AStartLoadsWhatLivesAndFoldsOnWhatRested) {
    for (const char* stream : {"fil_1", "fil_2"}) open_and_close(stream, "theft");
    when("fil_3", OpenFile{"noise"});
    a_day_passes();
    when("fil_2", NoteFile{"after the snapshot"});
    snapshotter.reset();  // killed: what it had gathered is lost
    start();
    EXPECT_EQ(restarted.from_snapshot, 7U);
    EXPECT_EQ(store.loaded, 1U);
    EXPECT_FALSE(in_memory("fil_1"));
    EXPECT_EQ(notes("fil_1"), "read ");
    EXPECT_EQ(notes("fil_2"), "read after the snapshot ");
    EXPECT_EQ(history("fil_2"), std::string{whole_life} + "4 file.noted.v1 ");
    EXPECT_EQ(listed({"files", {}, false, {}, 50}), "fil_3 fil_2- fil_1- ");
    a_day_passes();
    EXPECT_EQ(board->counts().records, 1U);
    EXPECT_EQ(history("fil_2"), std::string{whole_life} + "4 file.noted.v1 ");
}

TEST_F(Office, ADamagedRowIsReadFromTheLog) {
    open_and_close("fil_1", "theft");
    const auto before = shown("fil_1");
    a_day_passes();
    kept->streams.at("fil_1").snapshot.state[12] ^= 1;
    EXPECT_EQ(shown("fil_1"), before);
    EXPECT_EQ(resting->mended(), 1U);
    EXPECT_EQ(told(when("fil_1", CloseFile{})), "file.closed_already");
    EXPECT_EQ(told(when("fil_1", NoteFile{"found"})), "version 4");
}

TEST_F(Office, WhereThePositionsAreDamagedTooItIsToldAndNotCalledUnknown) {
    open_and_close("fil_1", "theft");
    a_day_passes();
    kept->streams.at("fil_1").snapshot.state[12] ^= 1;
    kept->streams.at("fil_1").snapshot.positions[1] += 1;
    EXPECT_EQ(shown("fil_1"), "! snapshots.damaged");
    EXPECT_EQ(history("fil_1"), "! snapshots.damaged");
    EXPECT_EQ(listed({"files", {}, false, {}, 50}), "! snapshots.damaged");
    EXPECT_EQ(told(when("fil_1", NoteFile{"found"})), "! snapshots.damaged");
    EXPECT_EQ(engine->head().records, 3U);
    start();
    ASSERT_TRUE(restarted.damaged.has_value());
    EXPECT_EQ(restarted.from_snapshot, 0U);
    EXPECT_EQ(told(when("fil_1", NoteFile{"found"})), "version 4");
}

TEST_F(Office, ASnapshotThatLostAStreamIsThrownAway) {
    open_and_close("fil_1", "theft");
    open_and_close("fil_2", "theft");
    a_day_passes();
    kept->streams.erase("fil_1");
    start();
    EXPECT_TRUE(restarted.damaged.has_value());
    EXPECT_EQ(notes("fil_1"), "read ");
    EXPECT_EQ(told(when("fil_1", CloseFile{})), "file.closed_already");
}

TEST_F(Office, ADiskThatDoesNotAnswerIsAFaultAndNoNewFile) {
    open_and_close("fil_1", "theft");
    a_day_passes();
    store.failing = true;
    EXPECT_EQ(told(when("fil_1", NoteFile{"found"})), "! snapshots.io");
    EXPECT_EQ(shown("fil_1"), "! snapshots.io");
    EXPECT_EQ(told(when("fil_9", OpenFile{"who knows whether it is new"})), "! snapshots.io");
    store.failing = false;
    EXPECT_EQ(told(when("fil_1", NoteFile{"found"})), "version 4");
}

// A whole replay, of a log without snapshots, lets go on its way.
TEST_F(Office, AReplayOfALongLogComesToRestOnItsWay) {
    for (int i = 0; i < 1'000; ++i) {
        open_and_close("fil_" + std::to_string(10'000 + i), "theft");
        now += 1h;
    }
    ASSERT_TRUE(memory.clear().ok());
    snapshotter.reset();
    start();
    snapshotter->finish();
    turns();
    EXPECT_LT(board->counts().records, 40U);
    EXPECT_EQ(notes("fil_10000"), "read ");
    EXPECT_EQ(history("fil_10500"), whole_life);
}

}  // namespace
}  // namespace anlan::views
