// What several measurements need: ranks, memory, a city's commands ready to be sent.
#pragma once
#include "app/node.hpp"
#include "engine/submit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace anlan {

using Steady = std::chrono::steady_clock;

[[noreturn]] inline void give_up(const std::string& why) {
    fmt::print(stderr, "{}\n", why);
    std::exit(2);
}

inline double seconds_since(Steady::time_point start) {
    return std::chrono::duration<double>(Steady::now() - start).count();
}

inline double percentile(std::vector<double>& values, double share) {
    if (values.empty()) return 0;
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(rank), values.end());
    return values[rank];
}

// The rulebook's folder: as named, else the tree's, which the runner tells (tools/bench_table.py).
inline std::string rulebook_folder(int count, char** arguments) {
    if (count > 1) return arguments[1];
    const auto* tree = std::getenv("ANLAN_SOURCE_DIR");
    return (tree != nullptr ? std::string{tree} + "/" : std::string{}) + "rulebook/wuhan";
}

// Resident memory of this process, in bytes.
inline double resident_bytes() {
    std::ifstream statm{"/proc/self/statm"};
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * 4096;
}

// A command as an import would send it; each stream gets one of a kind.
inline engine::Submission command(const kernel::CommandSpec& spec, std::string stream,
                                  const std::string& body) {
    engine::Submission submission;
    submission.stream = std::move(stream);
    auto value = spec.decode(body);
    if (!value.ok())
        give_up(fmt::format("{}{}: expected {}", spec.name, value.error().path, value.error().expected));
    submission.command = {&spec, std::move(value).value()};
    submission.seat.actor = {kernel::ActorKind::import, "bench", {}};
    submission.purpose = "dispatch";
    submission.command_id = spec.name + submission.stream;
    return submission;
}

inline const kernel::CommandSpec& find_command(const kernel::Modules& modules, std::string_view name) {
    for (const auto& module : modules)
        if (const auto* spec = module.find_command(name)) return *spec;
    give_up(fmt::format("no module knows {}", name));
}

}  // namespace anlan
