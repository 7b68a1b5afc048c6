// What two persons agreed on, once it is tried for good. Between the approval and this the record may have
// changed: then whoever proposed it is told, as a fact of the proposal, and nothing ends silently.
#include "engine/engine.hpp"

#include "base/check.hpp"
#include "codec/json.hpp"

#include <utility>

namespace anlan::engine {
namespace {

// The body of the command that tells a stream why what was agreed there was not carried out.
struct NotCarriedOut {
    std::string code;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(NotCarriedOut, (), (code, words))

kernel::Refusal unknown_command(const std::string& name) {
    return {"engine.unknown_command",
            "No record takes the command " + name + " any more.",
            kernel::Because::invalid,
            kernel::Remedy::none,
            {}};
}

kernel::Refusal malformed(const std::string& expected) {
    return {
        "engine.body_malformed", "expected " + expected, kernel::Because::invalid, kernel::Remedy::none, {}};
}

kernel::Refusal nothing_changed() {
    return {"engine.nothing_changed",
            "The record is as was proposed already; nothing was recorded.",
            kernel::Because::conflict,
            kernel::Remedy::none,
            {}};
}

}  // namespace

// Everything else is the policy's; this is carried out as theirs.
Result<Submission, kernel::Refusal> Engine::submission_of(kernel::Agreed agreed, std::string stream) const {
    const auto* spec = command_named(agreed.command);
    if (spec == nullptr) return Unexpected{unknown_command(agreed.command)};
    auto value = spec->decode(agreed.body);
    if (!value.ok()) return Unexpected{malformed(value.error().expected)};
    Submission submission;
    submission.stream = std::move(stream);
    submission.command = {spec, std::move(value).value()};
    submission.seat.actor = std::move(agreed.as);
    submission.purpose = "agreed";
    return submission;
}

// None: what was made stands in the log, or was made before.
std::optional<kernel::Refusal> Engine::came_to_nothing(const Outcome& outcome, std::size_t events) {
    if (const auto* refusal = std::get_if<kernel::Refusal>(&outcome)) return *refusal;
    const auto* accepted = std::get_if<Accepted>(&outcome);
    if (accepted == nullptr || accepted->repeated || events > 0) return std::nullopt;
    return nothing_changed();
}

// Told to the stream that the agreement stands in, which is what the two acted under.
Engine::Own Engine::telling(const Submission& agreed, const std::string& command,
                            const kernel::Refusal& why) const {
    const auto* spec = command_named(command);
    ANLAN_CHECK(spec != nullptr && agreed.seat.actor.under, "a policy names its own command and its stream");
    auto value = spec->decode(codec::to_json(NotCarriedOut{why.code, why.message}));
    ANLAN_CHECK(value.ok(), "a command that tells of a refusal takes its code and its words");
    Submission submission;
    submission.stream = *agreed.seat.actor.under;
    submission.command = {spec, std::move(value).value()};
    submission.seat.actor = {kernel::ActorKind::policy, "agreed", {}};
    submission.purpose = "policy";
    submission.command_id = agreed.command_id + "/refused";
    submission.happened_at = agreed.happened_at;
    submission.cause = agreed.cause;
    return {std::move(submission), {}};
}

}  // namespace anlan::engine
