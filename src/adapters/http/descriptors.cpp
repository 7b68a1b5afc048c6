#include "adapters/http/descriptors.hpp"

#include <algorithm>

#include <sys/resource.h>

namespace anlan::adapters::http {
namespace {

constexpr std::size_t usual_open_files = 1'024;
constexpr std::size_t sources_at_least = 4;  // that fill all connections

}  // namespace

std::size_t open_files_max() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return usual_open_files;
    const rlim_t before = files.rlim_cur;
    files.rlim_cur = files.rlim_max;
    return static_cast<std::size_t>(::setrlimit(RLIMIT_NOFILE, &files) == 0 ? files.rlim_max : before);
}

Limits within(Limits limits, std::size_t open_files, std::size_t reserved) {
    const auto room = open_files > reserved ? open_files - reserved : std::size_t{1};
    limits.connections = std::min(limits.connections, room);
    limits.connections_of_source = std::min(limits.connections_of_source,
                                            std::max<std::size_t>(1, limits.connections / sources_at_least));
    return limits;
}

}  // namespace anlan::adapters::http
