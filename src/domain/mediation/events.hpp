// What happens to a mediation: it is opened for one dispute, both sides are heard, it is handed up or down
// with a reason, an agreement is written and signed by both on one version, promises are kept, broken or
// moved, a quiet watch begins, is broken by a new report, or ends with the dispute solved. What the sides say
// is personal text of this record alone and goes with it. `obligations` are what is owed from this fact on,
// each replacing an open one of its kind and key.
#pragma once
#include "base/instant.hpp"
#include "base/personal_text.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::mediation {

using MediationId = Strong<struct MediationIdTag, std::string>;  // med_

BOOST_DEFINE_ENUM_CLASS(Side, a, b)
BOOST_DEFINE_ENUM_CLASS(Origin, hand, incident, matter, instruction)
BOOST_DEFINE_ENUM_CLASS(Contact, in_person, by_phone, at_scene)
BOOST_DEFINE_ENUM_CLASS(Outcome, kept, broken)
BOOST_DEFINE_ENUM_CLASS(QuietBecause, agreement, calm)
BOOST_DEFINE_ENUM_CLASS(BrokenBecause, report, promise)

// What others may know of a stream `med_` while they decide (kernel/now.hpp): that there is a mediation, and
// where, if this is only the name of an incident or matter that is in one; empty: here.
struct Brief {
    std::string found_at;
};

struct MediationOpened {
    static constexpr std::string_view wire = "mediation.opened.v1";
    std::string dispute_class;  // one of the catalogue's
    Origin origin{};
    std::optional<IncidentId> incident_id;
    std::optional<std::string> matter_id;       // mat_
    std::optional<std::string> instruction_id;  // ins_
    std::optional<std::string> early_rule;      // found before it was reported as one, and by which rule
    std::optional<PlaceId> place_id;
    std::optional<std::string> place_label;  // the register's name of that place
    Jurisdiction where;
    std::string level;     // of mediation.toml
    PersonalText subject;  // what it is about
    PostId owner;
    AccountId opened_by;
    Instant opened_at{};
    std::vector<kernel::Obligation> obligations;  // contact with each side, joint visit, outcome
};
BOOST_DESCRIBE_STRUCT(MediationOpened, (),
                      (dispute_class, origin, incident_id, matter_id, instruction_id, early_rule, place_id,
                       place_label, where, level, subject, owner, opened_by, opened_at, obligations))

// This stream is but another name of one that is open: of its incident, its matter.
struct FoundElsewhere {
    static constexpr std::string_view wire = "mediation.found_elsewhere.v1";
    MediationId found_at;
    Instant noted_at{};
};
BOOST_DESCRIBE_STRUCT(FoundElsewhere, (), (found_at, noted_at))

// One of a side speaks, in their own words; a side may have several speakers.
struct StatementRecorded {
    static constexpr std::string_view wire = "mediation.statement_recorded.v1";
    Side side{};
    Contact contact{};
    PersonalText speaker;
    PersonalText text;
    AccountId recorded_by;
    Instant recorded_at{};

    friend bool operator==(const StatementRecorded&, const StatementRecorded&) = default;
};
BOOST_DESCRIBE_STRUCT(StatementRecorded, (), (side, contact, speaker, text, recorded_by, recorded_at))

struct VisitRecorded {
    static constexpr std::string_view wire = "mediation.visit_recorded.v1";
    std::vector<std::string> with;  // codes of visit_with; none: the owner alone, which is no joint visit
    PersonalText text;
    Instant visited_at{};
    AccountId recorded_by;
    Instant recorded_at{};
    std::optional<Instant> next_by;
    std::vector<kernel::Obligation> obligations;  // the next joint visit

    friend bool operator==(const VisitRecorded&, const VisitRecorded&) = default;
};
BOOST_DESCRIBE_STRUCT(VisitRecorded, (),
                      (with, text, visited_at, recorded_by, recorded_at, next_by, obligations))

// Up or down. Whoever gets it owns it from this instant on, and owes that it is taken up.
struct MediationHandedOver {
    static constexpr std::string_view wire = "mediation.handed_over.v1";
    std::string from_level;
    std::string to_level;
    PostId from_post_id;
    PostId to_post_id;
    PersonalText reason;
    AccountId handed_over_by;
    Instant handed_over_at{};
    std::vector<kernel::Obligation> obligations;

    friend bool operator==(const MediationHandedOver&, const MediationHandedOver&) = default;
};
BOOST_DESCRIBE_STRUCT(MediationHandedOver, (),
                      (from_level, to_level, from_post_id, to_post_id, reason, handed_over_by, handed_over_at,
                       obligations))

struct MediationTakenUp {
    static constexpr std::string_view wire = "mediation.taken_up.v1";
    AccountId taken_up_by;
    Instant taken_up_at{};
};
BOOST_DESCRIBE_STRUCT(MediationTakenUp, (), (taken_up_by, taken_up_at))

// What a side owes by when; numbered from 1 on within a version.
struct Promise {
    int number = 0;
    Side by{};
    PersonalText what;
    Instant due_by{};

    friend bool operator==(const Promise&, const Promise&) = default;
};
BOOST_DESCRIBE_STRUCT(Promise, (), (number, by, what, due_by))

// A new version; what was signed before counts for nothing.
struct AgreementDrafted {
    static constexpr std::string_view wire = "mediation.agreement_drafted.v1";
    int agreement_version = 0;
    PersonalText text;
    std::vector<Promise> promises;
    AccountId drafted_by;
    Instant drafted_at{};
};
BOOST_DESCRIBE_STRUCT(AgreementDrafted, (), (agreement_version, text, promises, drafted_by, drafted_at))

