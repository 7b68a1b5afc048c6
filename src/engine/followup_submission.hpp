// What a view found to be done (views/followup_source.hpp), as the engine gets it: sent by the service, and
// the same words are the same command.
#pragma once
#include "engine/command_index.hpp"
#include "engine/submit.hpp"

#include <string>
#include <string_view>

namespace anlan::engine {

inline Submission followup_submission(const kernel::Followup& found, std::string_view sender) {
    constexpr std::uint64_t salt = 5;
    Submission submission;
    const auto content = digest(found.command.spec->encode(found.command.value), salt);
    submission.command_id = found.stream + "/" + std::to_string(content);
    submission.stream = found.stream;
    submission.command = found.command;
    submission.seat.actor = {kernel::ActorKind::clock, std::string{sender}, {}};
    submission.purpose = "policy";
    return submission;
}

}  // namespace anlan::engine
