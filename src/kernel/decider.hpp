// The contract of a module's core: three pure functions over a stream's state, checked by the compiler.
//   decide   may refuse; may not act. Saying a thing twice yields no events, not an error.
//   evolve   may not refuse: it has happened. It reads neither clock nor rulebook.
//   obligations   what is owed now, by whom, by when.
#pragma once
#include "base/result.hpp"
#include "kernel/now.hpp"
#include "kernel/obligation.hpp"
#include "kernel/refusal.hpp"

#include <concepts>
#include <utility>
#include <vector>

namespace anlan::kernel {

template <class D>
concept Decider =
    requires(const typename D::State& state, typename D::State moved, const typename D::Command& command,
             const typename D::Event& event, const Now& now) {
        { D::decide(state, command, now) } -> std::same_as<Result<std::vector<typename D::Event>, Refusal>>;
        { D::evolve(std::move(moved), event) } -> std::same_as<typename D::State>;
        { D::obligations(state) } -> std::same_as<const std::vector<Obligation>&>;
    };

}  // namespace anlan::kernel