struct AgreementSigned {
    static constexpr std::string_view wire = "mediation.agreement_signed.v1";
    int agreement_version = 0;
    Side side{};
    PersonalText witness;  // who was present
    AccountId recorded_by;
    Instant signed_at{};

    friend bool operator==(const AgreementSigned&, const AgreementSigned&) = default;
};
BOOST_DESCRIBE_STRUCT(AgreementSigned, (), (agreement_version, side, witness, recorded_by, signed_at))

// Both have signed the same version.
struct AgreementConcluded {
    static constexpr std::string_view wire = "mediation.agreement_concluded.v1";
    int agreement_version = 0;
    Instant concluded_at{};
    std::vector<kernel::Obligation> obligations;  // each promise
};
BOOST_DESCRIBE_STRUCT(AgreementConcluded, (), (agreement_version, concluded_at, obligations))

struct PromiseSettled {
    static constexpr std::string_view wire = "mediation.promise_settled.v1";
    int number = 0;
    Outcome outcome{};
    PersonalText text;
    AccountId settled_by;
    Instant settled_at{};
};
BOOST_DESCRIBE_STRUCT(PromiseSettled, (), (number, outcome, text, settled_by, settled_at))

struct PromiseMoved {
    static constexpr std::string_view wire = "mediation.promise_moved.v1";
    int number = 0;
    Instant due_by{};
    PersonalText reason;
    AccountId moved_by;
    Instant moved_at{};
    std::vector<kernel::Obligation>
        obligations;  // the promise, and the quiet watch where it ends later for it
};
BOOST_DESCRIBE_STRUCT(PromiseMoved, (), (number, due_by, reason, moved_by, moved_at, obligations))

struct QuietBegun {
    static constexpr std::string_view wire = "mediation.quiet_begun.v1";
    QuietBecause because{};
    int days = 0;
    Instant since{};
    Instant until{};
    std::vector<kernel::Obligation> obligations;  // its end
};
BOOST_DESCRIBE_STRUCT(QuietBegun, (), (because, days, since, until, obligations))

// Closed was not solved: it is worked on again, and how long it was quiet stays visible.
struct QuietBroken {
    static constexpr std::string_view wire = "mediation.quiet_broken.v1";
    BrokenBecause because{};
    std::optional<IncidentId> incident_id;
    std::optional<Instant> since;  // of the quiet that ended; none: it had been closed without one
    Instant broken_at{};
    std::vector<kernel::Obligation> obligations;  // contact with each side, joint visit, outcome, anew
};
BOOST_DESCRIBE_STRUCT(QuietBroken, (), (because, incident_id, since, broken_at, obligations))

struct ReportJoined {
    static constexpr std::string_view wire = "mediation.report_joined.v1";
    IncidentId incident_id;
    std::optional<std::string> matter_id;
    Instant joined_at{};
};
BOOST_DESCRIBE_STRUCT(ReportJoined, (), (incident_id, matter_id, joined_at))

// So many days without a further report, and nothing is owed any more: the owner is told.
struct MediationSolved {
    static constexpr std::string_view wire = "mediation.solved.v1";
    int quiet_days = 0;
    PostId told;
    Instant solved_at{};
    std::vector<kernel::Obligation> obligations;  // that the good news is looked at
};
BOOST_DESCRIBE_STRUCT(MediationSolved, (), (quiet_days, told, solved_at, obligations))

struct SolutionSeen {
    static constexpr std::string_view wire = "mediation.solution_seen.v1";
    AccountId seen_by;
    Instant seen_at{};
};
BOOST_DESCRIBE_STRUCT(SolutionSeen, (), (seen_by, seen_at))

// It goes another way: a court, an arbitration; or there is no dispute.
struct MediationEnded {
    static constexpr std::string_view wire = "mediation.ended.v1";
    std::string reason;  // a code of end_reasons
    PersonalText text;
    AccountId ended_by;
    Instant ended_at{};
};
BOOST_DESCRIBE_STRUCT(MediationEnded, (), (reason, text, ended_by, ended_at))

// The three reports in one text, without anything of people; whoever sends it reads it and may change it
// before.
struct PushPrepared {
    static constexpr std::string_view wire = "mediation.push_prepared.v1";
    int number = 0;  // from 1 on
    std::vector<PostId> to;
    PersonalText text;
    AccountId prepared_by;
    Instant prepared_at{};
};
BOOST_DESCRIBE_STRUCT(PushPrepared, (), (number, to, text, prepared_by, prepared_at))

struct PushSent {
    static constexpr std::string_view wire = "mediation.push_sent.v1";
    int number = 0;
    std::vector<PostId> to;
    PersonalText text;
    std::string dispute_class;
    Jurisdiction where;
    PostId from_post_id;  // the owner of that moment
    AccountId sent_by;
    Instant sent_at{};
};
BOOST_DESCRIBE_STRUCT(PushSent, (), (number, to, text, dispute_class, where, from_post_id, sent_by, sent_at))

using Event =
    std::variant<MediationOpened, FoundElsewhere, StatementRecorded, VisitRecorded, MediationHandedOver,
                 MediationTakenUp, AgreementDrafted, AgreementSigned, AgreementConcluded, PromiseSettled,
                 PromiseMoved, QuietBegun, QuietBroken, ReportJoined, MediationSolved, SolutionSeen,
                 MediationEnded, PushPrepared, PushSent, kernel::DeadlineWarned, kernel::DeadlineMissed,
                 kernel::DeadlineEscalated>;

}  // namespace anlan::mediation
