#include "domain/matter/policies.hpp"

namespace anlan::matter {

std::vector<kernel::Send<Matter::Command>> suggest_what_was_split_off(const kernel::PolicyInput& input) {
    const auto* split = input.recorded.as<MatterSplit>();
    if (split == nullptr) return {};
    const auto& from = input.recorded.envelope.stream;
    const auto erased = input.own_state(from);
    if (erased == nullptr) return {};
    const auto& state = *static_cast<const Matter::State*>(erased.get());
    return {{split->into.value(), SuggestMatter{state.kind, "", split->reports, MatterId{from}}}};
}

}  // namespace anlan::matter
