// Imports a file of commands, one JSON object a line, through the same door as everybody's work:
//   {"stream": "are_420106", "command": "area.register", "body": {...}}
// The demo city is such a file, and so is what another installation exports. Every line is read before the
// first is sent. A line's command id is made of the source and the line itself, so that importing a file
// twice changes nothing, and importing what was added to it adds just that.
#pragma once
#include "engine/submit.hpp"
#include "kernel/module.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::sim {

struct SeedFault {
    int line = 0;  // from 1; 0: of no line in particular
    std::string message;
};
// "wuhan.jsonl:17: .body.level: expected one of …"
std::string to_text(const SeedFault& fault, std::string_view file);

struct SeedReport {
    std::uint64_t lines = 0;
    std::uint64_t accepted = 0;  // recorded something
    std::uint64_t repeated = 0;  // had been carried out before
    std::uint64_t refused = 0;
    std::vector<SeedFault> refusals;  // the first of them
};

inline constexpr std::size_t seed_batch = 1'000;  // commands in one commit
inline constexpr std::size_t seed_refusals_shown = 20;

class Seed {
public:
    // `source` names the file's origin in the log ("demo city"); its actor is an import of that name.
    static Result<Seed, SeedFault> read(std::string_view text, std::string source,
                                        std::span<const kernel::Module> modules);

    std::size_t lines() const { return submissions_.size(); }
    const std::vector<engine::Submission>& submissions() const { return submissions_; }

    // Sends all of it and waits. `progress` gets the lines done. A fault of the log or a full queue ends it;
    // refusals do not.
    Result<SeedReport, SeedFault> send(engine::Submit& door,
                                       const std::function<void(std::size_t)>& progress);

private:
    std::vector<engine::Submission> submissions_;
    std::vector<int> line_of_;
};

}  // namespace anlan::sim
