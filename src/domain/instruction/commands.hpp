// What can be asked of an instruction.
#pragma once
#include "domain/instruction/events.hpp"

namespace anlan::instruction {

inline constexpr std::size_t text_length_max = 4000;    // bytes
inline constexpr std::size_t reason_length_max = 1000;  // bytes
inline constexpr std::size_t batch_length_max = 64;     // bytes
inline constexpr std::size_t steps_max = 200;

// To one station. Several get one each, with the same `batch`: each has its own owner and its own clocks.
struct IssueInstruction {
    static constexpr std::string_view name = "instruction.issue";
    std::string class_code;
    PersonalText text;
    Jurisdiction where;
    std::optional<IncidentId> incident_id;
    std::optional<std::string> batch;
};
BOOST_DESCRIBE_STRUCT(IssueInstruction, (), (class_code, text, where, incident_id, batch))

struct SignInstruction {
    static constexpr std::string_view name = "instruction.sign";
};
BOOST_DESCRIBE_STRUCT(SignInstruction, (), ())

struct PassOnInstruction {
    static constexpr std::string_view name = "instruction.pass_on";
    PostId to_post_id;
};
BOOST_DESCRIBE_STRUCT(PassOnInstruction, (), (to_post_id))

struct HandOverInstruction {
    static constexpr std::string_view name = "instruction.hand_over";
    PostId to_post_id;
    PersonalText reason;
};
BOOST_DESCRIBE_STRUCT(HandOverInstruction, (), (to_post_id, reason))

struct ReportStep {
    static constexpr std::string_view name = "instruction.report_step";
    Step step{};
    PersonalText text;
};
BOOST_DESCRIBE_STRUCT(ReportStep, (), (step, text))

struct ChaseInstruction {
    static constexpr std::string_view name = "instruction.chase";
    std::optional<PersonalText> text;
};
BOOST_DESCRIBE_STRUCT(ChaseInstruction, (), (text))

struct AnswerInstruction {
    static constexpr std::string_view name = "instruction.answer";
    std::vector<Answer> answers;
};
BOOST_DESCRIBE_STRUCT(AnswerInstruction, (), (answers))

struct ReturnAnswer {
    static constexpr std::string_view name = "instruction.return_answer";
    PersonalText reason;
};
BOOST_DESCRIBE_STRUCT(ReturnAnswer, (), (reason))

struct AcceptAnswer {
    static constexpr std::string_view name = "instruction.accept";
};
BOOST_DESCRIBE_STRUCT(AcceptAnswer, (), ())

struct WithdrawInstruction {
    static constexpr std::string_view name = "instruction.withdraw";
    PersonalText reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawInstruction, (), (reason))

struct PauseInstruction {
    static constexpr std::string_view name = "instruction.pause";
    PersonalText reason;
    Instant until{};
};
BOOST_DESCRIBE_STRUCT(PauseInstruction, (), (reason, until))

struct ResumeInstruction {
    static constexpr std::string_view name = "instruction.resume";
};
BOOST_DESCRIBE_STRUCT(ResumeInstruction, (), ())

// The view's (views/carrier_duty.hpp), sent by the service alone.
struct NoteCarrierOffDuty {
    static constexpr std::string_view name = "instruction.note_carrier_off_duty";
    PostId post_id;
    Instant off_since{};
};
BOOST_DESCRIBE_STRUCT(NoteCarrierOffDuty, (), (post_id, off_since))

struct NoteCarrierBack {
    static constexpr std::string_view name = "instruction.note_carrier_back";
    PostId post_id;
};
BOOST_DESCRIBE_STRUCT(NoteCarrierBack, (), (post_id))

struct LeaveWithCarrier {
    static constexpr std::string_view name = "instruction.leave_with_carrier";
    PersonalText reason;
};
BOOST_DESCRIBE_STRUCT(LeaveWithCarrier, (), (reason))

// Sent by the API alone, when the bytes are sealed and durable: nobody names a hash from outside.
struct AddAttachment : AttachmentParticulars {
    static constexpr std::string_view name = "instruction.add_attachment";
};
BOOST_DESCRIBE_STRUCT(AddAttachment, (AttachmentParticulars), ())

}  // namespace anlan::instruction
