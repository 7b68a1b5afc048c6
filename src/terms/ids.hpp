// The ids that two or more modules share. An id carries a typed prefix and sorts by the time it was made:
// "inc_" + 16 characters of Crockford base 32 (48 bits of milliseconds, 32 of chance). An imported record may
// keep the id it came with behind the prefix ("unt_E32"). Characters after the prefix: A-Z a-z 0-9 . -
#pragma once
#include "base/strong.hpp"

#include <string>

namespace anlan {

using AccountId = Strong<struct AccountIdTag, std::string>;    // acc_
using AreaId = Strong<struct AreaIdTag, std::string>;          // are_  city, district, station or beat
using CallId = Strong<struct CallIdTag, std::string>;          // cal_
using CommandId = Strong<struct CommandIdTag, std::string>;    // chosen by the caller (Idempotency-Key)
using IncidentId = Strong<struct IncidentIdTag, std::string>;  // inc_
using PlaceId = Strong<struct PlaceIdTag, std::string>;        // plc_
using PostId = Strong<struct PostIdTag, std::string>;          // pst_
using UnitId = Strong<struct UnitIdTag, std::string>;          // unt_

}  // namespace anlan
