// Deadlines through two kills: among a million that are pending, 100,000 fall due while the service is dead
// (killed with SIGKILL); it is started, killed again when two fifths of them are noted, and started again.
// Measured is when the last is durably noted after that start; counted in the log, whether each was noted
// once. The same for the peers: bench/timers_peers_bench.py. Prints `name value unit`. ANLAN_BENCH_PENDING
// makes it smaller.
#include "engine_rig.hpp"
#include "kernel/record.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <unordered_map>

namespace anlan {
namespace {

constexpr std::uint64_t storm = 100'000;
constexpr std::uint64_t second_kill_at = storm * 2 / 5;
constexpr Seconds answered_within{10};  // a call by phone, in the rulebook of Wuhan

// A child's part: what is pending, and the storm's calls; then it is gone. It says when they are due.
[[noreturn]] void fill_and_die(const City& city, const std::filesystem::path& data, std::uint64_t pending,
                               int say) {
    Rig rig{city, data};
    rig.thread->start();
    rig.loop(2'000, pending, [&](std::uint64_t n) {
        return command(*city.receive, "cal_p" + std::to_string(n), R"({"channel":"web","text":"路灯坏了"})");
    });
    const Instant received = rig.clock.now();
    rig.loop(2'000, storm, [&](std::uint64_t n) {
        return command(
            *city.receive, "cal_x" + std::to_string(n),
            R"({"channel":"phone","text":"有人打架","received_at":")" + to_text(received) + R"("})");
    });
    const Instant due = received + answered_within;
    if (rig.clock.now() >= due) give_up("the storm was not there before it was due");
    if (::write(say, &due, sizeof due) != sizeof due) give_up("the pipe broke");
    ::kill(::getpid(), SIGKILL);
    std::abort();
}

void restart(Rig& rig) {
    const auto report = rig.engine->restart(nullptr, {}, {});
    if (!report.ok()) give_up(report.error().message);
    rig.clock.start_at_least(report->last_recorded_at);
}

[[noreturn]] void note_some_and_die(const City& city, const std::filesystem::path& data) {
    Rig rig{city, data};
    restart(rig);
    rig.thread->start();
    while (rig.missed < second_kill_at) std::this_thread::sleep_for(Millis{1});
    ::kill(::getpid(), SIGKILL);
    std::abort();
}

// How often each of the storm's deadlines stands in the log.
void count(const std::filesystem::path& data) {
    auto log = adapters::SqliteEventLog::open(data);
    if (!log.ok()) give_up(log.error().message);
    std::unordered_map<std::string, int> noted;
    const auto read = log.value()->read(1, [&](std::uint64_t, std::string_view bytes, const ports::Hash&) {
        auto record = kernel::decode(bytes);
        if (!record.ok()) give_up("a record does not decode");
        if (record->stream.starts_with("cal_x") && record->wire == "call.deadline_missed.v1")
            ++noted[record->stream];
        return true;
    });
    if (!read.ok()) give_up(read.error().message);
    std::uint64_t twice = 0;
    for (const auto& [stream, times] : noted)
        if (times > 1) ++twice;
    fmt::print("gap_noted {} of_{}\ngap_noted_twice {} deadlines\n", noted.size(), storm, twice);
}

void await_kill(pid_t child) {
    int ended = 0;
    ::waitpid(child, &ended, 0);
    if (!WIFSIGNALED(ended) || WTERMSIG(ended) != SIGKILL) give_up("a child ended before it was killed");
}

void measure(const City& city, const std::filesystem::path& data, std::uint64_t pending) {
    int ends[2];
    if (::pipe(ends) != 0) give_up("no pipe");
    const pid_t filler = ::fork();
    if (filler == 0) fill_and_die(city, data, pending, ends[1]);
    Instant due{};
    if (::read(ends[0], &due, sizeof due) != sizeof due) give_up("nothing was filled");
    await_kill(filler);
    adapters::SystemClock clock;
    while (clock.now() < due + Seconds{1}) std::this_thread::sleep_for(Millis{10});
    const pid_t second = ::fork();
    if (second == 0) note_some_and_die(city, data);
    await_kill(second);
    {
        const auto start = Steady::now();
        Rig rig{city, data};
        restart(rig);
        fmt::print("gap_restart {:.2f} s\n", seconds_since(start));
        const auto left = storm - rig.missed;  // those that were noted before were seen again meanwhile
        const auto ready = Steady::now();
        rig.thread->start();
        while (rig.missed < storm) {
            if (seconds_since(ready) > 60) give_up("the deadlines of the gap were not noted");
            std::this_thread::sleep_for(Millis{1});
        }
        fmt::print("gap_left_by_second_kill {} deadlines\ngap_all_out_after_restart {:.0f} ms\n", left,
                   seconds_since(ready) * 1e3);
    }
    count(data);
}

}  // namespace
}  // namespace anlan

int main(int argc, char** argv) {
    using namespace anlan;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const auto city = load_city(rulebook_folder(argc, argv));
    std::string folder = (std::filesystem::current_path() / "anlan-gap-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) return 2;
    const auto* pending = std::getenv("ANLAN_BENCH_PENDING");
    measure(city, std::filesystem::path{folder} / "data",
            pending != nullptr ? std::strtoull(pending, nullptr, 10) : 1'000'000);
    std::filesystem::remove_all(folder);
    return 0;
}
