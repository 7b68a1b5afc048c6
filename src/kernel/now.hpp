// Everything a decision may know beside the stream's state and the command: the time, the rules in force, who
// asks, which stream it is, and what other streams tell of themselves. Handed in, never looked up.
#pragma once
#include "base/instant.hpp"
#include "kernel/actor.hpp"
#include "kernel/around.hpp"
#include "kernel/rulebook.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace anlan::kernel {

template <class B>
inline constexpr char brief_tag = 0;  // its address names the brief B

// What a stream tells others of itself while they decide: a small value that its module declares in its
// events.hpp (incident::Brief) and fills from its state. It is read at the instant of the decision, on the
// one deciding thread, so that nobody has to take the sender's word for it. Null: there is no such stream, or
// it tells nothing like it.
using Briefs = std::function<std::shared_ptr<const void>(std::string_view stream, const void* tag)>;

struct Now {
    Instant at;
    const Rulebook& rules;
    const Actor& by;
    std::string_view stream = {};
    const Briefs* briefs = nullptr;  // null where one module is looked at alone: nobody can be asked
    const Around* around = nullptr;  // the same

    template <class B>
    std::optional<B> brief(std::string_view of) const {
        const auto told = briefs == nullptr ? nullptr : (*briefs)(of, &brief_tag<B>);
        if (told == nullptr) return std::nullopt;
        return *static_cast<const B*>(told.get());
    }
};

}  // namespace anlan::kernel
