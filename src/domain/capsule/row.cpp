#include "domain/capsule/row.hpp"

namespace anlan::capsule {

std::optional<CapsuleRow> row_of(std::string_view stream, const Capsule::State& state) {
    if (state.post_id.value().empty()) return std::nullopt;
    CapsuleRow row{.capsule_id = std::string{stream},
                   .post_id = state.post_id,
                   .where = state.where,
                   .account_id = state.account_id,
                   .began_at = state.began_at,
                   .capsule_version = state.capsule_version,
                   .matters = static_cast<std::int64_t>(state.matters.size()),
                   .written_at = state.written_at,
                   .over_at = state.over_at,
                   .sign_by = {},
                   .signed_by = {},
                   .signed_version = {},
                   .signed_at = {}};
    if (const auto* owed = kernel::find(state.open, "sign_capsule")) row.sign_by = owed->due_by;
    if (!state.signature) return row;
    row.signed_by = state.signature->signed_by;
    row.signed_version = state.signature->capsule_version;
    row.signed_at = state.signature->signed_at;
    return row;
}

std::map<std::string, std::string> facets_of(const Capsule::State& state) {
    return {{"post", state.post_id.value()},
            {"district", state.where.district.value()},
            {"station", state.where.station.value()},
            {"signed", state.signature ? "yes" : "no"}};
}

}  // namespace anlan::capsule
