// How one command is decided: who may, what else may be named, and what the module may ask of everything
// around it. Access is asked on the state that is decided on; for a new stream, on the state it would have.
#include "engine/engine.hpp"
#include "kernel/named_ids.hpp"

#include <utility>

namespace anlan::engine {

using kernel::ActorKind;
using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

namespace {

kernel::Scope scope_of(const kernel::Module& module, const kernel::StatePtr& state, std::string_view stream) {
    auto scope = module.scope(state);
    scope.record = stream;
    return scope;
}

Refusal second_person_needed(std::string_view command) {
    return {"proposal.second_person_needed",
            "Nobody does this alone: propose it (proposal.propose, command " + std::string{command} +
                "), and another person approves.",
            Because::conflict,
            Remedy::ask_superior,
            {}};
}

// The right by which it is allowed, where that is not a role of the seat's own; or why not.
Result<std::optional<std::string>, Refusal> ask(const Authorise& authorise, const Submission& submission,
                                                const kernel::Scope& scope) {
    const auto& permission = submission.command.spec->permission;
    const auto& actor = submission.seat.actor;
    auto decision = authorise(submission.seat, permission, submission.purpose, scope);
    if (!decision.allowed()) return Unexpected{access::refusal_of(decision)};
    // A look is by the right by which it was shown; what was agreed on, by the agreement.
    if (permission == access::own_look || actor.approved_by) return actor.under;
    if (decision.under.empty()) return std::optional<std::string>{};
    return std::optional{std::move(decision.under)};
}

// A seat with nothing but its own roles.
access::Seat bare(const access::Seat& seat) {
    access::Seat own = seat;
    own.given.clear();
    own.actor.under.reset();
    return own;
}

}  // namespace

Result<Engine::Ruled, Refusal> Engine::decide(const Turn& turn, const Target& target,
                                              const Submission& submission, const Authorise& authorise) {
    const auto& actor = submission.seat.actor;
    const auto& module = *target.module;
    const bool asks = actor.kind == ActorKind::person && authorise;
    Ruled ruled{{}, actor.under};
    if (asks && target.version > 0) {
        const auto scope = scope_of(module, target.state, submission.stream);
        ANLAN_TRY(ruled.under, ask(authorise, submission, scope));
    }
    if (asks)
        if (auto refusal = names_hidden(target, submission, authorise))
            return Unexpected{std::move(*refusal)};
    kernel::Actor by = actor;
    by.under = ruled.under;
    const auto about = around(turn, submission);
    ANLAN_TRY(ruled.decided,
              module.decide(target.state, submission.command,
                            {turn.now, parts_.rules, by, submission.stream, &briefs_, &about}));
    if (asks && target.version == 0) {
        const auto scope = scope_of(module, ruled.decided.state, submission.stream);
        ANLAN_TRY(ruled.under, ask(authorise, submission, scope));
    }
    const bool alone = asks && !actor.approved_by && &authorise == &parts_.authorise && parts_.needs_second;
    if (alone && !ruled.decided.events.empty() && parts_.needs_second(submission.command))
        return Unexpected{second_person_needed(submission.command.spec->name)};
    return ruled;
}

// A command on a record of one's own may not reach into another by naming it: each record it names is one
// that the seat may read, or one that the command's own record names already (the incident a unit was sent
// to).
std::optional<Refusal> Engine::names_hidden(const Target& target, const Submission& submission,
                                            const Authorise& authorise) {
    if (submission.command.spec->naming == kernel::Naming::everybody) return std::nullopt;
    std::optional<std::string> own;
    for (const auto& id : kernel::named_ids(submission.command.spec->encode(submission.command.value))) {
        if (id == submission.stream || id == submission.seat.actor.actor_id) continue;
        const Stream* named = known(id);
        if (named == nullptr || named->version == 0 || named->module->naming == kernel::Naming::everybody)
            continue;
        if (!own) own = target.module->encode_state(target.state);
        if (kernel::names(*own, id)) continue;
        const auto scope = scope_of(*named->module, named->state, id);
        if (authorise(submission.seat, named->module->read_permission, {}, scope).allowed()) continue;
        return Refusal{"access.names_hidden",
                       "the command names a record that this post may not read: " + id,
                       Because::forbidden,
                       Remedy::ask_superior,
                       {}};
    }
    return std::nullopt;
}

// Asked, if at all, while the decision is made: what they point to is there until then.
kernel::Around Engine::around(const Turn& turn, const Submission& submission) {
    kernel::Around about;
    about.record = [this](std::string_view stream) { return facts_of(stream); };
    about.own_right = [this, &submission](std::string_view permission, const kernel::Scope& scope) {
        if (submission.seat.actor.kind != ActorKind::person || parts_.access == nullptr) return true;
        return access::may(bare(submission.seat), permission, {}, scope, *parts_.access).allowed();
    };
    about.own_role = [this, &submission](std::string_view role, const kernel::Scope& scope) {
        if (submission.seat.actor.kind != ActorKind::person || parts_.access == nullptr) return true;
        return contains(submission.seat.reach, scope.where) &&
               access::covers(submission.seat, role, *parts_.access);
    };
    struct Asked {
        Engine& engine;
        const Turn& turn;
        const Submission& submission;
    };
    about.attempt = [asked = Asked{*this, turn, submission}](const kernel::NamedCommand& named) {
        return asked.engine.attempt(asked.turn, asked.submission, named);
    };
    return about;
}

std::optional<kernel::RecordFacts> Engine::facts_of(std::string_view stream) {
    const Stream* found = known(stream);
    if (found == nullptr || found->version == 0) return std::nullopt;
    kernel::RecordFacts facts{scope_of(*found->module, found->state, stream), kernel::Closing::never, {}};
    if (!found->module->closed) return facts;
    facts.closing = kernel::Closing::sometime;
    facts.closed = found->module->closed(found->state);
    return facts;
}

const kernel::CommandSpec* Engine::command_named(std::string_view name) const {
    for (const auto& module : parts_.modules)
        if (const auto* spec = module.find_command(name)) return spec;
    return nullptr;
}

// The command is decided on the state as it is now, with the asker's own rights: who is not allowed to do it
// with another can neither propose nor approve it, and what would be refused is refused at once.
Result<kernel::Tried, Refusal> Engine::attempt(const Turn& turn, const Submission& asked,
                                               const kernel::NamedCommand& named) {
    const auto* spec = command_named(named.command);
    const auto target = target_of(named.stream);
    if (spec == nullptr || spec->path.empty() || !target || target->module->find_command(spec->name) != spec)
        return Unexpected{Refusal{"engine.unknown_command", "No record takes such a command.",
                                  Because::invalid, Remedy::fix_input, ".command"}};
    auto value = spec->decode(named.body);
    if (!value.ok())
        return Unexpected{Refusal{"engine.body_malformed", "expected " + value.error().expected,
                                  Because::invalid, Remedy::fix_input, ".body" + value.error().path}};
    Submission submission;
    submission.stream = named.stream;
    submission.command = {spec, std::move(value).value()};
    submission.seat = bare(asked.seat);
    submission.purpose = asked.purpose;
    const Authorise own = [this](const access::Seat& seat, std::string_view permission,
                                 std::string_view purpose, const kernel::Scope& scope) {
        if (parts_.access == nullptr) return access::Decision{access::Verdict::allow, "access.unasked", ""};
        return access::may(seat, permission, purpose, scope, *parts_.access);
    };
    ANLAN_TRY(const auto ruled, decide(turn, *target, submission, own));
    return kernel::Tried{scope_of(*target->module, ruled.decided.state, named.stream),
                         spec->encode(submission.command.value)};
}

}  // namespace anlan::engine
