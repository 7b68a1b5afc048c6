// Why a text, or a section of the rulebook, cannot be taken.
#pragma once
#include <string>

namespace anlan::kernel {

struct Malformed {
    std::string path;  // of the member: ".units[0].crew", ".ladder[1].after"
    std::string expected;

    friend bool operator==(const Malformed&, const Malformed&) = default;
};

}  // namespace anlan::kernel
