// A call: one contact from the public, by phone, text, web, at the counter, in a group, from another agency.
// Its stream keeps one promise: every call ends in exactly one outcome, an outcome that was wrong can be
// undone, and the caller is never lost over it.
#pragma once
#include "domain/call/commands.hpp"
#include "kernel/decider.hpp"

namespace anlan::call {

BOOST_DEFINE_ENUM_CLASS(Stage, none, waiting, in_progress, decided)

struct PastOutcome {
    Outcome outcome;
    std::string undone_because;
    Instant undone_at{};

    friend bool operator==(const PastOutcome&, const PastOutcome&) = default;
};
BOOST_DESCRIBE_STRUCT(PastOutcome, (), (outcome, undone_because, undone_at))

struct Missed {
    std::string kind;
    Instant due_by{};

    friend bool operator==(const Missed&, const Missed&) = default;
};
BOOST_DESCRIBE_STRUCT(Missed, (), (kind, due_by))

// What the caller added by the link, as it came.
struct Information {
    PersonalText text;
    Instant added_at{};
    std::optional<Instant> read_at;
    PostId read_by;

    friend bool operator==(const Information&, const Information&) = default;
};
BOOST_DESCRIBE_STRUCT(Information, (), (text, added_at, read_at, read_by))

struct Contest {
    IncidentId incident_id;
    int episode = 1;
    Instant contested_at{};
    std::optional<Instant> answered_at;
    PersonalText answer;

    friend bool operator==(const Contest&, const Contest&) = default;
};
BOOST_DESCRIBE_STRUCT(Contest, (), (incident_id, episode, contested_at, answered_at, answer))

struct Rated {
    IncidentId incident_id;
    int episode = 1;
    int rating = 0;

    friend bool operator==(const Rated&, const Rated&) = default;
};
BOOST_DESCRIBE_STRUCT(Rated, (), (incident_id, episode, rating))

struct Receipt {
    std::optional<LivingLink> link;
    int links = 0;  // that were ever issued
    std::vector<Information> information;
    std::vector<Contest> contests;
    std::vector<Rated> ratings;
    Quiet quiet;

    friend bool operator==(const Receipt&, const Receipt&) = default;
};
BOOST_DESCRIBE_STRUCT(Receipt, (), (link, links, information, contests, ratings, quiet))

struct Call {
    using Command = call::Command;
    using Event = call::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        Stage stage = Stage::none;
        Channel channel{};
        PersonalText callback;
        PersonalText caller_name;
        PersonalText text;
        std::string external_reference;
        std::vector<LocationHint> hints;
        std::optional<int> applied_hint;
        PostId receiving_post;
        Jurisdiction received_where;
        std::optional<Instant> happened_at;
        Instant received_at{};
        std::optional<Priority> duress;  // at least this urgent: the caller cannot speak freely
        PostId answered_by;
        std::optional<Instant> answered_at;
        std::optional<Report> report;
        std::optional<Outcome> outcome;  // the one that stands
        std::optional<Instant> decided_at;
        std::vector<PastOutcome> undone;
        std::optional<std::string> call_back_reason;  // while one is owed
        int call_back_attempts = 0;
        std::vector<Missed> missed;
        std::vector<kernel::Obligation> open;
        std::vector<PostId> shown_to;    // with whom the whole incident is shared
        std::optional<Receipt> receipt;  // once there was a link
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Call::State, (),
                      (stage, channel, callback, caller_name, text, external_reference, hints, applied_hint,
                       receiving_post, received_where, happened_at, received_at, duress, answered_by,
                       answered_at, report, outcome, decided_at, undone, call_back_reason, call_back_attempts,
                       missed, open, shown_to, receipt))

static_assert(kernel::Decider<Call>);

inline constexpr std::size_t hints_max = 20;
inline constexpr std::size_t undone_max = 20;
inline constexpr std::size_t answers_max = 60;
inline constexpr std::size_t matched_words_max = 20;
inline constexpr std::size_t narrative_length_max = 8000;  // bytes
inline constexpr std::size_t short_text_length_max = 300;  // bytes of a name, a number, a reference
inline constexpr std::size_t reason_length_max = 1000;     // bytes

inline constexpr std::size_t link_hash_length = 64;

// Whose business the call is: its place once that is known, until then whoever received it.
const Jurisdiction& jurisdiction_of(const Call::State& state);

// How urgent it counts, as far as that has been said: by the report, or by duress.
std::optional<Priority> priority_of(const Call::State& state);

}  // namespace anlan::call
