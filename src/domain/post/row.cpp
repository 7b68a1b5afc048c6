#include "domain/post/row.hpp"

namespace anlan::post {
namespace {

std::optional<Shift> next_shift(const Post::State& state) {
    const Shift* next = nullptr;
    for (const Shift& shift : state.shifts)
        if (!shift.taken_by && (next == nullptr || shift.from < next->from)) next = &shift;
    return next == nullptr ? std::nullopt : std::optional{*next};
}

}  // namespace

std::optional<PostRow> row_of(std::string_view stream, const Post::State& state) {
    if (!state.created) return std::nullopt;
    PostRow row{std::string{stream}, state.role, state.post_name,   state.where,      state.capacity,
                state.on_duty,       {},         next_shift(state), state.delegations};
    for (const Delegation& delegation : state.delegations)
        row.standing_in.push_back(delegation.to_account_id);
    return row;
}

std::map<std::string, std::string> facets_of(const Post::State& state) {
    return {{"role", state.role},
            {"district", state.where.district.value()},
            {"station", state.where.station.value()},
            {"beat", state.where.beat.value()},
            {"staffed", state.on_duty.empty() ? "no" : "yes"}};
}

}  // namespace anlan::post
