#include "sim/checks/answer_checker.hpp"

#include "kernel/record.hpp"

namespace anlan::sim {
namespace {

std::string key_of(const std::string& actor, const std::string& command_id) {
    return actor + '\n' + command_id;
}
std::string key_of(const engine::Submission& submission) {
    return key_of(submission.seat.actor.actor_id, submission.command_id);
}

std::string named(const engine::Submission& submission) {
    return submission.command.spec->name + " " + submission.command_id;
}

}  // namespace

void AnswerChecker::answered(const engine::Submission& submission, const engine::Outcome& outcome) {
    const auto* carried = log_.find(submission.seat.actor.actor_id, submission.command_id);
    if (const auto* answer = std::get_if<engine::Accepted>(&outcome)) return accepted(submission, *answer);
    if (std::holds_alternative<kernel::Refusal>(outcome)) {
        findings_.checked("answer.refused_leaves_nothing");
        if (carried != nullptr)
            findings_.add("answer.refused_leaves_nothing",
                          named(submission) + " was refused, and stands at " + std::to_string(carried->first),
                          submission.stream);
        return;
    }
    const auto& fault = std::get<ports::Fault>(outcome);
    if (fault.then == ports::Then::stop) return;  // what the log holds is unknown until it is read again
    findings_.checked("answer.fault_leaves_nothing");
    if (disk_.frames.size() != log_.published())
        findings_.add("answer.fault_leaves_nothing",
                      named(submission) + " met a fault, and the disk holds " +
                          std::to_string(disk_.frames.size()) + " records, not " +
                          std::to_string(log_.published()),
                      submission.stream);
}

void AnswerChecker::accepted(const engine::Submission& submission, const engine::Accepted& answer) {
    const auto* carried = log_.find(submission.seat.actor.actor_id, submission.command_id);
    findings_.checked("answer.accepted_is_logged");
    if (answer.position > disk_.frames.size())
        findings_.add("answer.accepted_is_logged",
                      named(submission) + " was answered at " + std::to_string(answer.position) +
                          ", the disk ends at " + std::to_string(disk_.frames.size()),
                      submission.stream);
    if (carried != nullptr) {
        findings_.checked("answer.version_true");
        if (answer.version != carried->version)
            findings_.add("answer.version_true",
                          named(submission) + " was answered with version " + std::to_string(answer.version) +
                              ", it led to " + std::to_string(carried->version),
                          submission.stream);
    }
    const Promise promise{answer.version, answer.position, carried != nullptr};
    const auto [before, fresh] = promises_.try_emplace(key_of(submission), promise);
    if (fresh) return;
    if (!answer.repeated && before->second.recorded)
        return findings_.add("answer.once", named(submission) + " was carried out for the second time",
                             submission.stream);
    findings_.checked("answer.once");
    findings_.checked("answer.same_again");
    if (answer.repeated && before->second.recorded && before->second.version != answer.version)
        findings_.add("answer.same_again",
                      named(submission) + " was answered with version " +
                          std::to_string(before->second.version) + ", then with " +
                          std::to_string(answer.version),
                      submission.stream);
    if (!before->second.recorded) before->second = promise;
}

// A disk that lied takes promises with it; which, is known.
void AnswerChecker::restarted(SimulatedNode&, std::uint64_t lost) {
    if (lost == 0) return;
    std::erase_if(promises_, [&](const auto& one) { return one.second.position > disk_.frames.size(); });
}

// What the disk has at the end, not what was ever told.
void AnswerChecker::check_kept() {
    std::unordered_map<std::string, std::uint64_t> versions;
    for (const auto& frame : disk_.frames) {
        const auto record = kernel::decode(frame.bytes);
        if (record.ok()) versions[key_of(record->actor.actor_id, record->command_id)] = record->version;
    }
    for (const auto& [key, promise] : promises_) {
        if (!promise.recorded) continue;
        findings_.checked("answer.kept");
        const auto kept = versions.find(key);
        if (kept == versions.end() || kept->second != promise.version)
            findings_.add("answer.kept",
                          key.substr(key.find('\n') + 1) + " was promised and is not in the log");
    }
}

}  // namespace anlan::sim
