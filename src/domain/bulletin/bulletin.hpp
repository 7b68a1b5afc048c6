// The bulletin of one week in one district. The view (views/weekly_figures.hpp) opens and drafts it; the
// centre releases it, answers objections and publishes; a station objects to its own figures while there is
// time.
#pragma once
#include "domain/bulletin/events.hpp"
#include "kernel/decider.hpp"
#include "kernel/scope.hpp"

namespace anlan::bulletin {

inline constexpr std::size_t rows_max = 200;  // stations, police posts, the district
inline constexpr std::size_t objections_max = 200;
inline constexpr std::size_t corrections_max = 100;  // of one edition
inline constexpr std::size_t editions_max = 50;
inline constexpr std::size_t text_max = 2'000;  // bytes of a reason or a note

// The view's, sent by the service alone.
struct OpenBulletin {
    static constexpr std::string_view name = "bulletin.open";
    std::string week;
    Jurisdiction where;
    std::vector<AreaId> stations;
};
BOOST_DESCRIBE_STRUCT(OpenBulletin, (), (week, where, stations))

struct DraftBulletin {
    static constexpr std::string_view name = "bulletin.draft";
    std::uint64_t counted_to = 0;
    std::vector<UnitFigures> rows;
    std::vector<DepartmentBurden> burden;
};
BOOST_DESCRIBE_STRUCT(DraftBulletin, (), (counted_to, rows, burden))

struct ReleaseDraft {
    static constexpr std::string_view name = "bulletin.release";
};
BOOST_DESCRIBE_STRUCT(ReleaseDraft, (), ())

struct Object {
    static constexpr std::string_view name = "bulletin.object";
    std::string unit;
    std::string figure;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(Object, (), (unit, figure, reason))

struct AnswerObjection {
    static constexpr std::string_view name = "bulletin.answer_objection";
    int number = 0;
    Ruling ruling{};
    std::string note;
    std::optional<std::int64_t> numerator = {};    // corrected
    std::optional<std::int64_t> denominator = {};  // corrected, of a share
};
BOOST_DESCRIBE_STRUCT(AnswerObjection, (), (number, ruling, note, numerator, denominator))

struct PublishBulletin {
    static constexpr std::string_view name = "bulletin.publish";
};
BOOST_DESCRIBE_STRUCT(PublishBulletin, (), ())

struct CorrectBulletin {
    static constexpr std::string_view name = "bulletin.correct";
    std::vector<Correction> corrections;
};
BOOST_DESCRIBE_STRUCT(CorrectBulletin, (), (corrections))

BOOST_DEFINE_ENUM_CLASS(Stage, none, opened, drafted, released, closed, published)

struct Objection {
    int number = 0;
    std::string unit;
    std::string figure;
    std::string reason;
    PostId objected_at_post;
    AccountId objected_by;
    Instant objected_at{};
    std::optional<Ruling> ruling;  // none: not answered
    std::optional<FigureValue> value;
    std::string note;
    std::optional<Instant> answered_at;
};
BOOST_DESCRIBE_STRUCT(Objection, (),
                      (number, unit, figure, reason, objected_at_post, objected_by, objected_at, ruling,
                       value, note, answered_at))

struct Edition {
    int edition = 1;
    Instant published_at{};
    AccountId published_by;
    std::vector<Correction> corrections;  // on top of the edition before
};
BOOST_DESCRIBE_STRUCT(Edition, (), (edition, published_at, published_by, corrections))

struct Bulletin {
    using Command = std::variant<OpenBulletin, DraftBulletin, ReleaseDraft, Object, AnswerObjection,
                                 PublishBulletin, CorrectBulletin, kernel::NoteDeadline>;
    using Event = bulletin::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        Stage stage = Stage::none;
        std::string week;
        Jurisdiction where;
        Instant begins{};
        Instant ends{};
        Instant counted_until{};
        std::vector<PostId> objectors;
        std::uint64_t counted_to = 0;
        std::vector<UnitFigures> rows;  // as drafted; corrections stand beside them
        std::vector<DepartmentBurden> burden;
        std::optional<Instant> drafted_at;
        std::optional<Instant> object_until;
        std::vector<Objection> objections;
        std::vector<Edition> editions;
        std::vector<UnitFigures> standing;  // the rows after what was corrected so far
        std::vector<std::string> missed;    // kinds of obligations that were broken, each once
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Bulletin::State, (),
                      (stage, week, where, begins, ends, counted_until, objectors, counted_to, rows, burden,
                       drafted_at, object_until, objections, editions, standing, missed, open))

static_assert(kernel::Decider<Bulletin>);

// Of a row that is there; null otherwise.
const UnitFigures* find_row(const Bulletin::State& state, std::string_view unit);
// As it stands after what was corrected, a district's sum with its stations'; none: the row has no such
// figure.
std::optional<FigureValue> standing(const Bulletin::State& state, std::string_view unit,
                                    std::string_view figure);
int unanswered(const Bulletin::State& state);

kernel::Scope scope_of(const Bulletin::State& state);

}  // namespace anlan::bulletin
