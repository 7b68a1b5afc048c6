#include "power_day.hpp"

#include "adapters/identity/sqlite_identity.hpp"
#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/snapshot_store.hpp"
#include "app/node.hpp"
#include "base/source_dir_test_support.hpp"
#include "engine/snapshotter.hpp"
#include "kernel/record.hpp"
#include "sim/city_life.hpp"
#include "sim/city_plan.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

namespace anlan::power {
namespace {

constexpr Instant morning{Millis{1'790'000'000'000}};

class Clock final : public ports::Clock {
public:
    Instant now() noexcept override { return at; }
    Instant at = morning;
};

// Notes, between the steps of the disk, what was promised: an append that began, one that returned.
class NotedLog final : public ports::EventLog {
public:
    NotedLog(ports::EventLog& below, Recorder& recorder, std::filesystem::path head)
        : below_(below), recorder_(recorder), head_(std::move(head)) {
        note_head();
    }

    Result<ports::Head, ports::Fault> head() noexcept override { return below_.head(); }
    Result<Done, ports::Fault> append(std::span<const ports::Frame> frames) noexcept override {
        if (frames.empty()) return below_.append(frames);
        recorder_.add({Step::Kind::note, "attempted", frames.back().position, {}});
        auto appended = below_.append(frames);
        if (!appended.ok()) return appended;
        note_head();
        recorder_.add({Step::Kind::note, "done", frames.back().position, {}});
        return appended;
    }
    Result<Done, ports::Fault> read(std::uint64_t first, const Sink& sink) noexcept override {
        return below_.read(first, sink);
    }
    std::vector<std::string> repairs() const override { return below_.repairs(); }

private:
    // The file `head` is written past SQLite; it is never synced.
    void note_head() {
        std::ifstream in{head_, std::ios::binary};
        recorder_.add({Step::Kind::write, "head", 0, {std::istreambuf_iterator<char>{in}, {}}});
    }

    ports::EventLog& below_;
    Recorder& recorder_;
    std::filesystem::path head_;
};

// Commands wait here until the engine takes a turn, so that several share a commit.
class Door final : public engine::Submit {
public:
    explicit Door(Recorder& recorder) : recorder_(recorder) {}

    void submit(engine::Submission submission, std::function<void(engine::Outcome)> reply) noexcept override {
        auto answered = [this, submission, reply = std::move(reply)](const engine::Outcome& outcome) {
            if (const auto* accepted = std::get_if<engine::Accepted>(&outcome)) {
                acks.push_back({submission, accepted->position});
                recorder_.add({Step::Kind::note, "ack", acks.size(), {}});
            }
            if (reply) reply(outcome);
        };
        waiting.push_back({std::move(submission), std::move(answered)});
    }
    void submit_all(std::vector<engine::Submission>,
                    std::function<void(std::vector<engine::Outcome>)>) noexcept override {
        ADD_FAILURE() << "the city sends one by one";
    }

    std::deque<engine::Pending> waiting;
    std::vector<Ack> acks;

private:
    Recorder& recorder_;
};

std::string line(const std::string& stream, const std::string& command, const std::string& body) {
    return R"({"stream":")" + stream + R"(","command":")" + command + R"(","body":{)" + body + "}}\n";
}

// One district with thirty places and forty units.
std::string small_city() {
    const std::string where = R"({"city":"are_420100","district":"are_420106","station":"","beat":""})";
    const char* kinds[] = {"patrol_car", "motorcycle",  "patrol_car", "foot_patrol",
                           "ambulance",  "fire_engine", "patrol_car", "specialist"};
    const auto point = [](int number) {
        return R"({"latitude":)" + std::to_string(30.50 + 0.003 * (number % 7)) + R"(,"longitude":)" +
               std::to_string(114.28 + 0.004 * (number / 7)) + "}";
    };
    std::string text = line("are_420106", "area.register",
                            R"("level":"district","area_name":"武昌区","code":"420106","where":)" + where);
    for (int i = 0; i < 30; ++i)
        text += line("plc_p" + std::to_string(i), "place.register",
                     R"("place_name":"第)" + std::to_string(i) +
                         R"(小区","kind":"compound","address":"武昌区中山路)" + std::to_string(i + 1) +
                         R"(号","where":)" + where + R"(,"point":)" + point(i));
    for (int i = 0; i < 40; ++i) {
        const std::string unit = "unt_u" + std::to_string(i);
        text += line(unit, "unit.register",
                     R"("kind":")" + std::string{kinds[i % 8]} + R"(","call_sign":"武昌-)" +
                         std::to_string(i) + R"(","skills":["first_aid"],"crew_size":2,"home":)" + where +
                         R"(,"home_point":)" + point(i + 3));
        text += line(unit, "unit.begin_duty", "");
    }
    return text;
}

class Living {
public:
    Living(const DaySettings& settings, Recorder& recorder, const std::filesystem::path& data)
        : settings_(settings),
          door_(recorder),
          opened_(adapters::SqliteEventLog::open(data).value()),
          log_(*opened_, recorder, data / "head"),
          snapshots_(adapters::SqliteSnapshotStore::open(data).value()),
          identity_(
              adapters::identity::SqliteIdentity::open(
                  {.path = (data / "identity.db").string(), .cost = adapters::identity::least_cost()}, clock_)
                  .value()),
          snapshotter_(modules(), *snapshots_, {std::size_t{1} << 40U}),
          recorder_(recorder) {}

