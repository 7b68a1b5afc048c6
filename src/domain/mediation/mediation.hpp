// A mediation: one dispute between two sides, and everything that is done so that it ends. One post owns it
// at every moment, by the level it is at, and owes what is next. It is solved when it has been quiet for the
// rulebook's days and every promise has ended, not when somebody closes it. The parties exist in this record
// alone.
#pragma once
#include "domain/mediation/commands.hpp"
#include "kernel/decider.hpp"
#include "kernel/scope.hpp"

namespace anlan::mediation {

BOOST_DEFINE_ENUM_CLASS(Stage, none, elsewhere, open, quiet, solved, ended)
BOOST_DEFINE_ENUM_CLASS(PromiseState, open, kept, broken)

struct PromiseKept {
    Promise promise;
    PromiseState is{};
    int moved = 0;              // times
    PersonalText last_word;     // of its outcome, or why it was moved
    std::optional<Instant> at;  // of that
};
BOOST_DESCRIBE_STRUCT(PromiseKept, (), (promise, is, moved, last_word, at))

struct Agreement {
    int agreement_version = 0;
    PersonalText text;
    std::vector<Promise> promises;
    Instant drafted_at{};
    std::vector<AgreementSigned> signatures;  // of this version alone
    std::optional<Instant> concluded_at;
};
BOOST_DESCRIBE_STRUCT(Agreement, (),
                      (agreement_version, text, promises, drafted_at, signatures, concluded_at))

// A quiet that did not last.
struct PastQuiet {
    std::optional<Instant> since;
    Instant broken_at{};
    BrokenBecause because{};
    std::optional<IncidentId> incident_id;
};
BOOST_DESCRIBE_STRUCT(PastQuiet, (), (since, broken_at, because, incident_id))

struct Quiet {
    QuietBecause because{};
    int days = 0;
    Instant since{};
    Instant until{};
};
BOOST_DESCRIBE_STRUCT(Quiet, (), (because, days, since, until))

struct PushState {
    int number = 0;
    std::vector<PostId> to;
    PersonalText text;
    std::optional<Instant> sent_at;
};
BOOST_DESCRIBE_STRUCT(PushState, (), (number, to, text, sent_at))

struct Mediation {
    using Command = std::variant<OpenMediation, OpenAfterClosing, OpenAfterAnswer, NoteFoundElsewhere,
                                 NoteReport, RecordStatement, RecordVisit, HandOverMediation, TakeUpMediation,
                                 DraftAgreement, SignAgreement, SettlePromise, MovePromise, BeginQuiet,
                                 SeeSolution, EndMediation, PreparePush, SendPush, kernel::NoteDeadline>;
    using Event = mediation::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        Stage stage = Stage::none;
        std::optional<MediationId> found_at;
        std::string dispute_class;
        Origin origin{};
        std::optional<std::string> early_rule;
        std::optional<PlaceId> place_id;
        std::optional<std::string> place_label;
        Jurisdiction where;
        std::string level;
        PersonalText subject;
        PostId owner;
        Instant opened_at{};
        std::vector<IncidentId> incident_ids;  // what it is about, in the order in which they came
        std::optional<std::string> matter_id;
        std::optional<std::string> instruction_id;
        std::vector<StatementRecorded> statements;
        std::vector<Side> heard;  // sides that were heard since it was opened or reopened
        std::vector<VisitRecorded> visits;
        std::vector<MediationHandedOver> hand_overs;
        std::optional<Instant> taken_up_at;  // by the present owner, where it was handed over
        std::optional<Agreement> agreement;  // its newest version
        std::vector<PromiseKept> promises;   // of the version that both signed
        std::optional<Quiet> quiet;
        std::vector<PastQuiet> broken;
        std::optional<Instant> solved_at;
        std::optional<Instant> ended_at;  // nothing more is expected of it
        std::string end_reason;
        PersonalText end_text;
        std::vector<PushState> pushes;
        std::vector<std::string> missed;  // kinds of obligations that were broken, each once
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Mediation::State, (),
                      (stage, found_at, dispute_class, origin, early_rule, place_id, place_label, where,
                       level, subject, owner, opened_at, incident_ids, matter_id, instruction_id, statements,
                       heard, visits, hand_overs, taken_up_at, agreement, promises, quiet, broken, solved_at,
                       ended_at, end_reason, end_text, pushes, missed, open))

static_assert(kernel::Decider<Mediation>);

// By where it lies; and its owner's post, which may sit elsewhere.
kernel::Scope scope_of(const Mediation::State& state);

// The name under which the mediation of an incident or a matter is found: "med_i.0CQ…", "med_m.0CQ…".
std::string name_for_incident(std::string_view incident_id);
std::string name_for_matter(std::string_view matter_id);

}  // namespace anlan::mediation
