#include "views/carrier_duty.hpp"

#include "base/check.hpp"
#include "codec/json.hpp"
#include "domain/post/events.hpp"

#include <algorithm>

namespace anlan::views {
namespace {

// The bodies of instruction.note_carrier_off_duty and instruction.note_carrier_back.
struct NoteOff {
    PostId post_id;
    Instant off_since{};
};
BOOST_DESCRIBE_STRUCT(NoteOff, (), (post_id, off_since))
struct NoteBack {
    PostId post_id;
};
BOOST_DESCRIBE_STRUCT(NoteBack, (), (post_id))

template <class Body>
kernel::Followup command(std::string stream, const kernel::CommandSpec* spec, const Body& body) {
    auto value = spec->decode(codec::to_json(body));
    ANLAN_CHECK(value.ok(), "the view writes commands that the instruction module reads");
    return {std::move(stream), {spec, std::move(value).value()}};
}

}  // namespace

CarrierDuty::CarrierDuty(std::span<const kernel::Module> modules, const kernel::Rulebook& rules,
                         std::function<Instant()> now)
    : rulebook_(rules), now_(std::move(now)) {
    for (const auto& module : modules) {
        if (module.name != "instruction") continue;
        note_off_ = module.find_command("instruction.note_carrier_off_duty");
        note_back_ = module.find_command("instruction.note_carrier_back");
    }
    ANLAN_CHECK(note_off_ != nullptr && note_back_ != nullptr, "the instruction module has its commands");
}

void CarrierDuty::apply(const kernel::Recorded& recorded) {
    const std::lock_guard lock{mutex_};
    if (recorded.envelope.wire.starts_with("instruction.")) apply_instruction(recorded);
    if (recorded.envelope.wire.starts_with("post.")) apply_post(recorded);
}

// --- instructions

void CarrierDuty::apply_instruction(const kernel::Recorded& recorded) {
    using namespace instruction;
    const auto& stream = recorded.envelope.stream;
    if (const auto* passed = recorded.as<InstructionPassedOn>()) {
        carry(stream, passed->to_post_id);
        owed(stream, passed->obligations);
    } else if (const auto* handed = recorded.as<InstructionHandedOver>()) {
        carry(stream, handed->to_post_id);
        owed(stream, handed->obligations);
    } else if (const auto* returned = recorded.as<AnswerReturned>()) {
        owed(stream, returned->obligations);
    } else if (const auto* resumed = recorded.as<InstructionResumed>()) {
        owed(stream, resumed->obligations);
    } else if (recorded.as<AnswerAccepted>() != nullptr || recorded.as<InstructionWithdrawn>() != nullptr) {
        let_go(stream);
    } else if (const auto found = carried_.find(stream); found != carried_.end()) {
        Carried& carried = found->second;
        if (recorded.as<InstructionAnswered>() != nullptr) carried = {carried.post, std::nullopt, false};
        if (recorded.as<InstructionPaused>() != nullptr) carried.due.reset();
        if (recorded.as<CarrierOffDuty>() != nullptr) carried.noted = true;
        if (recorded.as<CarrierBack>() != nullptr) carried.noted = false;
        changed_.insert(stream);
    }
}

void CarrierDuty::owed(const std::string& stream, const std::vector<kernel::Obligation>& obligations) {
    const auto found = carried_.find(stream);
    if (found == carried_.end()) return;  // the station answers it itself
    for (const auto& one : obligations)
        if (one.kind == "reply") found->second.due = one.due_by;
    changed_.insert(stream);
}

void CarrierDuty::carry(const std::string& stream, const PostId& post_id) {
    Carried& carried = carried_[stream];
    if (!carried.post.empty()) posts_[carried.post].carries.erase(stream);
    carried.post = post_id.value();
    carried.noted = false;
    posts_[carried.post].carries.insert(stream);
}

void CarrierDuty::let_go(const std::string& stream) {
    changed_.erase(stream);
    const auto found = carried_.find(stream);
    if (found == carried_.end()) return;
    posts_[found->second.post].carries.erase(stream);
    carried_.erase(found);
}

// --- posts

void CarrierDuty::apply_post(const kernel::Recorded& recorded) {
    using namespace post;
    Duty& duty = posts_[recorded.envelope.stream];
    if (const auto* begun = recorded.as<DutyBegun>()) {
        duty.accounts.insert(begun->account_id.value());
        duty.empty_since.reset();
        if (begun->shift_id) duty.planned.erase(*begun->shift_id);
    } else if (const auto* ended = recorded.as<DutyEnded>()) {
        duty.accounts.erase(ended->account_id.value());
        if (duty.accounts.empty()) duty.empty_since = ended->ended_at;
    } else if (const auto* planned = recorded.as<ShiftPlanned>()) {
        duty.planned[planned->shift_id] = planned->from;
    } else if (const auto* cancelled = recorded.as<ShiftCancelled>()) {
        duty.planned.erase(cancelled->shift_id);
    } else {
        return;
    }
    // A shift that nobody took up is owed by others.
    std::erase_if(duty.planned,
                  [&](const auto& one) { return one.second + Hours{24} < recorded.envelope.recorded_at; });
    look_at_all_of(duty);
}

void CarrierDuty::look_at_all_of(const Duty& duty) {
    changed_.insert(duty.carries.begin(), duty.carries.end());
}

// --- what is to be noted

std::optional<kernel::Followup> CarrierDuty::next() {
    const std::lock_guard lock{mutex_};
    while (!changed_.empty()) {
        const auto stream = changed_.extract(changed_.begin()).value();
        const auto carried = carried_.find(stream);
        if (carried == carried_.end()) continue;
        if (auto found = due(stream, carried->second)) return found;
    }
    return std::nullopt;
}

bool CarrierDuty::is_back_in_time(const Duty& duty, Instant due) const {
    return std::any_of(duty.planned.begin(), duty.planned.end(), [&](const auto& one) {
        return one.second > now_() && one.second + rules().back_before <= due;
    });
}

std::optional<kernel::Followup> CarrierDuty::due(const std::string& stream, const Carried& carried) const {
    const auto found = posts_.find(carried.post);
    if (found == posts_.end()) return std::nullopt;
    const Duty& duty = found->second;
    const PostId post_id{carried.post};
    if (carried.noted && !duty.accounts.empty()) return command(stream, note_back_, NoteBack{post_id});
    const bool is_missed = !carried.noted && carried.due && duty.empty_since;
    if (!is_missed || is_back_in_time(duty, *carried.due)) return std::nullopt;
    return command(stream, note_off_, NoteOff{post_id, *duty.empty_since});
}

void CarrierDuty::put_back(const kernel::Followup& unsent) {
    const std::lock_guard lock{mutex_};
    changed_.insert(unsent.stream);
}

void CarrierDuty::held(const kernel::CountHeld& count) const {
    const std::lock_guard lock{mutex_};
    count("carried_instructions", carried_.size());
    count("carriers_posts", posts_.size());
    count("carriers_changed", changed_.size());
}

}  // namespace anlan::views
