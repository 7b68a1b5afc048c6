// The world of one story: the machine, its disk and clock, the process that lives and dies, the people, and
// who watches.
#pragma once
#include "adapters/memory/memory_snapshot_store.hpp"
#include "sim/checks/inspector.hpp"
#include "sim/run/mischief.hpp"
#include "sim/run/report.hpp"
#include "sim/run/simulation.hpp"
#include "sim/seed.hpp"
#include "sim/world/clients.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace anlan::sim {

class World final : public Controls {
public:
    World(const SimSettings& settings, const SimulationParts& parts, const Seed& city);
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    void live();
    SimReport report();

    // --- what mischief may do
    Instant now() const override { return machine_.now; }
    bool is_up() const override { return node_ != nullptr; }
    void kill(Millis down_for, Power power) override;
    void stop_cleanly(Millis down_for) override;
    void write_snapshot() override;
    void set_wall_clock(Millis by) override { machine_.wall_error += by; }

private:
    struct Driven {
        std::unique_ptr<Workload> workload;
        Instant next{};
    };
    void seed_city(const Seed& city);
    void make_workloads(const SimulationParts& parts);
    void boot();
    NodeParts node_parts();
    Instant next_moment() const;
    void step_workloads();
    void tend_process();
    void tend_erasure();
    void ask(const access::Seat& seat, ports::Request request,
             std::function<void(const ports::Response&)> reply);
    void watch();
    void held_up(Millis how_long);
    void happen();
    void settle();
    std::vector<std::string> story(const std::string& stream) const;
    void count(SimCounts& counts) const;

    const SimSettings told_;
    SimSettings settings_;  // the faults end before the story does
    const SimulationParts& parts_;
    CityPlan plan_;
    Chance chance_;
    Chance disk_chance_;
    Machine machine_;
    Instant hindered_until_{};  // in the process's time
    Calendar calendar_;
    SimulatedDisk disk_;
    DiskFaults disk_faults_;
    DiskCounts disk_counts_;
    SimulatedKeys keys_;
    adapters::MemorySnapshotStore snapshots_;
    Inspector inspector_;
    Consoles consoles_;
    Clients clients_;
    std::unique_ptr<SimulatedNode> node_;
    std::vector<Driven> driven_;
    std::map<std::string, std::uint64_t> faults_;
    Instant end_{};
    Instant next_look_{};
    Instant next_inspection_{};
    Instant next_erasure_{};
    std::uint64_t lost_ = 0;     // records, by power cuts since the last start
    std::uint64_t booting_ = 0;  // which start is planned; one that was overtaken does nothing
    bool broken_ = false;        // the log does not open: nothing goes on
};

}  // namespace anlan::sim
