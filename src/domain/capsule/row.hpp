// What lists show of a capsule: whose shift, at which post, which version, and whether it is signed. Remarks
// are read in the record.
#pragma once
#include "domain/capsule/capsule.hpp"

#include <map>

namespace anlan::capsule {

struct CapsuleRow {
    std::string capsule_id;
    PostId post_id;
    Jurisdiction where;
    AccountId account_id;
    Instant began_at{};
    int capsule_version = 0;
    std::int64_t matters = 0;
    std::optional<Instant> written_at;
    std::optional<Instant> over_at;
    std::optional<Instant> sign_by;
    std::optional<AccountId> signed_by;
    std::optional<int> signed_version;
    std::optional<Instant> signed_at;
};
BOOST_DESCRIBE_STRUCT(CapsuleRow, (),
                      (capsule_id, post_id, where, account_id, began_at, capsule_version, matters, written_at,
                       over_at, sign_by, signed_by, signed_version, signed_at))

std::optional<CapsuleRow> row_of(std::string_view stream, const Capsule::State& state);
std::map<std::string, std::string> facets_of(const Capsule::State& state);

}  // namespace anlan::capsule
