#include "app/places.hpp"

namespace anlan::app {

std::optional<std::filesystem::path> find_shared(const std::string& relative) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    const auto program = fs::read_symlink("/proc/self/exe", ignored);
    const auto folder = program.parent_path();
    for (const auto& candidate :
         {fs::path{relative}, folder / "../.." / relative, folder / "../share/anlan" / relative})
        if (fs::exists(candidate, ignored)) return candidate.lexically_normal();
    return std::nullopt;
}

}  // namespace anlan::app
