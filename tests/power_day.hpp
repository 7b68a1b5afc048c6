// The reference day: a small city lives for some hours through the real engine, the real log, the real
// snapshots and the real accounts, on a virtual clock, while everything that is written is recorded. Built
// once, then cut at every step of it.
#pragma once
#include "engine/engine.hpp"
#include "kernel/module.hpp"
#include "power_disk.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace anlan::power {

// What was true when a step was taken.
struct Moment {
    std::uint64_t done = 0;       // records whose append had returned
    std::uint64_t attempted = 0;  // records of the append that was under way, or `done`
    std::size_t acks = 0;         // how many commands had been answered
    std::size_t accounts = 0;     // how many accounts had been made
};

struct Ack {
    engine::Submission submission;  // as it was sent, to be sent again
    std::uint64_t position = 0;
};

struct Day {
    std::vector<Step> steps;
    std::vector<Moment> moments;  // one a step: as it was after it
    std::vector<ports::Frame> records;
    std::vector<Ack> acks;
    std::vector<std::string> logins;
    // Of each stream, its state as text behind each of its positions: what a restart has to come to.
    std::map<std::string, std::map<std::uint64_t, std::string>> states;
    std::uint64_t snapshots = 0;
    std::uint64_t commits = 0;
};

struct DaySettings {
    std::uint64_t seed = 110;
    std::uint64_t commands = 1'200;  // the day ends when so many were answered
};

const kernel::Modules& modules();
const kernel::Rulebook& rules();
// A directory in memory, so that syncs cost nothing; empty again with each call of the same name.
std::filesystem::path memory_directory(const std::string& name);

Day live_a_day(const DaySettings& settings);

}  // namespace anlan::power
