#include "ports/resting_streams.hpp"

#include "kernel/personal_seal.hpp"

#include <algorithm>

namespace anlan::ports {
namespace {

constexpr std::size_t positions_at_once = 1'000;

}  // namespace

bool is_damage(const Fault& fault) {
    return fault.code == "snapshots.damaged" || fault.code == "snapshots.corrupt";
}

Result<std::optional<RestingStream>, Fault> RestingStreams::find(std::string_view stream) {
    const auto* module = decoder_.module_of(stream);
    if (module == nullptr) return std::optional<RestingStream>{};
    const auto row = store_.load(stream);
    if (!row.ok() && is_damage(row.error())) return from_log(stream);
    if (!row.ok()) return Unexpected{row.error()};
    if (!*row) return std::optional<RestingStream>{};
    auto state = kernel::opened_state(*module, stream, (*row)->state, seal_);
    if (!state.ok()) return from_log(stream);
    return std::optional{RestingStream{module, std::move(state).value(), (*row)->version}};
}

// Each record says whose it is and which one: positions that lead elsewhere are found out.
Result<std::optional<RestingStream>, Fault> RestingStreams::from_log(std::string_view stream) {
    const auto* module = decoder_.module_of(stream);
    RestingStream found{module, module->initial(), 0};
    for (bool more = true; more;) {
        ANLAN_TRY(const auto positions, store_.positions(stream, found.version + 1, positions_at_once));
        more = positions.size() == positions_at_once;
        for (const auto position : positions) {
            bool fits = false;
            ANLAN_TRY_DONE(log_.read(position, [&](std::uint64_t at, std::string_view bytes, const Hash&) {
                auto record = decoder_.decode(bytes);
                fits = record.ok() && at == position && record->envelope.stream == stream &&
                       record->envelope.version == found.version + 1;
                if (!fits) return false;
                found.state = module->evolve(found.state, record->event);
                ++found.version;
                return false;
            }));
            if (!fits) return Unexpected{damaged_snapshot(stream)};
        }
    }
    if (found.version == 0) return Unexpected{damaged_snapshot(stream)};
    ++mended_;
    return std::optional{std::move(found)};
}

}  // namespace anlan::ports
