// What happens to an instruction: the centre issues it to a station, the station signs and passes it on to a
// named post, that post reports back and answers, the centre accepts the answer or returns it. `obligations`
// are what is owed from this fact on, each replacing an open one of its kind.
#pragma once
#include "base/instant.hpp"
#include "base/personal_text.hpp"
#include "kernel/obligation.hpp"
#include "terms/attachment.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"
#include "terms/report.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::instruction {

// What other modules may know of an instruction while they decide (kernel/now.hpp). Of its answer only what
// is a code: words that somebody wrote stay here.
struct CodedAnswer {
    std::string question_id;
    std::string value;
};
struct Brief {
    std::string class_code;
    Jurisdiction where;
    std::optional<IncidentId> incident_id;
    std::optional<Instant> answered_at;
    bool accepted = false;
    std::vector<CodedAnswer> coded;
};

struct InstructionIssued {
    static constexpr std::string_view wire = "instruction.issued.v1";
    std::string class_code;
    PersonalText text;
    Jurisdiction where;                     // of the station it goes to
    std::optional<IncidentId> incident_id;  // what it is about
    std::optional<std::string> batch;       // the same for all that were issued together
    AccountId issued_by;
    Instant issued_at{};
    std::vector<kernel::Obligation> obligations;  // sign, pass on, answer
};
BOOST_DESCRIBE_STRUCT(InstructionIssued, (),
                      (class_code, text, where, incident_id, batch, issued_by, issued_at, obligations))

struct InstructionSigned {
    static constexpr std::string_view wire = "instruction.signed.v1";
    AccountId signed_by;
    Instant signed_at{};

    friend bool operator==(const InstructionSigned&, const InstructionSigned&) = default;
};
BOOST_DESCRIBE_STRUCT(InstructionSigned, (), (signed_by, signed_at))

struct InstructionPassedOn {
    static constexpr std::string_view wire = "instruction.passed_on.v1";
    PostId to_post_id;
    AccountId passed_on_by;
    Instant passed_on_at{};
    std::vector<kernel::Obligation> obligations;  // the answer, now owed by that post
};
BOOST_DESCRIBE_STRUCT(InstructionPassedOn, (), (to_post_id, passed_on_by, passed_on_at, obligations))

// From one post to another: its officer goes off duty, or is needed elsewhere.
struct InstructionHandedOver {
    static constexpr std::string_view wire = "instruction.handed_over.v1";
    PostId from_post_id;
    PostId to_post_id;
    PersonalText reason;
    AccountId handed_over_by;
    Instant handed_over_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(InstructionHandedOver, (),
                      (from_post_id, to_post_id, reason, handed_over_by, handed_over_at, obligations))

BOOST_DEFINE_ENUM_CLASS(Step, plan, on_the_way, on_scene, result)

struct StepReported {
    static constexpr std::string_view wire = "instruction.step_reported.v1";
    Step step{};
    PersonalText text;
    AccountId reported_by;
    Instant reported_at{};

