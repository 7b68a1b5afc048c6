#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace anlan {

void check_failed(const char* condition, const char* file, int line, const char* why) noexcept {
    std::fprintf(stderr, "anlan: bug at %s:%d: %s (%s)\n", file, line, why, condition);
    std::abort();
}

}  // namespace anlan
