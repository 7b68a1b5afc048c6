// A matter: what several reports are about, as the finder of repeats suggested and a person confirmed. It is
// decided by the centre's post within the rulebook's time; a decision can be taken back; what was rejected is
// not suggested again, because its reports count for nothing until somebody takes the rejection back.
#pragma once
#include "domain/matter/events.hpp"
#include "kernel/decider.hpp"
#include "kernel/scope.hpp"

namespace anlan::matter {

inline constexpr std::size_t reports_max = 200;
inline constexpr std::size_t reasons_max = 24;  // of one report

// The finder's, sent by the service alone.
struct SuggestMatter {
    static constexpr std::string_view name = "matter.suggest";
    std::string kind;
    std::string rule;
    std::vector<Report> reports;
    std::optional<MatterId> split_from;
};
BOOST_DESCRIBE_STRUCT(SuggestMatter, (), (kind, rule, reports, split_from))

struct AddReport {
    static constexpr std::string_view name = "matter.add_report";
    Report report;
};
BOOST_DESCRIBE_STRUCT(AddReport, (), (report))

struct ConfirmMatter {
    static constexpr std::string_view name = "matter.confirm";
};
BOOST_DESCRIBE_STRUCT(ConfirmMatter, (), ())

struct RejectMatter {
    static constexpr std::string_view name = "matter.reject";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RejectMatter, (), (reason))

struct UndoDecision {
    static constexpr std::string_view name = "matter.undo";
};
BOOST_DESCRIBE_STRUCT(UndoDecision, (), ())

struct TakeOutReport {
    static constexpr std::string_view name = "matter.take_out_report";
    IncidentId incident_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(TakeOutReport, (), (incident_id, reason))

// At least two reports leave, at least two stay.
struct SplitMatter {
    static constexpr std::string_view name = "matter.split";
    std::vector<IncidentId> incident_ids;
};
BOOST_DESCRIBE_STRUCT(SplitMatter, (), (incident_ids))

BOOST_DEFINE_ENUM_CLASS(Stage, none, suggested, confirmed, rejected)

struct Matter {
    using Command = std::variant<SuggestMatter, AddReport, ConfirmMatter, RejectMatter, UndoDecision,
                                 TakeOutReport, SplitMatter, kernel::NoteDeadline>;
    using Event = matter::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        Stage stage = Stage::none;
        std::string kind;
        std::string rule;
        Jurisdiction where;           // of the newest report
        std::vector<Report> reports;  // in order of time
        std::vector<IncidentId> taken_out;
        std::optional<MatterId> split_from;
        int splits = 0;
        Instant suggested_at{};
        std::optional<AccountId> decided_by;
        std::optional<Instant> decided_at;
        std::string reject_reason;
        std::vector<InstructionOrdered> ordered;
        std::vector<std::string> missed;  // kinds of obligations that were broken, each once
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Matter::State, (),
                      (stage, kind, rule, where, reports, taken_out, split_from, splits, suggested_at,
                       decided_by, decided_at, reject_reason, ordered, missed, open))

static_assert(kernel::Decider<Matter>);

kernel::Scope scope_of(const Matter::State& state);

}  // namespace anlan::matter