    friend bool operator==(const StepReported&, const StepReported&) = default;
};
BOOST_DESCRIBE_STRUCT(StepReported, (), (step, text, reported_by, reported_at))

// The owner is reminded, before or after the limit.
struct InstructionChased {
    static constexpr std::string_view wire = "instruction.chased.v1";
    PostId owner;  // of that moment
    PersonalText text;
    AccountId chased_by;
    Instant chased_at{};
};
BOOST_DESCRIBE_STRUCT(InstructionChased, (), (owner, text, chased_by, chased_at))

struct InstructionAnswered {
    static constexpr std::string_view wire = "instruction.answered.v1";
    std::vector<Answer> answers;
    AccountId answered_by;
    Instant answered_at{};
    std::vector<kernel::Obligation> obligations;  // the centre's look at it
};
BOOST_DESCRIBE_STRUCT(InstructionAnswered, (), (answers, answered_by, answered_at, obligations))

struct AnswerReturned {
    static constexpr std::string_view wire = "instruction.answer_returned.v1";
    PersonalText reason;
    AccountId returned_by;
    Instant returned_at{};
    std::vector<kernel::Obligation> obligations;  // the answer anew
};
BOOST_DESCRIBE_STRUCT(AnswerReturned, (), (reason, returned_by, returned_at, obligations))

struct AnswerAccepted {
    static constexpr std::string_view wire = "instruction.answer_accepted.v1";
    AccountId accepted_by;
    Instant accepted_at{};
};
BOOST_DESCRIBE_STRUCT(AnswerAccepted, (), (accepted_by, accepted_at))

struct InstructionWithdrawn {
    static constexpr std::string_view wire = "instruction.withdrawn.v1";
    PersonalText reason;
    AccountId withdrawn_by;
    Instant withdrawn_at{};
};
BOOST_DESCRIBE_STRUCT(InstructionWithdrawn, (), (reason, withdrawn_by, withdrawn_at))

// The answer is not owed until then; what was left of its time is left afterwards.
struct InstructionPaused {
    static constexpr std::string_view wire = "instruction.paused.v1";
    PersonalText reason;
    Instant until{};
    AccountId paused_by;
    Instant paused_at{};
    std::vector<kernel::Obligation> obligations;  // the pause's end
};
BOOST_DESCRIBE_STRUCT(InstructionPaused, (), (reason, until, paused_by, paused_at, obligations))

BOOST_DEFINE_ENUM_CLASS(Resumption, time, word)

struct InstructionResumed {
    static constexpr std::string_view wire = "instruction.resumed.v1";
    Resumption by{};
    Instant resumed_at{};
    std::vector<kernel::Obligation> obligations;  // the answer, later by as long as it was paused
};
BOOST_DESCRIBE_STRUCT(InstructionResumed, (), (by, resumed_at, obligations))

// Nobody is on duty any more at the post that carries it, nor planned to be in time: the station owns it
// until it is handed over, left there with a reason, or somebody is on duty there again.
struct CarrierOffDuty {
    static constexpr std::string_view wire = "instruction.carrier_off_duty.v1";
    PostId post_id;
    Instant off_since{};
    Instant noted_at{};
    std::vector<kernel::Obligation> obligations;  // to hand it over; the answer
};
BOOST_DESCRIBE_STRUCT(CarrierOffDuty, (), (post_id, off_since, noted_at, obligations))

struct CarrierBack {
    static constexpr std::string_view wire = "instruction.carrier_back.v1";
    PostId post_id;
    Instant back_at{};
    std::vector<kernel::Obligation> obligations;  // the answer, owed by that post again
};
BOOST_DESCRIBE_STRUCT(CarrierBack, (), (post_id, back_at, obligations))

// The station knows that nobody is on duty there, and leaves it.
struct LeftWithCarrier {
    static constexpr std::string_view wire = "instruction.left_with_carrier.v1";
    PersonalText reason;
    AccountId left_by;
    Instant left_at{};
    std::vector<kernel::Obligation> obligations;  // as when somebody is back
};
BOOST_DESCRIBE_STRUCT(LeftWithCarrier, (), (reason, left_by, left_at, obligations))

// A photo or a voice note of what is asked, from whoever issues it, or of what was found, from whoever
// carries it.
struct AttachmentAdded : Attachment {
    static constexpr std::string_view wire = "instruction.attachment_added.v1";
};
BOOST_DESCRIBE_STRUCT(AttachmentAdded, (Attachment), ())

using Event = std::variant<InstructionIssued, InstructionSigned, InstructionPassedOn, InstructionHandedOver,
                           StepReported, InstructionChased, InstructionAnswered, AnswerReturned,
                           AnswerAccepted, InstructionWithdrawn, InstructionPaused, InstructionResumed,
                           CarrierOffDuty, CarrierBack, LeftWithCarrier, AttachmentAdded,
                           kernel::DeadlineWarned, kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::instruction
