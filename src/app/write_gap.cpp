#include "app/write_gap.hpp"

#include "domain/outage/outage.hpp"
#include "domain/outage/rules.hpp"

#include <algorithm>
#include <utility>

namespace anlan::app {
namespace {

constexpr Millis look_every{1'000};  // at all that is owed: the engine tries again more often than that

}  // namespace

void WriteGap::failed(const engine::Engine& engine, const ports::Fault& fault, std::size_t commands,
                      Instant at) {
    if (!gap_) gap_ = Gap{.from = at, .after_position = engine.head().records};
    gap_->until.reset();
    gap_->code = fault.code;
    gap_->commands += commands;
    if (at - gap_->looked_at < look_every) return;
    gap_->looked_at = at;
    gap_->overdue = engine.overdue(at);
}

std::optional<engine::Submission> WriteGap::over(Instant now) {
    if (!gap_ || sent_) return std::nullopt;
    if (!gap_->until) gap_->until = now;
    sent_ = std::exchange(gap_, std::nullopt);
    if (*sent_->until - sent_->from < rules_.section<outage::Rules>().late_from) {
        sent_.reset();
        return std::nullopt;
    }
    outage::NoteOutage note{
        .from = sent_->from,
        .until = *sent_->until,
        .after_position = sent_->after_position,
        .first_due = std::min(sent_->overdue.first_due.value_or(*sent_->until), *sent_->until),
        .streams = sent_->overdue.streams,
        .refused_with = sent_->code,
        .refused_commands = sent_->commands};
    engine::Submission submission;
    submission.stream = "out_" + std::to_string(sent_->after_position);
    for (const auto& module : modules_)
        if (const auto* spec = module.find_command(outage::NoteOutage::name))
            submission.command = {spec, std::make_shared<const outage::NoteOutage>(std::move(note))};
    submission.seat.actor = {kernel::ActorKind::clock, "writes", {}};
    submission.purpose = "deadline";
    submission.command_id = submission.stream + "/noted";
    return submission;
}

// Where it could not be written either, both are one gap; where the queue was full, it is sent again behind
// the next commit.
void WriteGap::answered(const engine::Outcome& outcome) {
    auto sent = std::exchange(sent_, std::nullopt);
    const auto* refusal = std::get_if<kernel::Refusal>(&outcome);
    const bool noted = std::holds_alternative<engine::Accepted>(outcome) ||
                       (refusal != nullptr && refusal->because != kernel::Because::busy);
    if (noted || !sent) return;
    if (!gap_) {
        gap_ = std::move(sent);
        return;
    }
    gap_->from = sent->from;
    gap_->after_position = sent->after_position;
    gap_->commands += sent->commands;
}

}  // namespace anlan::app
