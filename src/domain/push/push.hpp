// A push: what a mediation tells the street and the community, as a document of its own, so that a partner's
// seat sees this text and no record of the police. Each recipient acknowledges, answers and reports the deed
// for itself.
#pragma once
#include "domain/push/events.hpp"
#include "kernel/decider.hpp"
#include "kernel/scope.hpp"

namespace anlan::push {

inline constexpr std::size_t text_length_max = 4000;  // bytes

// By the service alone, when a mediation sends it.
struct DeliverPush {
    static constexpr std::string_view name = "push.deliver";
    std::string mediation_id;
    int number = 0;
    std::string dispute_class;
    PersonalText text;
    std::vector<PostId> to;
    PostId from_post_id;
    Jurisdiction where;
};
BOOST_DESCRIBE_STRUCT(DeliverPush, (), (mediation_id, number, dispute_class, text, to, from_post_id, where))

struct AcknowledgePush {
    static constexpr std::string_view name = "push.acknowledge";
};
BOOST_DESCRIBE_STRUCT(AcknowledgePush, (), ())

struct AnswerPush {
    static constexpr std::string_view name = "push.answer";
    PersonalText text;
    Instant due_by{};
};
BOOST_DESCRIBE_STRUCT(AnswerPush, (), (text, due_by))

struct ReportDeed {
    static constexpr std::string_view name = "push.report_deed";
    PersonalText text;
};
BOOST_DESCRIBE_STRUCT(ReportDeed, (), (text))

BOOST_DEFINE_ENUM_CLASS(Stage, none, delivered, done)

struct Recipient {
    PostId post_id;
    std::optional<Instant> acknowledged_at;
    PersonalText answer;
    std::optional<Instant> answered_at;
    std::optional<Instant> due_by;
    PersonalText deed;
    std::optional<Instant> done_at;
    std::optional<Instant> first_answered_at = {};
};
BOOST_DESCRIBE_STRUCT(Recipient, (),
                      (post_id, acknowledged_at, answer, answered_at, due_by, deed, done_at,
                       first_answered_at))

struct Push {
    using Command = std::variant<DeliverPush, AcknowledgePush, AnswerPush, ReportDeed, kernel::NoteDeadline>;
    using Event = push::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        Stage stage = Stage::none;
        std::string mediation_id;
        int number = 0;
        std::string dispute_class;
        PersonalText text;
        PostId from_post_id;
        Jurisdiction where;
        std::optional<std::string> area_label;
        Instant delivered_at{};
        std::vector<Recipient> recipients;
        std::optional<Instant> done_at;
        std::vector<std::string> missed;  // kinds of obligations that were broken, each once
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Push::State, (),
                      (stage, mediation_id, number, dispute_class, text, from_post_id, where, area_label,
                       delivered_at, recipients, done_at, missed, open))

static_assert(kernel::Decider<Push>);

// By where it lies; its recipients, who see nothing by their area, because it is theirs; and whoever sent it.
kernel::Scope scope_of(const Push::State& state);

// "psh_i.0CQ….1"
std::string push_id(std::string_view mediation_id, int number);

}  // namespace anlan::push
