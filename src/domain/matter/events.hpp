// What happens to a matter: several reports are suggested to be about one dispute, a person confirms or
// rejects that, and may take it back; further reports join it, some leave it. It holds reports and the
// reasons for which they were put together, and nothing of persons: no name, no number, no text.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"
#include "terms/repeat_evidence.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::matter {

using MatterId = Strong<struct MatterIdTag, std::string>;  // mat_

// Evidence without the words it was cut from: who decides reads those in the reports, and each such look is
// recorded there.
struct Reason {
    EvidenceKind kind{};
    double bits = 0;
    std::optional<int> metres;
    std::optional<int> months;  // apart

    friend bool operator==(const Reason&, const Reason&) = default;
};
BOOST_DESCRIBE_STRUCT(Reason, (), (kind, bits, metres, months))

struct Report {
    IncidentId incident_id;
    Instant reported_at{};
    Jurisdiction where;
    std::optional<IncidentId>
        because_of;  // the report that it was compared with; none: it is the newest itself
    double bits = 0;
    std::vector<Reason> reasons;  // the weightiest first

    friend bool operator==(const Report&, const Report&) = default;
};
BOOST_DESCRIBE_STRUCT(Report, (), (incident_id, reported_at, where, because_of, bits, reasons))

struct MatterSuggested {
    static constexpr std::string_view wire = "matter.suggested.v1";
    std::string kind;             // of dispute, a code of matter.toml
    std::string rule;             // of suggest_when; empty: it was split off another
    Jurisdiction where;           // of the newest report
    std::vector<Report> reports;  // the oldest first
    std::optional<MatterId> split_from;
    Instant suggested_at{};
    std::vector<kernel::Obligation> obligations;  // to decide
};
BOOST_DESCRIBE_STRUCT(MatterSuggested, (),
                      (kind, rule, where, reports, split_from, suggested_at, obligations))

struct ReportAdded {
    static constexpr std::string_view wire = "matter.report_added.v1";
    Report report;
    Instant added_at{};
};
BOOST_DESCRIBE_STRUCT(ReportAdded, (), (report, added_at))

struct MatterConfirmed {
    static constexpr std::string_view wire = "matter.confirmed.v1";
    AccountId confirmed_by;
    Instant confirmed_at{};
};
BOOST_DESCRIBE_STRUCT(MatterConfirmed, (), (confirmed_by, confirmed_at))

struct MatterRejected {
    static constexpr std::string_view wire = "matter.rejected.v1";
    std::string reason;  // a code of matter.toml
    AccountId rejected_by;
    Instant rejected_at{};
};
BOOST_DESCRIBE_STRUCT(MatterRejected, (), (reason, rejected_by, rejected_at))

// It is a suggestion again.
struct DecisionUndone {
    static constexpr std::string_view wire = "matter.decision_undone.v1";
    AccountId undone_by;
    Instant undone_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(DecisionUndone, (), (undone_by, undone_at, obligations))

// It is none of this matter, and is not put into it again.
struct ReportTakenOut {
    static constexpr std::string_view wire = "matter.report_taken_out.v1";
    IncidentId incident_id;
    std::string reason;
    AccountId taken_out_by;
    Instant taken_out_at{};
};
BOOST_DESCRIBE_STRUCT(ReportTakenOut, (), (incident_id, reason, taken_out_by, taken_out_at))

// Some of its reports are about something else, and that is a matter, too.
struct MatterSplit {
    static constexpr std::string_view wire = "matter.split.v1";
    MatterId into;
    std::vector<Report> reports;
    AccountId split_by;
    Instant split_at{};
};
BOOST_DESCRIBE_STRUCT(MatterSplit, (), (into, reports, split_by, split_at))

// A rule of the city says that the station is to act. Who issues it is the instruction module.
struct InstructionOrdered {
    static constexpr std::string_view wire = "matter.instruction_ordered.v1";
    std::string rule;  // of instruct_when
    std::string instruction_class;
    std::string text;  // the rule's
    Jurisdiction where;
    IncidentId incident_id;  // the newest report
    int number = 0;          // from 1 on
    Instant ordered_at{};
};
BOOST_DESCRIBE_STRUCT(InstructionOrdered, (),
                      (rule, instruction_class, text, where, incident_id, number, ordered_at))

using Event = std::variant<MatterSuggested, ReportAdded, MatterConfirmed, MatterRejected, DecisionUndone,
                           ReportTakenOut, MatterSplit, InstructionOrdered, kernel::DeadlineWarned,
                           kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::matter
