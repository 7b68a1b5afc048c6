// Secrets that stand in a link: chance from the kernel, said once to whoever asked for the link. Whoever
// sends the same command again, because the answer was lost, is told the same one for a while.
//
// Threads: any.
#pragma once
#include "api/id_maker.hpp"

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

namespace anlan::api {

class LinkMaker {
public:
    explicit LinkMaker(IdMaker& ids) : ids_(ids) {}

    // 30 characters of five bits: 150 bits, in letters and digits that can be read out.
    std::string of_command(std::string_view actor_id, std::string_view command_id);

private:
    std::string make();

    struct Made {
        std::string command;
        std::string link;
    };
    static constexpr std::size_t remembered_max = 256;
    IdMaker& ids_;
    std::mutex mutex_;
    std::deque<Made> made_;
};

}  // namespace anlan::api
