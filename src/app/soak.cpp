// anlan soak: the product's own parts over a folder, with the demo city living in it for simulated days on a
// virtual clock, and what it holds in memory told day by day. It answers whether a service that runs for a
// month grows.
#include "app/command_line.hpp"
#include "app/demo_past.hpp"
#include "app/node.hpp"
#include "app/stderr_sink.hpp"
#include "sim/virtual_engine.hpp"

#include <fmt/core.h>

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>

namespace anlan::app {
namespace {

constexpr int warming_days =
    3;  // before the growth is looked at: caches fill, the first records come to rest

struct Options : Common {
    double days = 30;
    double calls_per_day = 4'320;
    std::string city_file;
    std::string from = "2026-03-01T00:00:00Z";
    double growth_max_mib = 8;  // in the last ten days, of the process
    double entries_max = 1.25;  // of every holder in memory, last day to the tenth before
    bool entries_only = false;
};

// Goes only when it is told to.
class VirtualTime final : public adapters::RawTime {
public:
    explicit VirtualTime(std::shared_ptr<Instant> now) : now_(std::move(now)) {}
    std::chrono::nanoseconds wall() noexcept override { return now_->time_since_epoch(); }
    std::chrono::nanoseconds since_boot() noexcept override { return now_->time_since_epoch(); }

private:
    std::shared_ptr<Instant> now_;
};

double resident_mib() {
    std::ifstream statm{"/proc/self/statm"};
    double size = 0;
    double resident = 0;
    double shared = 0;
    statm >> size >> resident >> shared;
    return (resident - shared) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

// Errors only: what was denied to the city's people would fill a month of lines.
class ErrorsOnly final : public telemetry::LogSink {
public:
    void write(std::string_view line) noexcept override {
        if (line.find(R"("level":"error")") != std::string_view::npos) below_.write(line);
    }

private:
    StderrSink below_;
};

struct Day {
    double resident = 0;
    std::uint64_t records = 0;
    std::map<std::string, std::size_t> held;
};

Day look(const Node& node) {
    Day day;
    day.resident = resident_mib();
    day.records = node.engine->head().records;
    node.held([&](std::string_view holder, std::size_t entries) { day.held.emplace(holder, entries); });
    return day;
}

void tell(int number, const Day& day) {
    std::string held;
    for (const auto& [holder, entries] : day.held)
        if (entries > 0) held += fmt::format(" {}={}", holder, entries);
    fmt::print("day {:>3}: {:>7.1f} MiB, {:>9} records;{}\n", number, day.resident, day.records, held);
    std::fflush(stdout);
}

// What repeats are looked for among, and what the week's figures are counted from: kept for a year or a week,
// and then as large as it will be.
bool is_for_a_year(const std::string& holder) {
    return holder.ends_with("_for_a_year") || holder.ends_with("_for_a_week");
}
constexpr double mib_of_a_report = 1.5 / 1024;  // measured: docs/matters.md

// On the disk, or as many as there are keys that the law keeps (some 60 bytes each, which the process's own
// figure has), or kept for a year.
bool may_grow(const std::string& holder) {
    return holder.ends_with("_on_disk") || holder == "keys_owned" || is_for_a_year(holder);
}

// What grew beyond its bound between the two days, in words; the registers, which were there from the
// beginning, are left out of it. Evenings differ by less than half a day's reports.
std::vector<std::string> grown(const Day& first, const Day& before, const Day& last, const Options& options) {
    const double noise = options.calls_per_day / 2;
    const auto since_the_beginning = [&](const std::string& holder, const Day& day) {
        const auto held = [&](const Day& one) {
            return one.held.contains(holder) ? static_cast<double>(one.held.at(holder)) : 0;
        };
        return std::max(0.0, held(day) - held(first));
    };
    std::vector<std::string> words;
    double allowed = options.growth_max_mib;
    for (const auto& [holder, entries] : last.held)
        if (is_for_a_year(holder))
            allowed += mib_of_a_report *
                       std::max(0.0, since_the_beginning(holder, last) - since_the_beginning(holder, before));
    if (!options.entries_only && last.resident - before.resident > allowed)
        words.push_back(fmt::format("the process grew by {:.1f} MiB, {:.1f} are allowed",
                                    last.resident - before.resident, allowed));
    for (const auto& [holder, entries] : last.held) {
        const double earlier = since_the_beginning(holder, before);
        const double later = since_the_beginning(holder, last);
        if (!may_grow(holder) && later > earlier * options.entries_max + noise)
            words.push_back(fmt::format("{} grew from {:.0f} to {:.0f} entries", holder, earlier, later));
    }
    return words;
}

// A city at work, and the engine that its commands go to.
struct City {
    std::shared_ptr<Instant> now;
    std::unique_ptr<Node> node;
    std::unique_ptr<sim::VirtualEngine> engine;
    std::unique_ptr<sim::CityLife> life;

    void live_until(Instant until) {
        for (Instant next = engine->now(); next <= until;) {
            *now = std::max(*now, next);
            engine->advance(next);
            next = std::max(life->step(next), next + Millis{1});
        }
        *now = until;
        engine->advance(until);
    }
    // What the clock's own passes would do: what is due to be erased, and what is saved leaves memory.
    void pass() {
        node->snapshotter->keep_up();
        engine->advance(engine->now() + Millis{1});
    }
};

Result<Done, std::string> found_city(City& city, const Options& options, telemetry::Log& log) {
    const auto from = instant_from_text(options.from);
    if (!from) return Unexpected{"--from: an instant as 2026-03-01T00:00:00Z, not " + options.from};
    city.now = std::make_shared<Instant>(*from);
    NodeSettings settings;
    settings.data = options.data;
    settings.rulebook = options.rulebook;
    settings.stepped = Stepped::by_hand;
    settings.time = [now = city.now] { return std::make_unique<VirtualTime>(now); };
    ANLAN_TRY(city.node, Node::open(settings, log));
    Node& node = *city.node;
    if (node.restarted.records > 0)
        return Unexpected{options.data + " holds a log already: name an empty folder"};
    ANLAN_TRY(auto seed, read_demo_city(node.modules, options.city_file));
    city.engine = std::make_unique<sim::VirtualEngine>(*node.engine, *city.now);
    const auto report = seed.send(*city.engine, [](std::size_t) {});
    if (!report.ok()) return Unexpected{sim::to_text(report.error(), "the demo city")};
    sim::CityLifeSettings life;
    life.reports_per_day = options.calls_per_day;
    life.seed = 1;
    city.life =
        std::make_unique<sim::CityLife>(sim::plan_of(seed), node.modules, node.rules, *city.engine, life);
    return Done{};
}

int soak(const Options& options) {
    ErrorsOnly sink;
    adapters::SystemClock clock;
    telemetry::Log log{sink, [&clock] { return clock.now(); }};
    City city;
    if (const auto founded = found_city(city, options, log); !founded.ok())
        return complain(founded.error(), 2);
    const auto start = city.engine->now();
    std::vector<Day> days{look(*city.node)};
    const int last = static_cast<int>(options.days);
    for (int number = 1; number <= last; ++number) {
        city.live_until(start + Hours{24} * number);
        city.pass();
        days.push_back(look(*city.node));
        tell(number, days.back());
    }
    const int compared = std::max(std::min(warming_days, last), last - 10);
    const auto words = grown(days.front(), days[static_cast<std::size_t>(compared)], days.back(), options);
    for (const auto& one : words) fmt::print("between day {} and day {} {}\n", compared, last, one);
    if (words.empty())
        fmt::print("from day {} to day {} nothing grew beyond its bound: {:.1f} MiB, then {:.1f} MiB\n",
                   compared, last, days[static_cast<std::size_t>(compared)].resident, days.back().resident);
    city.node->stop();
    return words.empty() ? 0 : 1;
}

}  // namespace

Run add_soak(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "soak", "let the demo city live for simulated days in the program's own parts, and tell what grows");
    add_data(*command, *options);
    add_rulebook(*command, *options);
    command->add_option("--days", options->days, "simulated days")
        ->check(CLI::Range(1.0, 3'660.0))
        ->capture_default_str();
    command->add_option("--calls-per-day", options->calls_per_day, "reports of the public a day")
        ->check(CLI::Range(1.0, 1'000'000.0))
        ->capture_default_str();
    command->add_option("--from", options->from, "when the first simulated day begins")
        ->capture_default_str();
    command->add_option("--city-file", options->city_file,
                        "the city's commands (default: build/demo/wuhan.jsonl beside the program)");
    command->add_option("--growth-max", options->growth_max_mib, "MiB that the last ten days may add")
        ->capture_default_str();
    command->add_flag("--entries-only", options->entries_only, "judge by entries, not by memory");
    return [command, options] { return command->parsed() ? soak(*options) : -1; };
}

}  // namespace anlan::app
