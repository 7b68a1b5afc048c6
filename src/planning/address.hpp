// From what somebody says or types to a place of the register: resolved where one place is clearly meant,
// asked where several could be, unknown where none fits. A road or estate whose name exists in several
// districts is never guessed: unless the text itself tells them apart, the answer is the question, its
// choices grouped by what distinguishes them. Where the caller's phone is only orders the choices.
//
// Names are found anywhere in the text (gazetteer.hpp), the best set of them that does not overlap is kept,
// and every entry they lead to is weighed by what the text says of it: own name, road, house number, street,
// district. What was matched and what was not is part of the answer.
#pragma once
#include "base/personal_text.hpp"
#include "planning/address_parts.hpp"
#include "planning/gazetteer.hpp"

#include <optional>

namespace anlan::planning {

BOOST_DEFINE_ENUM_CLASS(AddressVerdict, resolved, ask, unknown)

// How exact the point is.
BOOST_DEFINE_ENUM_CLASS(AddressPrecision, place, number, crossing, crossing_estimated, road, area)

struct AddressNote {
    AddressPart part = AddressPart::poi;
    std::string said;
    std::string known;  // of the candidate; empty: nothing

    friend bool operator==(const AddressNote&, const AddressNote&) = default;
};
BOOST_DESCRIBE_STRUCT(AddressNote, (), (part, said, known))

struct AddressCandidate {
    PlaceId place_id;
    std::string label;  // 武昌区 解放路 12号 户部巷
    PlaceKind kind = PlaceKind::poi;
    AddressPrecision precision = AddressPrecision::place;
    GeoPoint point;
    Jurisdiction jurisdiction;
    std::string district;
    std::string town;
    double likeness = 0;
    std::vector<AddressNote> matched;
    std::vector<AddressNote> unmatched;
};
BOOST_DESCRIBE_STRUCT(AddressCandidate, (),
                      (place_id, label, kind, precision, point, jurisdiction, district, town, likeness,
                       matched, unmatched))

BOOST_DEFINE_ENUM_CLASS(Distinction, district, town, road, name)

struct AddressChoice {
    std::string value;  // 武昌区
    std::vector<AddressCandidate> candidates;
};
BOOST_DESCRIBE_STRUCT(AddressChoice, (), (value, candidates))

BOOST_DEFINE_ENUM_CLASS(Beside, at, near, beside, opposite, behind, in_front, gate, downstairs, away)

// "对面", "附近", "东50米": where from the place; north and east in metres where a distance was said.
struct AddressRelationSaid {
    Beside beside = Beside::at;
    double north = 0;
    double east = 0;

    friend bool operator==(const AddressRelationSaid&, const AddressRelationSaid&) = default;
};
BOOST_DESCRIBE_STRUCT(AddressRelationSaid, (), (beside, north, east))

struct AddressAnswer {
    AddressVerdict verdict = AddressVerdict::unknown;
    std::optional<AddressCandidate> place;  // if resolved
    std::optional<GeoPoint> point;          // of the place, moved by what was said of the relation
    Distinction distinguished_by = Distinction::district;
    std::vector<AddressChoice> choices;  // if to be asked; the likeliest, or nearest to the hint, first
    AddressRelationSaid relation;
    std::vector<AddressElement> details;  // building, entrance, floor, room
    std::vector<PersonalText> phones;     // numbers that stood in the text and were left out
};
BOOST_DESCRIBE_STRUCT(AddressAnswer, (),
                      (verdict, place, point, distinguished_by, choices, relation, details, phones))

struct AddressQuestion {
    std::string text;
    std::optional<GeoPoint> hint;  // where the caller's phone says it is
};

inline constexpr std::size_t address_choices_max = 12;

AddressAnswer resolve_address(const Gazetteer& gazetteer, const AddressQuestion& question);

}  // namespace anlan::planning
