// What a report says of where and what, as a call writes it down and an incident keeps it.
#pragma once
#include "base/personal_text.hpp"
#include "terms/geo_point.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>

namespace anlan {

// Where, as far as a person has decided it. `place_label` is the name of the register's entry and may be
// shown to everybody; what the caller said may name people, so `place_text` is personal.
struct Location {
    PersonalText place_text;
    std::optional<PlaceId> place_id;
    std::optional<std::string> place_label;
    std::optional<GeoPoint> point;
    Jurisdiction where;

    friend bool operator==(const Location&, const Location&) = default;
};
BOOST_DESCRIBE_STRUCT(Location, (), (place_text, place_id, place_label, point, where))

// The answer to a question of the catalogue: the choice's code, a number, "yes" or "no", or a text.
struct Answer {
    std::string question_id;
    PersonalText value;

    friend bool operator==(const Answer&, const Answer&) = default;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (question_id, value))

// How the caller is when asked for it: not said is not the same as no.
BOOST_DEFINE_ENUM_CLASS(Stated, unknown, no, yes)

}  // namespace anlan
