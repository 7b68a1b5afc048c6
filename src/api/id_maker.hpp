// Ids of records that the server names, the same one again for a command that is sent again.
#pragma once
#include "ports/clock.hpp"
#include "ports/random.hpp"

#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace anlan::api {

class IdMaker {
public:
    IdMaker(ports::Clock& clock, ports::Random& random) : clock_(clock), random_(random) {}

    std::string fresh(std::string_view prefix);
    // For a creating command: who repeats it with the same key means the same record. Remembers the last
    // 65,536; beyond them, and over a restart, the engine refuses the key as used and nothing is created
    // twice.
    std::string of_command(std::string_view prefix, std::string_view actor_id, std::string_view command_id);

    // 64 bits.
    std::uint64_t chance();

private:
    std::string make(std::string_view prefix);

    static constexpr std::size_t remembered_max = 65'536;
    ports::Clock& clock_;
    ports::Random& random_;
    std::mutex mutex_;
    std::unordered_map<std::string, std::string> made_;
    std::deque<std::string> order_;
};

}  // namespace anlan::api
