// What a decision may ask of everything around its stream: of another record, whether there is one, where it
// lies and whether it is closed; of who asks, what their own roles allow; of a command that somebody
// proposes, whether it would be carried out now. The engine answers, on the one deciding thread.
#pragma once
#include "base/instant.hpp"
#include "base/result.hpp"
#include "kernel/refusal.hpp"
#include "kernel/scope.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::kernel {

// When a record was closed, which is when its personal texts begin to be kept for a time only; and as what, a
// code of the module that the rulebook may tell apart.
struct Closed {
    Instant at;
    std::string kind = {};
};

enum class Closing { never, sometime };  // whether records of its module are closed at all

struct RecordFacts {
    Scope scope;
    Closing closing = Closing::never;
    std::optional<Closed> closed = {};
};

// A command that somebody proposes to another stream, as it would be sent.
struct NamedCommand {
    std::string stream;
    std::string command;  // "erasure.erase_early"
    std::string body;     // JSON
};

// What it would come to: where the record lies then, and its body as the log would keep it.
struct Tried {
    Scope scope;
    std::string body;
};

struct Around {
    std::function<std::optional<RecordFacts>(std::string_view stream)> record;
    // By roles of the asker's own post alone, whatever was given to them for a time. A machine may all.
    std::function<bool(std::string_view permission, const Scope&)> own_right;
    // Whether the asker's own roles hold all that this role holds.
    std::function<bool(std::string_view role, const Scope&)> own_role;
    // As if the asker sent it with a second person's word; nothing is done.
    std::function<Result<Tried, Refusal>(const NamedCommand&)> attempt;
};

}  // namespace anlan::kernel
