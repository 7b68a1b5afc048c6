#include "codec/peer_network.hpp"

#include <algorithm>

namespace anlan::codec {
namespace {

constexpr std::size_t groups_in_all = 8;
constexpr std::size_t groups_of_network = 4;
constexpr std::string_view ipv4_within = "::ffff:";

}  // namespace

std::string peer_network(std::string_view peer) {
    if (peer.find(':') == std::string_view::npos) return std::string{peer};
    if (peer.starts_with(ipv4_within) && peer.find('.') != std::string_view::npos)
        return std::string{peer.substr(ipv4_within.size())};
    const auto gap = peer.find("::");
    const auto written = peer.substr(0, gap);
    const auto behind = gap == std::string_view::npos ? std::string_view{} : peer.substr(gap + 2);
    const auto groups_in = [](std::string_view text) {
        return text.empty() ? std::size_t{0}
                            : static_cast<std::size_t>(std::count(text.begin(), text.end(), ':')) + 1;
    };
    // What "::" leaves out are noughts, as many as are missing.
    const auto before = groups_in(written);
    const auto after = groups_in(behind);
    const auto noughts = gap == std::string_view::npos || before + after > groups_in_all
                             ? std::size_t{0}
                             : groups_in_all - before - after;
    std::string network;
    std::string_view rest = written;
    for (std::size_t group = 0; group < groups_of_network; ++group) {
        if (group == before + noughts) rest = behind;
        std::string_view digits = "0";
        if (group < before || group >= before + noughts) {
            const auto end = std::min(rest.find(':'), rest.size());
            digits = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        network += std::string{digits} + ":";
    }
    return network + ":/64";
}

}  // namespace anlan::codec
