// kill -9 at any instant under load, hundreds of times on one log: every command that was answered is there,
// none is there twice, the chain verifies, and nothing is taken for tampering. The child is killed after an
// arbitrary number of its answers has been read, so that the instant falls anywhere in deciding, appending,
// syncing or answering.
#include "adapters/rulebook/rulebook.hpp"
#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/verify.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/node.hpp"
#include "base/source_dir_test_support.hpp"
#include "engine/engine_thread.hpp"
#include "kernel/record.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <set>

namespace anlan {
namespace {

constexpr int senders = 6;

struct City {
    kernel::Modules modules = app::all_modules();
    kernel::Rulebook rules;
};

const City& city() {
    static const City& made = *[] {
        auto* c = new City;
        auto rules = app::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", c->modules);
        EXPECT_TRUE(rules.ok()) << (rules.ok() ? "" : rules.error());
        c->rules = std::move(rules).value();
        return c;
    }();
    return made;
}

const kernel::CommandSpec& register_place() {
    for (const auto& module : city().modules)
        if (const auto* spec = module.find_command("place.register")) return *spec;
    std::abort();
}

engine::Submission place(std::uint64_t number) {
    const auto& spec = register_place();
    engine::Submission submission;
    submission.stream = "plc_k" + std::to_string(number);
    const auto body = R"({"place_name":"第)" + std::to_string(number) +
                      R"(号","kind":"compound","address":"武汉市江岸区","where":)"
                      R"({"city":"are_420100","district":"are_420102","station":"","beat":""}})";
    auto value = spec.decode(body);
    EXPECT_TRUE(value.ok()) << (value.ok() ? "" : value.error().path + value.error().expected);
    submission.command = {&spec, std::move(value).value()};
    submission.seat.actor = {kernel::ActorKind::import, "kill test", {}};
    submission.purpose = "import";
    submission.command_id = "k" + std::to_string(number);
    return submission;
}

// In the child: sends for ever, each sender its next command when the one before was answered; every answer's
// number goes to the pipe after it came.
[[noreturn]] void live_until_killed(const std::filesystem::path& data, std::uint64_t first, int pipe_out) {
    auto log = adapters::SqliteEventLog::open(data);
    if (!log.ok()) _exit(3);
    adapters::SystemClock clock;
    engine::Engine engine{{city().modules, city().rules, *log.value(), {}, {}}, {}};
    if (!engine.restart(nullptr, {}, {}).ok()) _exit(4);
    engine::EngineThread thread{engine, clock, {}};
    thread.start();
    std::atomic<std::uint64_t> next{first};
    std::function<void()> send = [&] {
        const auto number = next.fetch_add(1);
        thread.submit(place(number), [&, number](engine::Outcome outcome) {
            if (!std::holds_alternative<engine::Accepted>(outcome)) _exit(5);
            if (write(pipe_out, &number, sizeof number) != sizeof number) _exit(6);
            send();
        });
    };
    for (int i = 0; i < senders; ++i) send();
    for (;;) pause();
}

// How often each command id stands in the log.
std::map<std::string, int> recorded(const std::filesystem::path& data) {
    std::map<std::string, int> times;
    auto log = adapters::SqliteEventLog::open(data);
    EXPECT_TRUE(log.ok()) << (log.ok() ? "" : log.error().message);
    if (!log.ok()) return times;
    const auto read = log.value()->read(1, [&](std::uint64_t, std::string_view bytes, const ports::Hash&) {
        const auto record = kernel::decode(bytes);
        EXPECT_TRUE(record.ok());
        if (record.ok()) ++times[record->command_id];
        return record.ok();
    });
    EXPECT_TRUE(read.ok());
    return times;
}

TEST(Kill, WhateverWasAnsweredIsThereOnceAfterHundredsOfKills) {
    const char* asked = std::getenv("ANLAN_KILLS");
    const int kills = asked == nullptr ? 200 : std::atoi(asked);
    std::string folder = (std::filesystem::temp_directory_path() / "anlan-kill-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    const std::filesystem::path data = folder;
    std::mt19937_64 random{110};
    std::set<std::uint64_t> answered;
    std::uint64_t next = 0;
    ASSERT_FALSE(city().modules.empty());
    for (int kill_number = 0; kill_number < kills; ++kill_number) {
        int ends[2] = {};
        ASSERT_EQ(pipe(ends), 0);
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            close(ends[0]);
            live_until_killed(data, next, ends[1]);
        }
        close(ends[1]);
        const auto wanted = 1 + random() % 120;
        std::uint64_t number = 0;
        for (std::uint64_t got = 0; got < wanted && read(ends[0], &number, sizeof number) == sizeof number;
             ++got)
            answered.insert(number);
        kill(child, SIGKILL);
        // Answers that were under way when it was killed count too.
        while (read(ends[0], &number, sizeof number) == sizeof number) answered.insert(number);
        int status = 0;
        waitpid(child, &status, 0);
        close(ends[0]);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
        next = *answered.rbegin() + senders + 1;
    }
    const auto report = adapters::verify(data);
    ASSERT_TRUE(report.ok());
    EXPECT_TRUE(report->ok) << report->reason << " at " << report->first_bad_position;
    const auto times = recorded(data);
    for (const auto number : answered) {
        const auto found = times.find("k" + std::to_string(number));
        ASSERT_NE(found, times.end()) << "answered command " << number << " is not in the log";
    }
    for (const auto& [id, count] : times) EXPECT_EQ(count, 1) << id << " is in the log more than once";
    RecordProperty("kills", kills);
    RecordProperty("answered", static_cast<int>(answered.size()));
    std::printf("%d kills, %zu answered commands, %zu in the log\n", kills, answered.size(), times.size());
    std::filesystem::remove_all(data);
}

}  // namespace
}  // namespace anlan
