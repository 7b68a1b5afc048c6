#include "sim/checks/inspector.hpp"

namespace anlan::sim {

Inspector::Inspector(InspectorParts parts)
    : parts_(std::move(parts)),
      decoder_(parts_.modules, parts_.keys),
      findings_(parts_.world_now),
      log_(parts_.modules, parts_.rules, parts_.disk, findings_),
      answers_(log_, parts_.disk, findings_),
      obligations_(chronicle_, parts_.hindered_until, findings_),
      units_(findings_),
      incidents_(chronicle_, units_, findings_),
      boards_(chronicle_, findings_),
      feed_(parts_.access, parts_.consoles, findings_),
      sharing_(chronicle_, parts_.consoles, parts_.hindered_until, findings_),
      rights_(chronicle_, parts_.rules, parts_.hindered_until, findings_),
      two_persons_(parts_.rules, parts_.hindered_until, findings_),
      looks_(chronicle_, parts_.access, findings_),
      erasures_(parts_.rules, parts_.hindered_until, findings_),
      instructions_(parts_.rules, parts_.hindered_until, findings_),
      matters_(parts_.hindered_until, findings_),
      mediations_(findings_),
      tasks_(parts_.hindered_until, findings_),
      selections_(parts_.rules, parts_.hindered_until, findings_),
      capsules_(parts_.rules, parts_.hindered_until, findings_),
      receipts_(chronicle_, parts_.rules, parts_.hindered_until, findings_),
      all_{&log_,        &answers_, &obligations_, &units_,    &incidents_, &boards_,       &feed_,
           &sharing_,    &rights_,  &two_persons_, &looks_,    &erasures_,  &instructions_, &matters_,
           &mediations_, &tasks_,   &selections_,  &capsules_, &receipts_} {}

void Inspector::add(const kernel::Envelope& envelope, const kernel::AnyEvent& event,
                    const kernel::Module& module, std::uint64_t commit) {
    ++events_[envelope.wire];
    ++by_module_[module.name];
    chronicle_.add(envelope, event, module, commit, [this](const Step& step) {
        for (auto* checker : all_) checker->recorded(step);
    });
}

void Inspector::published(std::span<const kernel::Committed> committed) {
    for (const auto& one : committed)
        add(one.envelope, one.event, *one.module, committed.front().envelope.position);
}

void Inspector::answered(const engine::Submission& submission, const engine::Outcome& outcome) {
    for (auto* checker : all_) checker->answered(submission, outcome);
}

void Inspector::read(std::span<const ports::Frame> frames) {
    for (const auto& frame : frames) {
        auto decoded = decoder_.decode(frame.bytes);
        if (!decoded.ok()) continue;  // the log checker says so
        add(decoded->envelope, decoded->event, *decoded->module, decoded->envelope.position);
    }
}

void Inspector::shown(const Shown& shown, Instant now) {
    for (auto* checker : all_) checker->shown(shown, now);
}

void Inspector::changed(std::size_t console, const SeenChange& change) {
    feed_.changed(console, change);
    sharing_.told(console, change);
}

// What was written before the process died and never told is on the disk all the same; what a lying disk lost
// is gone, and then all that was learned from the log is learned anew.
void Inspector::restarted(SimulatedNode& node, std::uint64_t lost) {
    const auto& frames = parts_.disk.frames;
    if (lost > 0) {
        chronicle_.clear();
        events_.clear();
        by_module_.clear();
        for (auto* checker : all_) checker->forget();
    }
    const auto known = std::min<std::size_t>(log_.published(), frames.size());
    read(std::span{frames}.subspan(known));
    for (auto* checker : all_) checker->restarted(node, lost);
}

void Inspector::judge(Instant now) {
    log_.read_disk();
    obligations_.look(now);
    sharing_.look(now);
    rights_.look(now);
    two_persons_.look(now);
    instructions_.look(now);
    matters_.look(now);
    tasks_.look(now);
    selections_.look(now);
    capsules_.look(now);
    receipts_.look(now);
    incidents_.compare_streams();
}

void Inspector::inspect(SimulatedNode& node) {
    for (auto* checker : all_) checker->inspect(node);
}

void Inspector::finish(SimulatedNode& node) {
    inspect(node);
    answers_.check_kept();
}

}  // namespace anlan::sim
