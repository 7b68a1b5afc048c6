#include "app/outage_at_start.hpp"

#include "domain/outage/outage.hpp"
#include "domain/outage/rules.hpp"

namespace anlan::app {

std::optional<engine::Submission> outage_at_start(const engine::Engine& engine,
                                                  const engine::RestartReport& report, Instant now,
                                                  std::span<const kernel::Module> modules,
                                                  const kernel::Rulebook& rules) {
    const auto overdue = engine.overdue(now);
    if (!overdue.first_due || now - *overdue.first_due < rules.section<outage::Rules>().late_from)
        return std::nullopt;
    engine::Submission submission;
    submission.stream = "out_" + std::to_string(report.records);
    for (const auto& module : modules)
        if (const auto* spec = module.find_command(outage::NoteOutage::name))
            submission.command = {spec, std::make_shared<const outage::NoteOutage>(
                                            outage::NoteOutage{.from = report.last_recorded_at,
                                                               .until = now,
                                                               .after_position = report.records,
                                                               .first_due = *overdue.first_due,
                                                               .streams = overdue.streams})};
    submission.seat.actor = {kernel::ActorKind::clock, "start", {}};
    submission.purpose = "deadline";
    submission.command_id = submission.stream + "/noted";
    return submission;
}

}  // namespace anlan::app
