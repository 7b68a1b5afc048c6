// The write path with the real modules, the real rulebook and the real log on the disk of the current folder:
// one command each from 32 callers, batches, arming and cancelling deadlines, lag and storm of due ones,
// restart. Prints `name value unit`.
#include "engine_rig.hpp"

#include <unistd.h>
#include <algorithm>

namespace anlan {
namespace {

void throughput(const City& city, const std::filesystem::path& folder) {
    Rig rig{city, folder / "throughput"};
    rig.thread->start();
    const auto receive = [&](std::uint64_t n) {
        return command(*city.receive, "cal_b" + std::to_string(n), web_report);
    };
    auto [one_rate, one_waits] = rig.loop(1, 3'000, receive);
    fmt::print("engine_1_caller {:.0f} commands/s\nengine_1_caller_p50 {:.3f} ms\n", one_rate,
               percentile(one_waits, 0.5));
    auto [rate, waits] = rig.loop(32, 120'000, [&](std::uint64_t n) { return receive(n + 10'000); });
    fmt::print("engine_32_callers {:.0f} commands/s\nengine_32_callers_p99 {:.3f} ms\n", rate,
               percentile(waits, 0.99));
    const auto answer = [&](std::uint64_t n) {
        return command(*city.answer, "cal_b" + std::to_string(n), "{}");
    };
    auto [few_rate, few_waits] = rig.loop(32, 60'000, [&](std::uint64_t n) { return answer(n + 10'000); });
    fmt::print("deadlines_cancelled_32_callers {:.0f} per_s\n", few_rate);
    auto [batch_rate, batch_waits] =
        rig.loop(2'000, 300'000, [&](std::uint64_t n) { return receive(n + 1'000'000); });
    fmt::print("engine_batches {:.0f} commands/s\n", batch_rate);
    auto [cancel_rate, cancel_waits] =
        rig.loop(2'000, 100'000, [&](std::uint64_t n) { return answer(n + 1'000'000); });
    fmt::print("deadlines_armed {:.0f} per_s\ndeadlines_cancelled {:.0f} per_s\n", batch_rate, cancel_rate);
}

// `count` calls whose first deadline is due at once or spread over `spread`, among others that are due much
// later.
void due_deadlines(const City& city, const std::filesystem::path& folder, std::uint64_t pending) {
    Rig rig{city, folder / "due"};
    rig.thread->start();
    const auto received = [&](const std::string& id, Instant at) {
        return command(*city.receive, id,
                       R"({"channel":"phone","text":"有人打架","received_at":")" + to_text(at) + R"("})");
    };
    // A report from the web is owed a claim in two minutes, and then its ladder: it stays pending meanwhile.
    rig.loop(2'000, pending, [&](std::uint64_t n) {
        return command(*city.receive, "cal_p" + std::to_string(n), R"({"channel":"web","text":"路灯坏了"})");
    });
    rig.lags_ms.clear();
    rig.missed = 0;
    const auto start = rig.clock.now() + Seconds{2};
    constexpr std::uint64_t stream = 2'500;  // five seconds of 500 due a second
    rig.loop(2'000, stream, [&](std::uint64_t n) {
        return received("cal_s" + std::to_string(n),
                        start + Millis{static_cast<std::int64_t>(n) * 2} - Seconds{10});
    });
    while (rig.missed < stream && rig.clock.now() < start + Seconds{30})
        std::this_thread::sleep_for(Millis{20});
    {
        const std::lock_guard lock{rig.lag_mutex};
        fmt::print("due_500_per_s_noted {} of_{}\n", rig.missed.load(), stream);
        fmt::print("due_500_per_s_lag_p50 {:.1f} ms\ndue_500_per_s_lag_p99 {:.1f} ms\n",
                   percentile(rig.lags_ms, 0.5), percentile(rig.lags_ms, 0.99));
        rig.lags_ms.clear();
        rig.missed = 0;
    }
    constexpr std::uint64_t storm = 100'000;
    const auto all_received_at = rig.clock.now();  // each is owed an answer ten seconds later
    rig.loop(2'000, storm,
             [&](std::uint64_t n) { return received("cal_x" + std::to_string(n), all_received_at); });
    while (rig.missed < storm && rig.clock.now() < all_received_at + Seconds{70})
        std::this_thread::sleep_for(Millis{5});
    const std::lock_guard lock{rig.lag_mutex};
    fmt::print("due_storm_noted {} of_{}\ndue_storm_all_out {:.0f} ms\n", rig.missed.load(), storm,
               rig.lags_ms.empty() ? 0 : *std::max_element(rig.lags_ms.begin(), rig.lags_ms.end()));
}

void restart(const City& city, const std::filesystem::path& folder) {
    auto opened = adapters::SqliteEventLog::open(folder / "throughput");
    if (!opened.ok()) return;
    adapters::SystemRandom random;
    const auto keys = keys_of(folder / "throughput", random);
    engine::Engine engine{{city.modules, city.rules, *opened.value(), {}, {}, keys.get()}, {}};
    const auto start = Steady::now();
    const auto report = engine.restart(nullptr, {}, {});
    if (!report.ok()) std::exit(2);
    fmt::print("restart_from_log {:.0f} records/s\n",
               static_cast<double>(report->records) / seconds_since(start));
}

}  // namespace
}  // namespace anlan

int main(int argc, char** argv) {
    using namespace anlan;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);  // each figure as soon as it is known
    const auto city = load_city(rulebook_folder(argc, argv));
    std::string folder = (std::filesystem::current_path() / "anlan-bench-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) return 2;
    const auto* pending = std::getenv("ANLAN_BENCH_PENDING");
    throughput(city, folder);
    restart(city, folder);
    due_deadlines(city, folder, pending != nullptr ? std::strtoull(pending, nullptr, 10) : 1'000'000);
    std::filesystem::remove_all(folder);
    return 0;
}
