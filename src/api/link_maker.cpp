#include "api/link_maker.hpp"

#include <algorithm>

namespace anlan::api {
namespace {

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
static_assert(alphabet.size() == 32);
constexpr int parts = 3;
constexpr int characters_of_part = 10;  // of a number of 64 bits, 50 are used

}  // namespace

std::string LinkMaker::make() {
    std::string link;
    for (int part = 0; part < parts; ++part) {
        auto chance = ids_.chance();
        for (int i = 0; i < characters_of_part; ++i, chance >>= 5U) link += alphabet[chance & 31U];
    }
    return link;
}

std::string LinkMaker::of_command(std::string_view actor_id, std::string_view command_id) {
    std::string command = std::string{actor_id} + "\n" + std::string{command_id};
    const std::lock_guard lock{mutex_};
    const auto known =
        std::find_if(made_.begin(), made_.end(), [&](const Made& one) { return one.command == command; });
    if (known != made_.end()) return known->link;
    made_.push_back({std::move(command), make()});
    if (made_.size() > remembered_max) made_.pop_front();
    return made_.back().link;
}

}  // namespace anlan::api
