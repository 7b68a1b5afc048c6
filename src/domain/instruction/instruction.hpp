// An instruction from the base-control centre to a station: signed for, passed on to a named post, answered
// with every field that its class asks for, accepted. At every moment one post owns it, and that post owes
// what is next: the station's command room until it is passed on, then the post it was passed to, then the
// centre that issued it.
#pragma once
#include "domain/instruction/commands.hpp"
#include "kernel/decider.hpp"
#include "kernel/scope.hpp"

namespace anlan::instruction {

BOOST_DEFINE_ENUM_CLASS(Stage, none, issued, signed_for, passed_on, answered, accepted, withdrawn)

struct Pause {
    PersonalText reason;
    Instant since{};
    Instant until{};
    kernel::Obligation answer;  // as it was owed
};
BOOST_DESCRIBE_STRUCT(Pause, (), (reason, since, until, answer))

struct Instruction {
    using Command = std::variant<IssueInstruction, SignInstruction, PassOnInstruction, HandOverInstruction,
                                 ReportStep, ChaseInstruction, AnswerInstruction, ReturnAnswer, AcceptAnswer,
                                 WithdrawInstruction, PauseInstruction, ResumeInstruction, NoteCarrierOffDuty,
                                 NoteCarrierBack, LeaveWithCarrier, AddAttachment, kernel::NoteDeadline>;
    using Event = instruction::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        Stage stage = Stage::none;
        std::string class_code;
        PersonalText text;
        Jurisdiction where;
        std::optional<IncidentId> incident_id;
        std::optional<std::string> batch;
        AccountId issued_by;
        Instant issued_at{};
        PostId owner;
        std::optional<InstructionSigned> signed_for;
        std::optional<PostId> carrier;  // the post it was passed on to
        std::optional<Instant> passed_on_at;
        std::vector<StepReported> steps;
        int chased = 0;  // times
        std::optional<Instant> chased_at;
        std::vector<Answer> answers;  // the last ones given
        std::optional<Instant> answered_at;
        int returned = 0;            // times
        PersonalText return_reason;  // the last one's
        std::optional<Pause> pause;
        std::optional<Instant> ended_at;
        PersonalText withdrawal_reason;
        std::vector<std::string> missed;  // kinds of obligations that were broken, each once
        std::vector<kernel::Obligation> open;
        std::optional<std::vector<Attachment>> attachments = {};
        // Since when nobody is on duty at the post that carries it; none: somebody is, or nobody asked.
        std::optional<Instant> carrier_off_since = {};
        PersonalText left_reason;  // why it was left there all the same
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Instruction::State, (),
                      (stage, class_code, text, where, incident_id, batch, issued_by, issued_at, owner,
                       signed_for, carrier, passed_on_at, steps, chased, chased_at, answers, answered_at,
                       returned, return_reason, pause, ended_at, withdrawal_reason, missed, open, attachments,
                       carrier_off_since, left_reason))

static_assert(kernel::Decider<Instruction>);

// The station's, its district's and the city's posts have it by where it lies, its carrier wherever it sits.
kernel::Scope scope_of(const Instruction::State& state);

}  // namespace anlan::instruction
