// A shift handed over: what was open when it ended, what the leaving person adds, who signed which version of
// it and when; and that a shift ended with nothing signed yet.
#pragma once
#include "base/instant.hpp"
#include "base/personal_text.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::capsule {

// What makes a matter one that the next shift has to know of.
BOOST_DEFINE_ENUM_CLASS(Why, open, owed, out_of_service, safety_check)

// One line of the page: a record, and what is open about it. No word about people: these are read there.
struct Matter {
    std::string record;  // "inc_…", "unt_…", "cal_…"
    Why why{};
    std::string kind;               // of what is owed: "dispatch"; a unit's reason; else empty
    std::optional<Instant> due_by;  // of what is owed

    friend bool operator==(const Matter&, const Matter&) = default;
};
BOOST_DESCRIBE_STRUCT(Matter, (), (record, why, kind, due_by))

// Each writing is a version, and replaces the one before.
struct CapsuleWritten {
    static constexpr std::string_view wire = "capsule.written.v1";
    PostId post_id;
    Jurisdiction where;
    AccountId account_id;  // whose shift it hands over
    Instant began_at{};    // of that shift
    int capsule_version = 1;
    std::uint64_t position = 0;  // of the log, which the page was true of
    std::vector<Matter> matters;
    PersonalText remarks;
    AccountId written_by;
    Instant written_at{};
};
BOOST_DESCRIBE_STRUCT(CapsuleWritten, (),
                      (post_id, where, account_id, began_at, capsule_version, position, matters, remarks,
                       written_by, written_at))

// The shift is over; whoever comes owes a signature, unless it was given before.
struct ShiftOver {
    static constexpr std::string_view wire = "capsule.shift_over.v1";
    PostId post_id;
    Jurisdiction where;
    AccountId account_id;
    Instant began_at{};
    std::optional<AccountId> relieved_by;
    Instant over_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(ShiftOver, (),
                      (post_id, where, account_id, began_at, relieved_by, over_at, obligations))

struct CapsuleSigned {
    static constexpr std::string_view wire = "capsule.signed.v1";
    int capsule_version = 0;  // 0: nothing had been written, and the next shift knows it
    AccountId signed_by;
    PersonalText remarks;  // of who comes
    Instant signed_at{};
};
BOOST_DESCRIBE_STRUCT(CapsuleSigned, (), (capsule_version, signed_by, remarks, signed_at))

using Event = std::variant<CapsuleWritten, ShiftOver, CapsuleSigned, kernel::DeadlineWarned,
                           kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::capsule
