// Where a record belongs: city › district › station › beat, from the whole to the part. An empty part means
// "not known yet" in a record and "all of it" in a person's reach.
#pragma once
#include "terms/ids.hpp"

#include <boost/describe.hpp>

namespace anlan {

struct Jurisdiction {
    AreaId city;
    AreaId district;
    AreaId station;
    AreaId beat;

    friend bool operator==(const Jurisdiction&, const Jurisdiction&) = default;
};
BOOST_DESCRIBE_STRUCT(Jurisdiction, (), (city, district, station, beat))

// Whether `reach` contains `record`: every part that reach names is the same in the record.
bool contains(const Jurisdiction& reach, const Jurisdiction& record);

}  // namespace anlan
