// Words about incidents and units that several modules share.
#pragma once
#include <boost/describe.hpp>

#include <cstdint>

namespace anlan {

// P1 life in danger, P2 urgent, P3 soon, P4 can be planned.
BOOST_DEFINE_ENUM_CLASS(Priority, p1, p2, p3, p4)

// The level that answers: 分级响应. A station alone, its district, the whole city.
BOOST_DEFINE_ENUM_CLASS(ResponseLevel, station, district, city)

// The 110 split (国办发〔2022〕12号): urgent, not urgent, not for the police (to be transferred).
BOOST_DEFINE_ENUM_CLASS(Urgency, urgent, not_urgent, not_for_police)

// The smallest thing that can be sent.
BOOST_DEFINE_ENUM_CLASS(UnitKind, patrol_car, foot_patrol, motorcycle, dog_team, drone, police_post,
                        auxiliary, volunteer_team, guard_team, fire_engine, ambulance, specialist)

BOOST_DEFINE_ENUM_CLASS(UnitStatus, off_duty, available, assigned, acknowledged, en_route, on_scene,
                        out_of_service)

// How a report reached us.
BOOST_DEFINE_ENUM_CLASS(Channel, phone, text, web, walk_in, group_message, agency, officer)

// What somebody who reported asks of those who call or come.
struct Quiet {
    bool no_ringing = false;  // do not ring me
    bool no_siren = false;    // no siren or light at my door

    friend bool operator==(const Quiet&, const Quiet&) = default;
};
BOOST_DESCRIBE_STRUCT(Quiet, (), (no_ringing, no_siren))

}  // namespace anlan
