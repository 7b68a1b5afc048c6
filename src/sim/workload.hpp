// What somebody in the simulated world does. A workload drives one kind of work (the reports of a city,
// shifts, breaks, or what goes wrong); it is a value of settings and chance, has no clock of its own, and
// checks nothing: what must hold is the checkers' business (sim/checks/). A module brings its own as
// src/domain/<module>/<module>_workload.cpp, with one function
//
//     std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts&);
//
// in its namespace, which CMake finds.
#pragma once
#include "engine/submit.hpp"
#include "kernel/rulebook.hpp"
#include "ports/request_handler.hpp"
#include "sim/chance.hpp"
#include "sim/city_plan.hpp"
#include "sim/command_book.hpp"
#include "sim/run/settings.hpp"
#include "views/records.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::sim {

struct WorkloadParts {
    const CityPlan& plan;
    std::span<const kernel::Module> modules;
    const kernel::Rulebook& rules;
    engine::Submit& door;
    const SimSettings& settings;
    std::uint64_t seed = 0;  // this workload's own
    // What a person at a screen can look up; null while the process is down.
    std::function<const views::Records*()> records;
    // Asks the interface as somebody who is signed in there. Nobody answers while the process is down.
    std::function<void(const access::Seat&, ports::Request, std::function<void(const ports::Response&)>)> ask;
};

class Workload {
public:
    virtual ~Workload() = default;

    virtual std::string_view name() const = 0;
    // Once, when the city is there.
    virtual void setup(Instant /*now*/) {}
    // Does what is due by `now`; returns when to come again (after `now`).
    virtual Instant step(Instant now) = 0;
    // For the report.
    virtual void metrics(std::map<std::string, std::uint64_t>& /*figures*/) const {}
};

using MakeWorkloads = std::function<std::vector<std::unique_ptr<Workload>>(const WorkloadParts&)>;

}  // namespace anlan::sim
