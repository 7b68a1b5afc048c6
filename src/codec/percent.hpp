// A text as it may stand in an address: percent-encoded (RFC 3986, section 2.1).
#pragma once
#include <string>
#include <string_view>

namespace anlan::codec {

// `kept` stands as it is, beside what RFC 3986 calls unreserved.
std::string percent_encoded(std::string_view text, std::string_view kept = "");

}  // namespace anlan::codec
