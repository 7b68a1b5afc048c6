// What can be asked of a mediation.
#pragma once
#include "domain/mediation/events.hpp"

namespace anlan::mediation {

inline constexpr std::size_t text_length_max = 4000;       // bytes
inline constexpr std::size_t agreement_length_max = 8000;  // bytes
inline constexpr std::size_t name_length_max = 120;        // bytes
inline constexpr std::size_t statements_max = 200;
inline constexpr std::size_t visits_max = 100;
inline constexpr std::size_t hand_overs_max = 50;
inline constexpr std::size_t versions_max = 50;
inline constexpr std::size_t promises_max = 20;
inline constexpr std::size_t reports_max = 200;
inline constexpr std::size_t pushes_max = 20;

// By hand, of an incident or a matter where one is named, which then also says where. `where` is needed
// otherwise.
struct OpenMediation {
    static constexpr std::string_view name = "mediation.open";
    std::string dispute_class;
    PersonalText subject;
    std::optional<Jurisdiction> where;
    std::optional<std::string> level;  // none: the first
    std::optional<IncidentId> incident_id;
    std::optional<std::string> matter_id;
    std::optional<std::string> early_rule;
    std::optional<PlaceId> place_id;
};
BOOST_DESCRIBE_STRUCT(OpenMediation, (),
                      (dispute_class, subject, where, level, incident_id, matter_id, early_rule, place_id))

// By the service alone, where the rulebook opens one: an incident was closed on scene, an answer was
// accepted.
struct OpenAfterClosing {
    static constexpr std::string_view name = "mediation.open_after_closing";
    IncidentId incident_id;
    std::string disposition;
};
BOOST_DESCRIBE_STRUCT(OpenAfterClosing, (), (incident_id, disposition))

struct OpenAfterAnswer {
    static constexpr std::string_view name = "mediation.open_after_answer";
    std::string instruction_id;
};
BOOST_DESCRIBE_STRUCT(OpenAfterAnswer, (), (instruction_id))

struct NoteFoundElsewhere {
    static constexpr std::string_view name = "mediation.note_found_elsewhere";
    MediationId found_at;
};
BOOST_DESCRIBE_STRUCT(NoteFoundElsewhere, (), (found_at))

struct NoteReport {
    static constexpr std::string_view name = "mediation.note_report";
    IncidentId incident_id;
    std::optional<std::string> matter_id;
    // The same incident again: it was reopened, because its caller says that nothing is solved.
    std::optional<Instant> reopened_at;
};
BOOST_DESCRIBE_STRUCT(NoteReport, (), (incident_id, matter_id, reopened_at))

struct RecordStatement {
    static constexpr std::string_view name = "mediation.record_statement";
    Side side{};
    Contact contact{};
    PersonalText speaker;
    PersonalText text;
};
BOOST_DESCRIBE_STRUCT(RecordStatement, (), (side, contact, speaker, text))

struct RecordVisit {
    static constexpr std::string_view name = "mediation.record_visit";
    std::vector<std::string> with;
    PersonalText text;
    Instant visited_at{};
    std::optional<Instant> next_by;
};
BOOST_DESCRIBE_STRUCT(RecordVisit, (), (with, text, visited_at, next_by))

struct HandOverMediation {
    static constexpr std::string_view name = "mediation.hand_over";
    std::string level;
    PersonalText reason;
};
BOOST_DESCRIBE_STRUCT(HandOverMediation, (), (level, reason))

struct TakeUpMediation {
    static constexpr std::string_view name = "mediation.take_up";
};
BOOST_DESCRIBE_STRUCT(TakeUpMediation, (), ())

struct PromiseTerms {
    Side by{};
    PersonalText what;
    Instant due_by{};
};
BOOST_DESCRIBE_STRUCT(PromiseTerms, (), (by, what, due_by))

struct DraftAgreement {
    static constexpr std::string_view name = "mediation.draft_agreement";
    PersonalText text;
    std::vector<PromiseTerms> promises;
};
BOOST_DESCRIBE_STRUCT(DraftAgreement, (), (text, promises))

// The side has this version before it, and signs; `witness` says who was present.
struct SignAgreement {
    static constexpr std::string_view name = "mediation.sign_agreement";
    int agreement_version = 0;
    Side side{};
    PersonalText witness;
};
BOOST_DESCRIBE_STRUCT(SignAgreement, (), (agreement_version, side, witness))

struct SettlePromise {
    static constexpr std::string_view name = "mediation.settle_promise";
    int number = 0;
    Outcome outcome{};
    PersonalText text;
};
BOOST_DESCRIBE_STRUCT(SettlePromise, (), (number, outcome, text))

struct MovePromise {
    static constexpr std::string_view name = "mediation.move_promise";
    int number = 0;
    Instant due_by{};
    PersonalText reason;
};
BOOST_DESCRIBE_STRUCT(MovePromise, (), (number, due_by, reason))

// Both sides are calm, and there is nothing to sign.
struct BeginQuiet {
    static constexpr std::string_view name = "mediation.begin_quiet";
};
BOOST_DESCRIBE_STRUCT(BeginQuiet, (), ())

struct SeeSolution {
    static constexpr std::string_view name = "mediation.see_solution";
};
BOOST_DESCRIBE_STRUCT(SeeSolution, (), ())

struct EndMediation {
    static constexpr std::string_view name = "mediation.end";
    std::string reason;
    PersonalText text;
};
BOOST_DESCRIBE_STRUCT(EndMediation, (), (reason, text))

struct PreparePush {
    static constexpr std::string_view name = "mediation.prepare_push";
};
BOOST_DESCRIBE_STRUCT(PreparePush, (), ())

struct SendPush {
    static constexpr std::string_view name = "mediation.send_push";
    int number = 0;
    PersonalText text;
};
BOOST_DESCRIBE_STRUCT(SendPush, (), (number, text))

}  // namespace anlan::mediation
