// What happens to the list of one day in one district: every incident of the day that is no crime is put on
// it, with what speaks for its being a key dispute; a person of the centre picks some of them, which orders a
// follow-up, passes the others over with a reason, and closes the day. It holds incidents and codes of the
// rulebook, and nothing of persons: no name, no number, no text of a report.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::selection {

// One thing that was found, by a code of selection.toml; with how many of them, and the matter they stand in.
struct Evidence {
    std::string code;
    std::optional<int> count = {};
    std::optional<std::string> matter_id = {};

    friend bool operator==(const Evidence&, const Evidence&) = default;
};
BOOST_DESCRIBE_STRUCT(Evidence, (), (code, count, matter_id))

struct Reason {
    std::string code;
    int points = 0;
    std::vector<Evidence> evidence;

    friend bool operator==(const Reason&, const Reason&) = default;
};
BOOST_DESCRIBE_STRUCT(Reason, (), (code, points, evidence))

// An incident as the rules of the day see it. From so many points on a person has to decide on it by itself.
struct Candidate {
    IncidentId incident_id;
    Instant opened_at{};
    std::string class_code;
    AreaId station;               // empty: its station is not known
    std::vector<Reason> reasons;  // in the order of the rulebook; none: looked at, and nothing speaks for it
    int points = 0;               // of all reasons
    bool to_decide = false;
    bool instructed = false;  // its station has an instruction about it, not by this list

    friend bool operator==(const Candidate&, const Candidate&) = default;
};
BOOST_DESCRIBE_STRUCT(Candidate, (),
                      (incident_id, opened_at, class_code, station, reasons, points, to_decide, instructed))

// With the first incident of the day.
struct SelectionOpened {
    static constexpr std::string_view wire = "selection.opened.v1";
    std::string day;      // "2026-03-02", of the city's clock
    Jurisdiction where;   // the district; the city alone for what has no district yet
    Instant over_at{};    // when the day ends
    Instant lapses_at{};  // when nobody need decide any more, if nobody did
    int target_min = 0;
    int target_max = 0;
    Instant opened_at{};
    std::vector<kernel::Obligation> obligations;  // to decide on the day
};
BOOST_DESCRIBE_STRUCT(SelectionOpened, (),
                      (day, where, over_at, lapses_at, target_min, target_max, opened_at, obligations))

struct CandidatePutForward {
    static constexpr std::string_view wire = "selection.candidate_put_forward.v1";
    Candidate candidate;
    Instant put_forward_at{};
};
BOOST_DESCRIBE_STRUCT(CandidatePutForward, (), (candidate, put_forward_at))

// More is known of it, or it came back. What was passed over with fewer points is to be decided again.
struct CandidateWeighedAnew {
    static constexpr std::string_view wire = "selection.candidate_weighed_anew.v1";
    Candidate candidate;
    bool decide_again = false;
    Instant weighed_at{};
};
BOOST_DESCRIBE_STRUCT(CandidateWeighedAnew, (), (candidate, decide_again, weighed_at))

// Nothing of the day any more: `because` is merged, cancelled, criminal, or moved (to another district, whose
// list it is on from now on). It stays to be seen, with what was decided on it.
struct CandidateLeft {
    static constexpr std::string_view wire = "selection.candidate_left.v1";
    IncidentId incident_id;
    std::string because;
    Instant left_at{};
};
BOOST_DESCRIBE_STRUCT(CandidateLeft, (), (incident_id, because, left_at))

// The station is to follow it up. Who issues the instruction is the instruction module.
struct CandidatePicked {
    static constexpr std::string_view wire = "selection.candidate_picked.v1";
    IncidentId incident_id;
    std::string instruction_class;
    std::string text;  // the rulebook's
    Jurisdiction where;
    int number = 0;  // of the day's instructions, from 1 on
    AccountId picked_by;
    Instant picked_at{};
};
BOOST_DESCRIBE_STRUCT(CandidatePicked, (),
                      (incident_id, instruction_class, text, where, number, picked_by, picked_at))

struct CandidatesPassedOver {
    static constexpr std::string_view wire = "selection.candidates_passed_over.v1";
    std::vector<IncidentId> incident_ids;
    std::string reason;  // a code of selection.toml
    AccountId passed_over_by;
    Instant passed_over_at{};
};
BOOST_DESCRIBE_STRUCT(CandidatesPassedOver, (), (incident_ids, reason, passed_over_by, passed_over_at))

// It is to be decided again. What was ordered by a pick is withdrawn, with the rulebook's words for it.
struct DecisionUndone {
    static constexpr std::string_view wire = "selection.decision_undone.v1";
    IncidentId incident_id;
    std::optional<int> number;  // of the instruction
    std::string text;
    AccountId undone_by;
    Instant undone_at{};
};
BOOST_DESCRIBE_STRUCT(DecisionUndone, (), (incident_id, number, text, undone_by, undone_at))

// All is decided. Those below the line, and those that nothing speaks for, are passed over as a whole.
struct SelectionClosed {
    static constexpr std::string_view wire = "selection.closed.v1";
    int picked = 0;
    int passed_over = 0;  // by somebody, each with a reason
    int below_line = 0;
    int without_reason = 0;
    int left = 0;
    AccountId closed_by;
    Instant closed_at{};
};
BOOST_DESCRIBE_STRUCT(SelectionClosed, (),
                      (picked, passed_over, below_line, without_reason, left, closed_by, closed_at))

// Nobody closed it in all that time. What was not decided stays so, and is said to be.
struct SelectionLapsed {
    static constexpr std::string_view wire = "selection.lapsed.v1";
    int undecided = 0;
    Instant lapsed_at{};
};
BOOST_DESCRIBE_STRUCT(SelectionLapsed, (), (undecided, lapsed_at))

using Event =
    std::variant<SelectionOpened, CandidatePutForward, CandidateWeighedAnew, CandidateLeft, CandidatePicked,
                 CandidatesPassedOver, DecisionUndone, SelectionClosed, SelectionLapsed,
                 kernel::DeadlineWarned, kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::selection
