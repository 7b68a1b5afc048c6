// Trouble with the world below a port: a full disk, a lost connection. Says what the caller may do.
#pragma once
#include <boost/describe.hpp>

#include <string>

namespace anlan::ports {

BOOST_DEFINE_ENUM_CLASS(Then, retry_call, retry_decision, stop)

struct Fault {
    Then then = Then::stop;
    std::string code;     // "log.disk_full", "log.read_only", "log.corrupt"
    std::string message;  // for the operator
};

}  // namespace anlan::ports
