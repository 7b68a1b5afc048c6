#include "sim/run/mischief.hpp"

#include <functional>
#include <utility>

namespace anlan::sim {
namespace {

constexpr double seconds_of_day = 86'400;

// Something that happens so many times a day, each time by itself.
class NowAndThen final : public Workload {
public:
    using Deed = std::function<void(Chance&)>;
    NowAndThen(std::string name, double times_a_day, std::uint64_t seed, Deed deed)
        : name_(std::move(name)), times_a_day_(times_a_day), chance_(seed), deed_(std::move(deed)) {}

    std::string_view name() const override { return name_; }
    void setup(Instant now) override { next_ = after(now); }
    Instant step(Instant now) override {
        if (now >= next_) {
            deed_(chance_);
            ++times_;
            next_ = after(now);
        }
        return next_;
    }
    void metrics(std::map<std::string, std::uint64_t>& figures) const override { figures[name_] = times_; }

private:
    Instant after(Instant now) { return now + Seconds{1} + chance_.waiting(times_a_day_ / seconds_of_day); }

    std::string name_;
    double times_a_day_;
    Chance chance_;
    Deed deed_;
    Instant next_{};
    std::uint64_t times_ = 0;
};

}  // namespace

std::vector<std::unique_ptr<Workload>> mischief(const ProcessFaults& faults, Controls& controls,
                                                Chance& seeds) {
    std::vector<std::unique_ptr<Workload>> made;
    const auto add = [&](const char* name, double times_a_day, NowAndThen::Deed deed) {
        const auto seed = seeds.bits();  // drawn in any case: leaving one kind out does not change the others
        if (times_a_day > 0)
            made.push_back(std::make_unique<NowAndThen>(name, times_a_day, seed, std::move(deed)));
    };
    const double down = faults.down_seconds;
    add("process.kill", faults.kills,
        [&controls, down](Chance& chance) { controls.kill(chance.seconds(0.5, down), Power::stays); });
    add("process.power_cut", faults.power_cuts,
        [&controls, down](Chance& chance) { controls.kill(chance.seconds(1, down), Power::fails); });
    add("process.clean_stop", faults.clean_stops,
        [&controls, down](Chance& chance) { controls.stop_cleanly(chance.seconds(0.5, down)); });
    add("process.snapshot", faults.snapshots, [&controls](Chance&) { controls.write_snapshot(); });
    const double step = faults.clock_seconds;
    add("clock.step", faults.clock_steps, [&controls, step](Chance& chance) {
        controls.set_wall_clock(Millis{static_cast<std::int64_t>(chance.between(-step, step) * 1'000)});
    });
    return made;
}

}  // namespace anlan::sim
