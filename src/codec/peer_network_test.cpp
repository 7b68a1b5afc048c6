#include "codec/peer_network.hpp"

#include <gtest/gtest.h>

namespace anlan::codec {
namespace {

TEST(PeerNetwork, IsTheAddressOrTheNetworkThatOneLineHas) {
    struct Row {
        const char* peer;
        const char* network;
    };
    const Row rows[] = {{"192.0.2.7", "192.0.2.7"},
                        {"::ffff:192.0.2.7", "192.0.2.7"},
                        {"2001:db8:0:7:1:2:3:4", "2001:db8:0:7::/64"},
                        {"2001:db8:0:7::1", "2001:db8:0:7::/64"},
                        {"2001:db8::7:0:0:0:1", "2001:db8:0:7::/64"},
                        {"2001:db8::1", "2001:db8:0:0::/64"},
                        {"1::2:3:4:5:6:7", "1:0:2:3::/64"},
                        {"fe80::1%eth0", "fe80:0:0:0::/64"},
                        {"::1", "0:0:0:0::/64"},
                        {"::", "0:0:0:0::/64"},
                        {"1:2:3:4:5:6:7::", "1:2:3:4::/64"},
                        {"", ""},
                        {"unix", "unix"}};
    for (const Row& row : rows) EXPECT_EQ(peer_network(row.peer), row.network) << row.peer;
}

}  // namespace
}  // namespace anlan::codec
