// Who is one source where something is counted for each of them. Of IPv4 that is the address; of IPv6 the
// network of 64 bits it lies in, because one line, and so one attacker, has all addresses of such a network.
#pragma once
#include <string>
#include <string_view>

namespace anlan::codec {

// "192.0.2.7" is itself, as is whatever is no address; "2001:db8:0:7::1" is "2001:db8:0:7::/64"; an IPv4
// address that is written as one of IPv6 ("::ffff:192.0.2.7") is that of IPv4.
std::string peer_network(std::string_view peer);

}  // namespace anlan::codec
