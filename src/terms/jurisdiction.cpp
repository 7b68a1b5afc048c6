#include "terms/jurisdiction.hpp"

namespace anlan {
namespace {

bool covers(const AreaId& reach, const AreaId& record) { return reach.value().empty() || reach == record; }

}  // namespace

bool contains(const Jurisdiction& reach, const Jurisdiction& record) {
    return covers(reach.city, record.city) && covers(reach.district, record.district) &&
           covers(reach.station, record.station) && covers(reach.beat, record.beat);
}

}  // namespace anlan
