// Typed commands as the engine takes them, found by their type instead of their name.
#pragma once
#include "base/check.hpp"
#include "engine/submit.hpp"
#include "kernel/module.hpp"

#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

namespace anlan::sim {

class CommandBook {
public:
    explicit CommandBook(std::span<const kernel::Module> modules) {
        for (const auto& module : modules)
            for (const auto& spec : module.commands) by_type_.emplace(spec->type, spec.get());
    }

    template <class C>
    kernel::AnyCommand command(C value) const {
        const auto found = by_type_.find(&kernel::type_tag<C>);
        ANLAN_CHECK(found != by_type_.end(), "a command that no module has");
        return {found->second, std::make_shared<const C>(std::move(value))};
    }

    // `command_id` must be the same whenever the same thing is said again.
    template <class C>
    engine::Submission submission(std::string stream, C value, const access::Seat& seat,
                                  std::string command_id) const {
        engine::Submission made;
        made.stream = std::move(stream);
        made.command = command(std::move(value));
        made.seat = seat;
        made.command_id = std::move(command_id);
        return made;
    }

private:
    std::unordered_map<const void*, const kernel::CommandSpec*> by_type_;
};

}  // namespace anlan::sim
