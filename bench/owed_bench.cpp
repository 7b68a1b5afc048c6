// What it costs to hold open obligations: ten million in the timer index, and a whole open report with its
// state in the engine. Prints `name value unit`.
#include "adapters/keys/key_ring.hpp"
#include "adapters/memory/memory_event_log.hpp"
#include "adapters/system/system_random.hpp"
#include "bench_support.hpp"
#include "engine/engine.hpp"
#include "engine/timer_wheel.hpp"

#include <random>

namespace anlan {
namespace {

void index() {
    constexpr std::uint32_t timers = 10'000'000;
    std::mt19937_64 random{7};
    const auto before = resident_bytes();
    engine::TimerWheel wheel;
    const Instant start{std::chrono::hours{500'000}};
    std::vector<std::uint32_t> due;
    wheel.advance(start, due);
    auto began = Steady::now();
    for (std::uint32_t i = 0; i < timers; ++i)
        wheel.arm(i, start + Millis{1 + static_cast<std::int64_t>(random() % 7'200'000)});
    fmt::print("index_10m_arm {:.0f} ns\n", seconds_since(began) * 1e9 / timers);
    fmt::print("index_10m_memory {:.0f} MiB\n", (resident_bytes() - before) / (1 << 20));
    began = Steady::now();
    for (std::uint32_t i = 0; i < timers; i += 2) wheel.cancel(i);
    fmt::print("index_10m_cancel {:.0f} ns\n", seconds_since(began) * 2e9 / timers);
    began = Steady::now();
    std::size_t fired = 0;
    for (auto now = start; wheel.size() > 0; now += Millis{10}) {
        due.clear();
        wheel.advance(now, due);
        fired += due.size();
    }
    fmt::print("index_10m_fire {:.0f} ns\n", seconds_since(began) * 1e9 / static_cast<double>(fired));
}

// `name` begins the figures' names. Without keys personal texts are kept as they are.
void whole_reports(const std::string& rulebook, const std::string& name, ports::KeyStore* keys) {
    constexpr std::uint64_t reports = 200'000;
    const auto modules = app::all_modules();
    auto rules = app::load_rulebook(rulebook, modules);
    if (!rules.ok()) give_up(rules.error());
    struct Forgetful final : ports::EventLog {
        ports::Head at;
        Result<ports::Head, ports::Fault> head() noexcept override { return at; }
        Result<Done, ports::Fault> append(std::span<const ports::Frame> frames) noexcept override {
            at = {frames.back().position, frames.back().hash};
            return Done{};
        }
        Result<Done, ports::Fault> read(std::uint64_t, const Sink&) noexcept override { return Done{}; }
        std::vector<std::string> repairs() const override { return {}; }
    } log;
    engine::EngineLimits limits;
    limits.remembered_commands = 1'000;
    engine::Engine engine{{modules, rules.value(), log, {}, {}, keys}, limits};
    const auto& receive = find_command(modules, "call.receive");
    const auto before = resident_bytes();
    std::deque<engine::Pending> waiting;
    const auto began = Steady::now();
    for (std::uint64_t i = 0; i < reports; ++i) {
        waiting.push_back({command(receive, fmt::format("cal_{:016}", i),
                                   R"({"channel":"web","text":"汉口站东广场有两个人打架"})"),
                           [](const engine::Outcome&) {}});
        if (waiting.size() == 1'000) engine.turn(Instant{std::chrono::hours{500'000}}, waiting);
    }
    fmt::print("{}_without_disk {:.0f} commands/s\n", name,
               static_cast<double>(reports) / seconds_since(began));
    fmt::print("{}_open_report {:.0f} bytes\n", name,
               (resident_bytes() - before) / static_cast<double>(reports));
}

std::unique_ptr<adapters::KeyRing> keys_in_memory(ports::Random& random) {
    auto opened = adapters::KeyRing::open(std::make_unique<adapters::keys::MemoryKeyDisk>(),
                                          {adapters::keys::random_key(random)}, random);
    if (!opened.ok()) give_up(opened.error().message);
    return std::move(opened).value();
}

}  // namespace
}  // namespace anlan

int main(int count, char** arguments) {
    anlan::index();
    const auto rulebook = anlan::rulebook_folder(count, arguments);
    anlan::whole_reports(rulebook, "engine_plain", nullptr);
    anlan::adapters::SystemRandom random;
    const auto keys = anlan::keys_in_memory(random);
    anlan::whole_reports(rulebook, "engine", keys.get());
    return 0;
}
