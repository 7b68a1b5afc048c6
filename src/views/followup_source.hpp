// A view that finds something to be done which no person asked for: the next command, one at a time. Whoever
// sends them (app/followup_pass.hpp, the simulator) waits for each answer, so that what it led to is in the
// view before the next is asked for, and says what became of it.
#pragma once
#include "kernel/module.hpp"

#include <optional>
#include <string_view>

namespace anlan::views {

class FollowupSource {
public:
    virtual ~FollowupSource() = default;
    // As the log names it.
    virtual std::string_view sender() const = 0;
    // From any thread. What was given is not given again until something about it changes.
    virtual std::optional<kernel::Followup> next() = 0;
    // It could not be sent: it waits again.
    virtual void put_back(const kernel::Followup& unsent) = 0;
    // It was refused, and would be again.
    virtual void refused(const kernel::Followup& sent) = 0;
};

}  // namespace anlan::views
