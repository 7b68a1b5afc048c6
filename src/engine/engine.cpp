#include "engine/engine.hpp"

#include "kernel/record.hpp"

#include <algorithm>
#include <utility>

namespace anlan::engine {

using kernel::ActorKind;
using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

namespace {

constexpr Millis own_pause{200};  // between tries of the clock's commands while the log cannot be written
constexpr Millis unanswered_pause{1'000};

bool is_own(const Submission& submission) {
    const auto kind = submission.seat.actor.kind;
    return kind == ActorKind::clock || kind == ActorKind::policy;
}

bool says_personal(const kernel::AnyCommand& command) {
    return command.spec->says_personal && command.spec->says_personal(command.value);
}

// Of personal text nothing may be learnt from the log when its key is gone, nor from a digest of it.
std::uint64_t digest_of(const Submission& submission, ports::KeyStore* keys) {
    if (is_own(submission)) return 0;
    const auto& spec = *submission.command.spec;
    if (keys != nullptr && says_personal(submission.command))
        return keys->mark(submission.stream, spec.name + spec.encode(submission.command.value));
    return digest(spec.encode(submission.command.value), digest(submission.stream, digest(spec.name, 3)));
}

Refusal stale(const Submission& submission, std::uint64_t version) {
    return {"engine.stale_version",
            "the record has moved on: expected version " + std::to_string(*submission.expected_version) +
                ", it is at " + std::to_string(version),
            Because::stale, Remedy::reload, ""};
}

ports::Fault no_key() {
    return {ports::Then::retry_call, "keys.unavailable",
            "no key could be made for a record's personal texts, so nothing was written; is the disk full?"};
}

Submission note_deadline(const Stream& stream, const kernel::Obligation& obligation, Instant due) {
    Submission submission;
    submission.stream = stream.id;
    submission.command = {stream.module->note_deadline,
                          std::make_shared<const kernel::NoteDeadline>(
                              kernel::NoteDeadline{obligation.kind, obligation.key, due})};
    submission.seat.actor = {ActorKind::clock, "clock", {}};
    submission.purpose = "deadline";
    submission.command_id = stream.id + "/" + std::to_string(stream.version) + "/" + obligation.kind + "/" +
                            obligation.key + "/" + std::to_string(due.time_since_epoch().count());
    return submission;
}

}  // namespace

Engine::Engine(EngineParts parts, EngineLimits limits)
    : parts_(std::move(parts)),
      limits_(limits),
      decoder_(parts_.modules, parts_.keys),
      commands_(limits.remembered_commands) {
    briefs_ = [this](std::string_view stream, const void* tag) -> std::shared_ptr<const void> {
        const Stream* found = known(stream);
        return found == nullptr || found->version == 0 ? nullptr : found->module->brief(found->state, tag);
    };
    own_state_ = [this](std::string_view stream) -> kernel::StatePtr {
        const Stream* found = known(stream);
        return found == nullptr || found->version == 0 ? nullptr : found->state;
    };
}

std::optional<Instant> Engine::next_due() const {
    if (stopped_) return std::nullopt;
    if (own_waits()) return own_not_before_;
    const auto next = wheel_.next();
    return next ? std::optional{std::max(*next, own_not_before_)} : std::nullopt;
}

bool Engine::turn(Instant now, std::deque<Pending>& waiting) {
    Turn turn;
    turn.now = std::max(now, last_recorded_at_);
    turn.head = head_;
    ++counts_.turns;
    if (stopped_) {
        while (!waiting.empty()) {
            waiting.front().reply(*stopped_);
            waiting.pop_front();
        }
        return false;
    }
    let_rest(turn.now);
    if (turn.now >= own_not_before_) take_own(turn);
    take_waiting(turn, waiting);
    if (!turn.frames.empty()) {
        const auto appended =
            turn.unsealed ? Result<Done, ports::Fault>{Unexpected{no_key()}} : parts_.log.append(turn.frames);
        if (!appended.ok()) {
            roll_back(turn, appended.error());
            return false;
        }
    }
    settle(turn);
    counts_.living = streams_.size();
    counts_.commands_remembered = commands_.size();
    return !waiting.empty() || (own_waits() && turn.now >= own_not_before_);
}

// The clock's and the policies' commands come before people's: what has happened has its consequences first.
void Engine::take_own(Turn& turn) {
    run_waiting_policies(turn.now);
    take_due(turn);
    for (std::size_t taken = 0; taken < limits_.commands_in_turn && !followups_.empty(); ++taken) {
        turn.own.push_back(std::move(followups_.front()));
        followups_.pop_front();
        const auto& [submission, when_refused] = turn.own.back();
        const auto before = turn.committed.size();
        const auto outcome = carry_out(turn, submission);
        if (std::holds_alternative<Refusal>(outcome)) ++counts_.followups_refused;
        if (std::holds_alternative<ports::Fault>(outcome)) {  // tried again when it can be read
            followups_.push_front(std::move(turn.own.back()));
            turn.own.pop_back();
            own_not_before_ = turn.now + own_pause;
            break;
        }
        if (when_refused.empty()) continue;
        if (const auto why = came_to_nothing(outcome, turn.committed.size() - before))
            turn.to_tell.push_back(telling(submission, when_refused, *why));
    }
}

// A storm is taken in order of its instants over several turns; what came due meanwhile queues behind it. A
// stream that a command touched while it queued has nothing due any more, or is looked at twice: both are
// harmless, because what is due is read off its state.
void Engine::take_due(Turn& turn) {
    if (due_next_ == due_.size()) {
        due_.clear();
        due_next_ = 0;
    }
    wheel_.advance(turn.now, due_);
    for (; due_next_ < due_.size() && turn.fired.size() < limits_.deadlines_in_turn; ++due_next_) {
        const auto number = due_[due_next_];
        turn.fired.push_back(number);
        const Stream& stream = streams_.at(number);
        const auto state = stream.state;  // kept: carrying out one deadline replaces it
        for (const auto& obligation : stream.module->obligations(state)) {
            const auto due = kernel::next_notice(obligation);
            if (!due || *due > turn.now) continue;
            const auto outcome = carry_out(turn, note_deadline(stream, obligation, *due));
            turn.unread = turn.unread || std::holds_alternative<ports::Fault>(outcome);
            ++counts_.deadlines;
        }
    }
}

void Engine::take_waiting(Turn& turn, std::deque<Pending>& waiting) {
    for (std::size_t taken = 0; taken < limits_.commands_in_turn && !waiting.empty(); ++taken) {
        Pending pending = std::move(waiting.front());
        waiting.pop_front();
        auto outcome = carry_out(turn, pending.submission);
        turn.answers.push_back({std::move(pending.reply), std::move(outcome)});
    }
}

std::optional<Engine::Target> Engine::target_of(const std::string& stream) {
    if (const Stream* found = known(stream)) return Target{found->module, found->state, found->version};
    const auto* module = decoder_.module_of(stream);
    if (module == nullptr) return std::nullopt;
    return Target{module, module->initial(), 0};
}

std::optional<Outcome> Engine::answered_before(const Submission& submission, const CommandKey& key,
                                               std::uint64_t command_digest) const {
    const auto done = commands_.find(key);
    if (!done) return std::nullopt;
    if (done->digest == command_digest)
        return Accepted{submission.stream, done->version, done->position, true};
    return Refusal{"engine.command_id_reused", "this Idempotency-Key was used for another command",
                   Because::invalid, Remedy::fix_input, ""};
}

Outcome Engine::carry_out(Turn& turn, const Submission& submission) {
    const auto key = key_of(submission.seat.actor.actor_id, submission.command_id);
    const auto command_digest = digest_of(submission, parts_.keys);
    if (auto before = answered_before(submission, key, command_digest)) {
        ++counts_.repeated;
        return std::move(*before);
    }
    unread_.reset();
    const auto target = target_of(submission.stream);
    if (unread_) return *unread_;
    if (!target || target->module->find_command(submission.command.spec->name) != submission.command.spec) {
        ++counts_.refused;
        return Refusal{"engine.unknown_stream", "no such record", Because::unknown, Remedy::fix_input, ""};
    }
    if (submission.expected_version && *submission.expected_version != target->version) {
        ++counts_.refused;
        return stale(submission, target->version);
    }
    auto ruled = decide(turn, *target, submission, parts_.authorise);
    if (unread_) return *unread_;  // decided on less than there is
    if (!ruled.ok()) {
        ++counts_.refused;
        return std::move(ruled).error();
    }
    ++counts_.accepted;
    if (ruled->decided.events.empty())
        return Accepted{submission.stream, target->version, turn.head.records, false};
    const auto version = record(turn, *target, submission, std::move(ruled).value(), command_digest);
    commands_.put(key, {turn.head.records, version, command_digest}, turn.now);
    ++turn.remembered;
    return Accepted{submission.stream, version, turn.head.records, false};
}

std::uint64_t Engine::record(Turn& turn, const Target& target, const Submission& submission, Ruled ruled,
                             std::uint64_t command_digest) {
    const auto number = streams_.open(submission.stream, *target.module);
    Stream& stream = streams_.at(number);
    turn.undo.push_back({number, stream.state, stream.version});
    stream.state = ruled.decided.state;
    // The command's digest was made with this key, so it is the record's whatever becomes of the texts.
    if (parts_.keys != nullptr && says_personal(submission.command) && !parts_.keys->own(submission.stream))
        turn.unsealed = true;
    for (auto& event : ruled.decided.events) {
        kernel::Envelope envelope;
        envelope.position = ++turn.head.records;
        envelope.stream = submission.stream;
        envelope.version = ++stream.version;
        envelope.wire = event.spec->wire;
        envelope.recorded_at = turn.now;
        envelope.happened_at = submission.happened_at.value_or(turn.now);
        envelope.actor = submission.seat.actor;
        envelope.actor.under = ruled.under;
        envelope.purpose = submission.purpose;
        envelope.cause = submission.cause;
        envelope.command_id = submission.command_id;
        envelope.command_digest = command_digest;
        envelope.rulebook_version = parts_.rules.version;
        auto payload = kernel::payload_of(event, envelope, parts_.keys);
        turn.unsealed = turn.unsealed || !payload;
        envelope.payload = std::move(payload).value_or("");
        ports::Frame frame{envelope.position, kernel::encode(envelope), {}};
        frame.hash = turn.head.hash = kernel::seal(turn.head.hash, frame.bytes);
        turn.frames.push_back(std::move(frame));
        turn.committed.push_back({std::move(envelope), std::move(event), target.module, stream.state,
                                  kernel::mark_of(turn.head.hash)});
    }
    return stream.version;
}

void Engine::settle(Turn& turn) {
    if (!turn.frames.empty()) {
        head_ = turn.head;
        last_recorded_at_ = turn.now;
        counts_.records += turn.frames.size();
        for (const auto& changed : turn.undo) {
            arm(changed.stream, {});
            look_again_for_rest(changed.stream, turn.now);
        }
        commands_.forget_before(turn.now - limits_.remembered_for, limits_.policy_lookback);
    }
    for (const auto number : turn.fired) {
        if (wheel_.armed(number)) continue;
        arm(number, turn.now + unanswered_pause);
        if (wheel_.armed(number) && !turn.unread) ++counts_.deadlines_unanswered;
    }
    for (auto& own : turn.to_tell) followups_.push_back(std::move(own));
    for (const auto& committed : turn.committed) run_policies(committed);
    if (!turn.committed.empty() && parts_.publish) parts_.publish(turn.committed);
    for (auto& answer : turn.answers) answer.reply(std::move(answer.outcome));
}

void Engine::roll_back(Turn& turn, const ports::Fault& fault) {
    ++counts_.faults;
    for (auto undo = turn.undo.rbegin(); undo != turn.undo.rend(); ++undo) {
        Stream& stream = streams_.at(undo->stream);
        stream.state = std::move(undo->state);
        stream.version = undo->version;
    }
    commands_.forget_last(turn.remembered);
    due_next_ -= turn.fired.size();  // in front again, so that what is due later stays behind them
    for (auto own = turn.own.rbegin(); own != turn.own.rend(); ++own) followups_.push_front(std::move(*own));
    own_not_before_ = turn.now + own_pause;
    const auto head = parts_.log.head();
    const bool as_before = head.ok() && head->records == head_.records && head->hash == head_.hash;
    if (!as_before)
        stopped_ = ports::Fault{ports::Then::stop, fault.code,
                                fault.message + "; what the log holds is unknown: restart to read it again"};
    if (parts_.not_written) parts_.not_written(fault, turn.answers.size(), turn.now);
    for (auto& answer : turn.answers) answer.reply(stopped_ ? *stopped_ : fault);
}

void Engine::forget_personal(std::string_view stream) {
    const Stream* found = streams_.find(stream);
    if (found == nullptr || !found->module->change_state) return;
    Stream& known = streams_.at(streams_.open(stream, *found->module));
    known.state = known.module->change_state(known.state, kernel::erase);
}

void Engine::arm(std::uint32_t number, Instant not_before) {
    const Stream& stream = streams_.at(number);
    std::optional<Instant> earliest;
    for (const auto& obligation : stream.module->obligations(stream.state)) {
        const auto next = kernel::next_notice(obligation);
        if (next && (!earliest || *next < *earliest)) earliest = next;
    }
    if (earliest)
        wheel_.arm(number, std::max(*earliest, not_before));
    else
        wheel_.cancel(number);
}

Overdue Engine::overdue(Instant now) const {
    Overdue found;
    for (std::size_t number = 0; number < streams_.numbers(); ++number) {
        const Stream& stream = streams_.at(static_cast<std::uint32_t>(number));
        if (stream.module == nullptr) continue;  // what rests owes nothing
        std::optional<Instant> earliest;
        for (const auto& obligation : stream.module->obligations(stream.state))
            if (const auto due = kernel::next_notice(obligation); due && *due <= now)
                earliest = earliest ? std::min(*earliest, *due) : due;
        if (!earliest) continue;
        ++found.streams;
        found.first_due = found.first_due ? std::min(*found.first_due, *earliest) : earliest;
    }
    return found;
}

void Engine::run_policies(const kernel::Committed& committed) {
    const kernel::Recorded recorded{committed.envelope, committed.event};
    const kernel::PolicyInput input{recorded, parts_.rules, own_state_};
    std::vector<Own> followups;
    unread_.reset();
    for (const auto& module : parts_.modules) {
        for (const auto& policy : module.policies) {
            int number = 0;
            for (auto& followup : policy.react(input))
                follow(std::move(followup), policy.name, committed, ++number, followups);
        }
    }
    if (unread_) return unreacted_.push_back(committed);  // all of it again: ids are the same
    std::move(followups.begin(), followups.end(), std::back_inserter(followups_));
}

void Engine::run_waiting_policies(Instant now) {
    const auto waiting = std::exchange(unreacted_, {});
    for (const auto& committed : waiting) run_policies(committed);
    if (!unreacted_.empty()) own_not_before_ = now + own_pause;
}

void Engine::follow(kernel::Followup followup, const std::string& policy, const kernel::Committed& cause,
                    int number, std::vector<Own>& followups) {
    Own own;
    std::optional<Refusal> refused;
    if (followup.agreed) {
        own.when_refused = followup.agreed->when_refused;
        own.submission.seat.actor = followup.agreed->as;
        auto made = submission_of(std::move(*followup.agreed), std::move(followup.stream));
        if (made.ok())
            own.submission = std::move(made).value();
        else
            refused = std::move(made).error();
    } else {
        own.submission.stream = std::move(followup.stream);
        own.submission.command = std::move(followup.command);
        own.submission.seat.actor = {ActorKind::policy, policy, {}};
        own.submission.purpose = "policy";
    }
    own.submission.command_id = std::to_string(cause.envelope.position) + "/" + std::to_string(number);
    own.submission.happened_at = cause.envelope.happened_at;
    own.submission.cause = cause.envelope.position;
    if (!refused) return followups.push_back(std::move(own));
    ++counts_.followups_refused;
    if (!own.when_refused.empty()) followups.push_back(telling(own.submission, own.when_refused, *refused));
}

}  // namespace anlan::engine
