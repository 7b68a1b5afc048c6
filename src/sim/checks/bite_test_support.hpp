// Planted bugs, to see that a checker bites: a clean story's log that is altered record by record, or a whole
// simulation with something wrong between its parts.
#pragma once
#include "adapters/rulebook/rulebook.hpp"
#include "base/source_dir_test_support.hpp"
#include "domain/call/rules.hpp"
#include "kernel/record.hpp"
#include "sim/checks/inspector.hpp"
#include "sim/run/simulation.hpp"
#include "sim/sections.hpp"

#include <gtest/gtest.h>

#include <set>

namespace anlan::domain {
kernel::Modules all_modules();
}
namespace anlan::sim {
std::vector<std::unique_ptr<Workload>> module_workloads(const WorkloadParts& parts);
}

namespace anlan::sim::test {

using Names = std::set<std::string>;

inline kernel::Rulebook wuhan_rules(std::span<const kernel::Module> modules) {
    auto loaded =
        adapters::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", rulebook_sections(modules));
    if (!loaded.ok())
        for (const auto& error : loaded.error()) ADD_FAILURE() << adapters::to_text(error);
    auto rules = std::move(loaded).value();
    // So that a few hours show what a caller says too late.
    auto of_calls = rules.section<call::Rules>();
    of_calls.receipt->reopens_within = Hours{1};
    rules.put(std::move(of_calls));
    return rules;
}

// Small and busy, so that a few hours show everything.
inline SimSettings busy_town(std::string_view faults = "none") {
    SimSettings settings;
    settings.hours = 8;
    settings.calls_per_day = 600;
    settings.mishaps = 3;
    settings.faults = *faults_named(faults);
    return settings;
}

struct Stage {
    kernel::Modules modules = domain::all_modules();
    kernel::Rulebook rules = wuhan_rules(modules);

    SimReport run(const SimSettings& settings, Plants plants = {}) const {
        auto report = simulate(settings, {modules, rules, {}, module_workloads, std::move(plants)});
        if (!report.ok()) ADD_FAILURE() << report.error();
        return std::move(report).value();
    }
    Names broken(const SimSettings& settings, Plants plants = {}) const {
        Names names;
        const auto report = run(settings, std::move(plants));
        for (const auto& [name, times] : report.broken) names.insert(name);
        return names;
    }
    kernel::Module& module(std::string_view name) {
        return *std::find_if(modules.begin(), modules.end(), [&](const auto& m) { return m.name == name; });
    }
};

// A log that can be altered and is then judged by the checkers alone.
class Tape {
public:
    Tape(const Stage& stage, const SimSettings& settings) : stage_(stage) {
        Plants plants;
        plants.append = [this](std::vector<ports::Frame>& frames) {
            for (const auto& frame : frames) records.push_back(kernel::decode(frame.bytes).value());
        };
        stage.run(settings, std::move(plants));
    }
    Tape(const Tape&) = default;

    std::vector<kernel::Envelope> records;

    // The first record of this wire name, from `from` on, whose payload has `text` in it.
    kernel::Envelope* find(std::string_view wire, std::string_view text = "", std::size_t from = 0) {
        for (auto i = from; i < records.size(); ++i)
            if (records[i].wire == wire && records[i].payload.find(text) != std::string::npos)
                return &records[i];
        ADD_FAILURE() << "no record of " << wire << " with " << text;
        return &records.front();
    }
    std::size_t index_of(const kernel::Envelope* record) const {
        return static_cast<std::size_t>(record - records.data());
    }
    void drop(const kernel::Envelope* record) {
        records.erase(records.begin() + static_cast<std::ptrdiff_t>(index_of(record)));
    }
    void drop_all(std::string_view wire) {
        std::erase_if(records, [&](const auto& r) { return r.wire == wire; });
    }
    void repeat(const kernel::Envelope* record) {
        const auto copy = *record;
        records.insert(records.begin() + static_cast<std::ptrdiff_t>(index_of(record)) + 1, copy);
    }
    // Replaces `what` in a record's payload.
    static void alter(kernel::Envelope* record, std::string_view what, std::string_view with) {
        const auto at = record->payload.find(what);
        if (at == std::string::npos)
            ADD_FAILURE() << what << " is not in " << record->payload;
        else
            record->payload.replace(at, what.size(), with);
    }

    enum class Number { anew, as_it_is };
    Names judged(Number number = Number::anew,
                 const std::function<void(std::vector<ports::Frame>&)>& tamper = {}) const {
        std::map<std::string, std::uint64_t> versions;
        SimulatedDisk disk;
        ports::Hash head{};
        std::uint64_t position = 0;
        for (auto record : records) {
            if (number == Number::anew) {
                record.position = ++position;
                record.version = ++versions[record.stream];
            }
            ports::Frame frame{record.position, kernel::encode(record), {}};
            frame.hash = head = kernel::seal(head, frame.bytes);
            disk.frames.push_back(std::move(frame));
        }
        const Instant now = records.back().recorded_at;
        const Instant never{};
        Inspector inspector({stage_.modules,
                             stage_.rules,
                             stage_.rules.section<access::AccessRules>(),
                             disk,
                             now,
                             never,
                             {}});
        inspector.read(disk.frames);
        if (tamper) tamper(disk.frames);
        inspector.judge(now);
        Names names;
        for (const auto& [name, times] : inspector.findings().broken()) names.insert(name);
        return names;
    }

private:
    const Stage& stage_;
};

// A planted bug in a log, and what is found then.
struct Bite {
    const char* invariant;
    std::function<Names(Tape)> found;
};

// One story for all: eight busy hours, seen without a fault.
struct Bench {
    Stage stage;
    Tape tape{stage, busy_town()};
};
inline const Bench& bench() {
    static const Bench made;
    return made;
}

inline Names altered(Tape tape, std::string_view wire, std::string_view what, std::string_view with) {
    Tape::alter(tape.find(wire, what), what, with);
    return tape.judged();
}
inline Names without_any(Tape tape, std::string_view wire) {
    tape.drop_all(wire);
    return tape.judged();
}
inline void expect_bites(const std::vector<Bite>& bites) {
    for (const auto& bite : bites)
        EXPECT_TRUE(bite.found(bench().tape).contains(bite.invariant)) << bite.invariant << " does not bite";
}

}  // namespace anlan::sim::test
