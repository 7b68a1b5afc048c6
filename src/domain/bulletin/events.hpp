// What happens to the bulletin of one week in one district: it is opened when the week has been counted,
// drafted with the figures of every station and police post, released to the stations, which may object to a
// figure; each objection is answered, then it is published. What is corrected afterwards is a new edition. It
// holds counts and ids of areas and units, and nothing of persons.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::bulletin {

// `district`: of all its stations together, and of what is placed with none. A police post's incidents are
// its station's, too, and are not added up.
BOOST_DEFINE_ENUM_CLASS(RowKind, district, station, police_post, unplaced)

// A count has no denominator; a share of nothing has the denominator 0.
struct FigureValue {
    std::string code;  // of bulletin.toml
    std::int64_t numerator = 0;
    std::optional<std::int64_t> denominator = {};

    friend bool operator==(const FigureValue&, const FigureValue&) = default;
};
BOOST_DESCRIBE_STRUCT(FigureValue, (), (code, numerator, denominator))

struct UnitFigures {
    std::string unit;  // the id of an area, or of a unit that is a police post
    RowKind kind{};
    std::string unit_name;  // as it was called then
    AreaId station;         // whose it is; empty: the district's
    std::vector<FigureValue> figures;

    friend bool operator==(const UnitFigures&, const UnitFigures&) = default;
};
BOOST_DESCRIBE_STRUCT(UnitFigures, (), (unit, kind, unit_name, station, figures))

// What a department's tasks took of the district's officers in that week.
struct DepartmentBurden {
    std::string department;  // a code of task.toml
    std::int64_t errands = 0;
    std::int64_t minutes = 0;

    friend bool operator==(const DepartmentBurden&, const DepartmentBurden&) = default;
};
BOOST_DESCRIBE_STRUCT(DepartmentBurden, (), (department, errands, minutes))

struct BulletinOpened {
    static constexpr std::string_view wire = "bulletin.opened.v1";
    std::string week;    // "2026W10", ISO 8601
    Jurisdiction where;  // the district; the city alone for what has no district
    Instant begins{};
    Instant ends{};
    Instant counted_until{};        // what was recorded before it is counted, and nothing after
    std::vector<PostId> objectors;  // posts of the stations that read it and may object
    Instant opened_at{};
    std::vector<kernel::Obligation> obligations;  // the draft
};
BOOST_DESCRIBE_STRUCT(BulletinOpened, (),
                      (week, where, begins, ends, counted_until, objectors, opened_at, obligations))

struct BulletinDrafted {
    static constexpr std::string_view wire = "bulletin.drafted.v1";
    std::uint64_t counted_to = 0;  // the last position of the log that was counted
    std::vector<UnitFigures> rows;
    std::vector<DepartmentBurden> burden;
    Instant drafted_at{};
    std::vector<kernel::Obligation> obligations;  // the centre's review
};
BOOST_DESCRIBE_STRUCT(BulletinDrafted, (), (counted_to, rows, burden, drafted_at, obligations))

// The stations may object from now on.
struct DraftReleased {
    static constexpr std::string_view wire = "bulletin.draft_released.v1";
    AccountId released_by;
    Instant released_at{};
    std::vector<kernel::Obligation> obligations;  // object_until
};
BOOST_DESCRIBE_STRUCT(DraftReleased, (), (released_by, released_at, obligations))

struct ObjectionMade {
    static constexpr std::string_view wire = "bulletin.objection_made.v1";
    int number = 0;  // from 1 on
    std::string unit;
    std::string figure;
    std::string reason;
    PostId objected_at_post;
    AccountId objected_by;
    Instant objected_at{};
    std::vector<kernel::Obligation> obligations;  // its answer
};
BOOST_DESCRIBE_STRUCT(ObjectionMade, (),
                      (number, unit, figure, reason, objected_at_post, objected_by, objected_at, obligations))

BOOST_DEFINE_ENUM_CLASS(Ruling, kept, corrected)

struct ObjectionAnswered {
    static constexpr std::string_view wire = "bulletin.objection_answered.v1";
    int number = 0;
    Ruling ruling{};
    std::optional<FigureValue> value = {};  // corrected: as it stands from now on
    std::string note;
    AccountId answered_by;
    Instant answered_at{};
    std::vector<kernel::Obligation> obligations;  // to publish, where this was what it waited for
};
BOOST_DESCRIBE_STRUCT(ObjectionAnswered, (),
                      (number, ruling, value, note, answered_by, answered_at, obligations))

// By the clock: the time to object is over.
struct ObjectionsClosed {
    static constexpr std::string_view wire = "bulletin.objections_closed.v1";
    int unanswered = 0;
    Instant closed_at{};
    std::vector<kernel::Obligation> obligations;  // to publish, if nothing is unanswered
};
BOOST_DESCRIBE_STRUCT(ObjectionsClosed, (), (unanswered, closed_at, obligations))

struct BulletinPublished {
    static constexpr std::string_view wire = "bulletin.published.v1";
    int edition = 1;
    AccountId published_by;
    Instant published_at{};
};
BOOST_DESCRIBE_STRUCT(BulletinPublished, (), (edition, published_by, published_at))

struct Correction {
    std::string unit;
    FigureValue value;
    std::string note;

    friend bool operator==(const Correction&, const Correction&) = default;
};
BOOST_DESCRIBE_STRUCT(Correction, (), (unit, value, note))

// After publication: a new edition. What was published before stays as it was.
struct EditionPublished {
    static constexpr std::string_view wire = "bulletin.edition_published.v1";
    int edition = 2;
    std::vector<Correction> corrections;
    AccountId published_by;
    Instant published_at{};
};
BOOST_DESCRIBE_STRUCT(EditionPublished, (), (edition, corrections, published_by, published_at))

using Event = std::variant<BulletinOpened, BulletinDrafted, DraftReleased, ObjectionMade, ObjectionAnswered,
                           ObjectionsClosed, BulletinPublished, EditionPublished, kernel::DeadlineWarned,
                           kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::bulletin
