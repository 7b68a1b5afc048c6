// A city's real modules, rulebook, keys and log on the disk of a folder, with the engine on its thread: what
// several measurements of the write path stand on. Callers are closed loops: each sends its next command when
// the last was answered.
#pragma once
#include "adapters/keys/key_file.hpp"
#include "adapters/sqlite/event_log.hpp"
#include "adapters/system/system_clock.hpp"
#include "adapters/system/system_random.hpp"
#include "bench_support.hpp"
#include "engine/engine_thread.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <mutex>

namespace anlan {

struct City {
    kernel::Modules modules = app::all_modules();
    kernel::Rulebook rules;
    const kernel::CommandSpec* receive = nullptr;
    const kernel::CommandSpec* answer = nullptr;
};

inline City load_city(const std::string& folder) {
    City city;
    auto rules = app::load_rulebook(folder, city.modules);
    if (!rules.ok()) {
        fmt::print(stderr, "{}\n", rules.error());
        std::exit(2);
    }
    city.rules = std::move(rules).value();
    for (const auto& module : city.modules) {
        if (const auto* spec = module.find_command("call.receive")) city.receive = spec;
        if (const auto* spec = module.find_command("call.answer")) city.answer = spec;
    }
    return city;
}

// A web report is owed a claim within two minutes, so that no deadline falls due while commands are measured.
inline const std::string web_report =
    R"({"channel":"web","text":"汉口站东广场有两个人打架，一个人手里拿着棍子"})";

inline std::unique_ptr<adapters::KeyRing> keys_of(const std::filesystem::path& data, ports::Random& random) {
    auto opened = adapters::open_keys(data, random);
    if (!opened.ok()) {
        fmt::print(stderr, "{}\n", opened.error().message);
        std::exit(2);
    }
    return std::move(opened).value();
}

struct Rig {
    const City& city;
    std::filesystem::path data;
    std::unique_ptr<adapters::SqliteEventLog> log;
    adapters::SystemRandom random;
    std::unique_ptr<adapters::KeyRing> keys;
    adapters::SystemClock clock;
    std::atomic<std::uint64_t> missed{0};
    std::mutex lag_mutex;
    std::vector<double> lags_ms;
    std::unique_ptr<engine::Engine> engine;
    std::unique_ptr<engine::EngineThread> thread;

    Rig(const City& c, const std::filesystem::path& folder) : city(c), data(folder) {
        auto opened = adapters::SqliteEventLog::open(data);
        if (!opened.ok()) {
            fmt::print(stderr, "{}\n", opened.error().message);
            std::exit(2);
        }
        log = std::move(opened).value();
        keys = keys_of(data, random);
        engine = std::make_unique<engine::Engine>(
            engine::EngineParts{
                city.modules, city.rules, *log, {}, [this](auto committed) { watch(committed); }, keys.get()},
            engine::EngineLimits{});
        thread = std::make_unique<engine::EngineThread>(*engine, clock, engine::QueueLimits{2'000'000});
    }
    ~Rig() { thread->stop(); }

    // Called when the commit is durable, so the lag includes the disk.
    void watch(std::span<const kernel::Committed> committed) {
        const auto now = clock.now();
        for (const auto& one : committed) {
            const auto* fact = one.event.as<kernel::DeadlineMissed>();
            if (fact == nullptr) continue;
            ++missed;
            const std::lock_guard lock{lag_mutex};
            lags_ms.push_back(static_cast<double>((now - fact->due_by).count()));
        }
    }

    // `callers` closed loops until `total` commands were answered; per second, and each one's wait in ms.
    std::pair<double, std::vector<double>> loop(
        int callers, std::uint64_t total, const std::function<engine::Submission(std::uint64_t)>& make) {
        struct Loop {
            std::atomic<std::uint64_t> next{0};
            std::atomic<std::uint64_t> done{0};
            std::vector<double> waits;
            std::promise<void> finished;
            std::function<void(const std::shared_ptr<Loop>&)> send;
        };
        auto shared = std::make_shared<Loop>();  // the last answer may still be in use when all have come
        shared->waits.resize(total);
        shared->send = [this, total, &make](const std::shared_ptr<Loop>& l) {
            const auto number = l->next.fetch_add(1);
            if (number >= total) return;
            const auto sent = Steady::now();
            thread->submit(make(number), [l, number, sent, total](engine::Outcome outcome) {
                if (const auto* no = std::get_if<kernel::Refusal>(&outcome)) {
                    fmt::print(stderr, "{}: {}\n", no->code, no->message);
                    std::abort();
                }
                l->waits[number] = seconds_since(sent) * 1e3;
                l->send(l);
                if (l->done.fetch_add(1) + 1 == total) l->finished.set_value();
            });
        };
        const auto start = Steady::now();
        for (int i = 0; i < callers; ++i) shared->send(shared);
        shared->finished.get_future().wait();
        auto waits = std::move(shared->waits);
        return {static_cast<double>(total) / seconds_since(start), std::move(waits)};
    }
};

}  // namespace anlan
