// What erasure_test.cpp stands on: a folder that is searched for a canary, the past on a virtual clock over
// the real log and keys of that folder, and the program's own parts over it today.
#pragma once
#include "adapters/keys/key_file.hpp"
#include "adapters/sqlite/event_log.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/node.hpp"
#include "base/source_dir_test_support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <thread>

namespace anlan::erasing {

using namespace std::chrono_literals;
using Findings = std::map<std::string, std::set<std::string>>;  // canary -> files

// In every personal text of the story; no file of ours has a reason to hold these bytes.
inline const std::string canary = "KANARI7Q";
inline constexpr auto patience = 60s;

struct City {
    kernel::Modules modules = app::all_modules();
    kernel::Rulebook rules;
};

inline std::filesystem::path rulebook() { return std::string{source_dir()} + "/rulebook/wuhan"; }

inline const City& city() {
    static const City& made = *[] {
        auto* c = new City;
        auto rules = app::load_rulebook(rulebook(), c->modules);
        EXPECT_TRUE(rules.ok()) << (rules.ok() ? "" : rules.error());
        c->rules = std::move(rules).value();
        return c;
    }();
    return made;
}

inline const kernel::CommandSpec& command(std::string_view name) {
    for (const auto& module : city().modules)
        if (const auto* spec = module.find_command(name)) return *spec;
    ADD_FAILURE() << "no command " << name;
    std::abort();
}

class SeededRandom final : public ports::Random {
public:
    explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
    std::uint64_t next() noexcept override { return engine_(); }

private:
    std::mt19937_64 engine_;
};

class Folder {
public:
    Folder() {
        std::string made = (std::filesystem::temp_directory_path() / "anlan-erasure-XXXXXX").string();
        EXPECT_NE(mkdtemp(made.data()), nullptr);
        path = made;
    }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    // Where which of the canaries stand.
    Findings scan() const {
        Findings found;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{path}) {
            if (!entry.is_regular_file()) continue;
            std::ifstream in{entry.path(), std::ios::binary};
            const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
            for (auto at = bytes.find(canary); at != std::string::npos; at = bytes.find(canary, at + 1))
                found[bytes.substr(at, bytes.find_first_not_of("0123456789", at + canary.size()) - at)]
                    .insert(entry.path().filename().string());
        }
        return found;
    }

    std::filesystem::path path;
};

enum class Keys { with, without };

// The engine on a clock of its own, over the real log and keys of a folder.
struct Past {
    SeededRandom random;
    Instant now;
    std::unique_ptr<adapters::SqliteEventLog> log;
    std::unique_ptr<adapters::KeyRing> keys;
    std::unique_ptr<engine::Engine> engine;

    Past(const Folder& folder, Instant at, Keys how = Keys::with, std::uint64_t seed = 1)
        : random(seed), now(at) {
        log = adapters::SqliteEventLog::open(folder.path).value();
        if (how == Keys::with) keys = adapters::open_keys(folder.path, random).value();
        engine = std::make_unique<engine::Engine>(
            engine::EngineParts{city().modules, city().rules, *log, {}, {}, keys.get()},
            engine::EngineLimits{});
        const auto restarted = engine->restart(nullptr, {}, {});
        EXPECT_TRUE(restarted.ok()) << (restarted.ok() ? "" : restarted.error().message);
    }

    engine::Outcome send(engine::Submission submission) {
        std::deque<engine::Pending> waiting;
        engine::Outcome outcome = ports::Fault{};
        waiting.push_back({std::move(submission), [&](engine::Outcome one) { outcome = std::move(one); }});
        while (engine->turn(now, waiting)) {
        }
        return outcome;
    }
    engine::Submission submission(const std::string& stream, std::string_view name, std::string_view body) {
        const auto& spec = command(name);
        auto value = spec.decode(body);
        EXPECT_TRUE(value.ok()) << name << (value.ok() ? "" : value.error().path + value.error().expected);
        engine::Submission made;
        made.stream = stream;
        made.command = {&spec, std::move(value).value()};
        made.seat.actor = {kernel::ActorKind::import, "erasure test", {}};
        made.purpose = "call_handling";
        made.command_id = stream + "/" + std::string{name} + "/" + std::to_string(engine->head().records);
        return made;
    }
    void say(const std::string& stream, std::string_view name, std::string_view body) {
        const auto outcome = send(submission(stream, name, body));
        const auto* refusal = std::get_if<kernel::Refusal>(&outcome);
        const auto* fault = std::get_if<ports::Fault>(&outcome);
        EXPECT_TRUE(std::holds_alternative<engine::Accepted>(outcome))
            << name << ": " << (refusal != nullptr ? refusal->code + " " + refusal->field : "")
            << (fault != nullptr ? fault->message : "");
        now += 1s;
    }
    std::string state(std::string_view stream) const {
        const auto* found = engine->find(stream);
        return found == nullptr ? "" : found->module->encode_state(found->state);
    }
};

inline Instant today() {
    adapters::SystemClock clock;
    return clock.now();
}

class QuietSink final : public telemetry::LogSink {
public:
    void write(std::string_view) noexcept override {}
};

// The program's own parts over the folder, today.
struct Today {
    QuietSink sink;
    telemetry::Log log{sink, today};
    std::unique_ptr<app::Node> node;

    explicit Today(const Folder& folder) {
        auto opened = app::Node::open({folder.path, rulebook(), {}}, log);
        EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error());
        if (opened.ok()) node = std::move(opened).value();
    }
    bool until(const std::function<bool()>& done) const {
        const auto end = std::chrono::steady_clock::now() + patience;
        while (!done()) {
            if (std::chrono::steady_clock::now() > end) return false;
            std::this_thread::yield();
        }
        return true;
    }
    bool all_erased(const std::vector<std::string>& records) const {
        return until([&] {
            return std::all_of(records.begin(), records.end(), [&](const auto& record) {
                return node->keys->keys_of(record).empty() && state(record).find(canary) == std::string::npos;
            });
        });
    }
    std::string state(const std::string& stream) const {
        const auto read = node->board->find(stream);
        EXPECT_TRUE(read.ok());
        const auto& found = *read;
        return found ? found->module->encode_state(found->state) : "";
    }
    std::string timeline(const std::string& stream) const {
        std::string all;
        const auto read = node->board->timeline(stream, 1, 1'000);
        EXPECT_TRUE(read.ok());
        if (read.ok())
            for (const auto& envelope : read.value()) all += envelope.payload + "\n";
        return all;
    }
};

}  // namespace anlan::erasing
