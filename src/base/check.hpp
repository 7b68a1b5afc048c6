// A broken invariant of ours is a bug: the process stops, in production too, and the log is replayed at the
// next start. Nothing that a person or a machine outside can cause may ever reach a check.
#pragma once

namespace anlan {

[[noreturn]] void check_failed(const char* condition, const char* file, int line, const char* why) noexcept;

}  // namespace anlan

#define ANLAN_CHECK(condition, why)                                     \
    do {                                                                \
        if (!(condition)) [[unlikely]]                                  \
            ::anlan::check_failed(#condition, __FILE__, __LINE__, why); \
    } while (false)