    Day run() {
        auto seed = sim::Seed::read(small_city(), "reference day", modules());
        EXPECT_TRUE(seed.ok()) << (seed.ok() ? "" : seed.error().message);
        for (const auto& submission : seed->submissions()) {
            door_.submit(submission, [](const engine::Outcome& outcome) {
                EXPECT_TRUE(std::holds_alternative<engine::Accepted>(outcome));
            });
            if (door_.waiting.size() == 16) turn();
        }
        turn();
        sim::CityLife life{sim::plan_of(seed.value()),
                           modules(),
                           rules(),
                           door_,
                           {.reports_per_day = 8'000, .seed = settings_.seed}};
        std::mt19937_64 random{settings_.seed};
        constexpr Millis pauses[] = {Millis{50}, Millis{2'000}, Millis{15'000}};
        while (door_.acks.size() < settings_.commands) {
            const auto next = life.step(clock_.at);
            turn();
            // Mostly one command a commit; at times a rush that shares one.
            clock_.at = std::max(next, clock_.at + pauses[random() % 3]);
        }
        snapshotter_.finish();
        return finish();
    }

private:
    void turn() {
        while (engine_.turn(clock_.at, door_.waiting)) {
        }
        const auto records = engine_.head().records;
        if (records / 500 > snapshots_wanted_) {
            snapshots_wanted_ = records / 500;
            snapshotter_.finish();
        }
        if (records / 300 >= day_.logins.size()) make_account();
    }

    void make_account() {
        const std::string login = "taker" + std::to_string(day_.logins.size());
        ASSERT_TRUE(identity_->create(login, "接警员", PersonalText{"korrekt-pferd-110"}).ok());
        day_.logins.push_back(login);
        recorder_.add({Step::Kind::note, "account", day_.logins.size(), {}});
    }

    void publish(std::span<const kernel::Committed> committed) {
        ++day_.commits;
        for (const auto& one : committed)
            day_.states[one.envelope.stream][one.envelope.position] = one.module->encode_state(one.state);
        snapshotter_.apply(committed, engine_.head());
    }

    Day finish() {
        day_.acks = std::move(door_.acks);
        day_.snapshots = snapshotter_.written();
        const auto read =
            opened_->read(1, [&](std::uint64_t position, std::string_view bytes, const ports::Hash& hash) {
                day_.records.push_back({position, std::string{bytes}, hash});
                return true;
            });
        EXPECT_TRUE(read.ok());
        return std::move(day_);
    }

    DaySettings settings_;
    Clock clock_;
    Day day_;
    Door door_;
    std::unique_ptr<adapters::SqliteEventLog> opened_;
    NotedLog log_;
    std::unique_ptr<adapters::SqliteSnapshotStore> snapshots_;
    std::unique_ptr<adapters::identity::SqliteIdentity> identity_;
    engine::Snapshotter snapshotter_;
    Recorder& recorder_;
    std::uint64_t snapshots_wanted_ = 0;
    engine::Engine engine_{{modules(),
                            rules(),
                            log_,
                            {},
                            [this](std::span<const kernel::Committed> committed) { publish(committed); }},
                           {}};
};

std::vector<Moment> moments_of(const std::vector<Step>& steps) {
    std::vector<Moment> moments;
    Moment now;
    for (const Step& step : steps) {
        if (step.kind == Step::Kind::note) {
            if (step.file == "attempted") now.attempted = step.at;
            if (step.file == "done") now.done = now.attempted = step.at;
            if (step.file == "ack") now.acks = step.at;
            if (step.file == "account") now.accounts = step.at;
        }
        moments.push_back(now);
    }
    return moments;
}

}  // namespace

const kernel::Modules& modules() {
    static const kernel::Modules made = app::all_modules();
    return made;
}

const kernel::Rulebook& rules() {
    static const kernel::Rulebook made = [] {
        auto loaded = app::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", modules());
        EXPECT_TRUE(loaded.ok()) << (loaded.ok() ? "" : loaded.error());
        return std::move(loaded).value();
    }();
    return made;
}

std::filesystem::path memory_directory(const std::string& name) {
    std::error_code error;
    const std::filesystem::path memory{"/dev/shm"};
    const auto root =
        std::filesystem::is_directory(memory, error) ? memory : std::filesystem::temp_directory_path();
    const auto directory = root / ("anlan-" + std::to_string(::getpid()) + "-" + name);
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
    return directory;
}

Day live_a_day(const DaySettings& settings) {
    const auto data = memory_directory("day");
    Recorder recorder{data};
    Day day = std::make_unique<Living>(settings, recorder, data)->run();
    day.steps = recorder.take();  // with the steps of closing everything
    day.moments = moments_of(day.steps);
    std::filesystem::remove_all(data);
    return day;
}

namespace {

TEST(PowerDay, IsADayWorthCutting) {
    const Day day = live_a_day({.commands = 400});
    EXPECT_GE(day.acks.size(), 400U);
    EXPECT_GT(day.commits, 100U);
    EXPECT_LT(day.commits, day.acks.size());  // commits are shared
    EXPECT_GE(day.snapshots, 1U);
    std::set<std::string> wires;
    for (const auto& frame : day.records) wires.insert(kernel::decode(frame.bytes)->wire);
    for (const char* wire : {"call.received.v1", "incident.opened.v1", "unit.assigned.v1"})
        EXPECT_TRUE(wires.contains(wire)) << wire;
    EXPECT_EQ(day.moments.back().done, day.records.size());
    const Day again = live_a_day({.commands = 400});
    EXPECT_EQ(again.records.back().hash, day.records.back().hash);  // the same day every time
    EXPECT_EQ(again.steps.size(), day.steps.size());
}

}  // namespace
}  // namespace anlan::power
