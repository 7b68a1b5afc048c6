// What the world tells at the end.
#include "sim/run/world.hpp"

#include "kernel/record.hpp"
#include "views/work_forecast.hpp"

#include <algorithm>
#include <set>

namespace anlan::sim {
namespace {

constexpr std::size_t story_lines = 60;

std::uint64_t mixed(std::uint64_t into, std::uint64_t draw) {
    return (into ^ draw) * 0x9E37'79B9'7F4A'7C15ULL + (into >> 29);
}

ReportCounts counts_of(const IncidentChecker::Figures& figures) {
    return {figures.calls,     figures.outcomes, figures.undone,
            figures.incidents, figures.closed,   figures.reopened};
}

}  // namespace

// The records of the stream in question and of those it names, so that a person can follow what happened.
std::vector<std::string> World::story(const std::string& stream) const {
    std::vector<std::string> lines;
    if (stream.empty()) return lines;
    for (const auto& frame : disk_.frames) {
        const auto record = kernel::decode(frame.bytes);
        if (!record.ok()) continue;
        if (record->stream != stream && record->payload.find(stream) == std::string::npos) continue;
        lines.push_back(anlan::to_text(record->recorded_at) + "  " + std::to_string(record->position) + "  " +
                        record->stream + "  " + record->wire + "  by " + record->actor.actor_id);
        if (lines.size() > story_lines) lines.erase(lines.begin());
    }
    return lines;
}

SimReport World::report() {
    SimReport report;
    report.version = ANLAN_VERSION;
    report.seed = told_.seed;
    report.settings = told_;
    report.log_hash = kernel::to_hex(disk_.frames.empty() ? kernel::Hash{} : disk_.frames.back().hash);
    for (const auto draw : {chance_.bits(), disk_chance_.bits(), clients_.draw(), consoles_.draw()})
        report.final_draw = mixed(report.final_draw, draw);
    const Findings& findings = inspector_.findings();
    report.violations = findings.violations();
    report.violations_total = findings.total();
    for (const auto& [name, times] : findings.broken()) report.broken.emplace(name, times);
    for (const auto& [name, times] : findings.looks()) report.invariants.emplace(name, times);
    report.reports = counts_of(inspector_.incidents().figures());
    for (const auto& [kind, f] : inspector_.obligations().figures())
        report.obligations[kind] = {f.arisen, f.met, f.warned, f.missed, f.escalated, f.latest};
    if (node_) report.forecasts = node_->views().find<views::WorkForecast>()->calibration();
    count(report.counts);
    report.simulated_s = std::chrono::duration<double>(machine_.now - told_.begins_at).count();
    report.repeat = command_line_of(told_);
    if (!report.violations.empty()) report.story = story(report.violations.front().stream);
    return report;
}

void World::count(SimCounts& counts) const {
    counts.records = disk_.frames.size();
    counts.commands = clients_.counts().sent;
    counts.events = inspector_.events();
    counts.modules = inspector_.by_module();
    for (const auto& one : driven_) one.workload->metrics(counts.workloads);
    auto& faults = counts.faults;
    faults = faults_;
    for (auto it = counts.workloads.begin(); it != counts.workloads.end();) {
        const bool mischief = it->first.starts_with("process.") || it->first.starts_with("clock.");
        if (mischief) faults[it->first] = it->second;
        it = mischief ? counts.workloads.erase(it) : std::next(it);
    }
    faults["disk.appends"] = disk_counts_.appends;
    faults["disk.full"] = disk_counts_.refused;
    faults["disk.slow"] = disk_counts_.slow;
    faults["disk.unanswered"] = disk_counts_.unanswered;
    faults["disk.lies"] = disk_counts_.lies;
    faults["disk.appends_lost"] = disk_.appends_lost;
    faults["message.lost"] = clients_.counts().lost;
    faults["message.doubled"] = clients_.counts().doubled;
    faults["message.repeated"] = clients_.counts().messages - clients_.counts().sent;
    faults["message.no_connection"] = clients_.counts().refused_connection;
    faults["message.given_up"] = clients_.counts().given_up;
    faults["console.cut_off"] = consoles_.counts().drops;
    faults["console.resumed"] = consoles_.counts().resumed;
    faults["console.reset"] = consoles_.counts().resets;
}

}  // namespace anlan::sim
