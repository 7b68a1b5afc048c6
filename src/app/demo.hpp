// The demo city at work: accounts are made for its posts, and citizens and crews live in it at the speed of
// the clock; where the folder was empty, from where their last hours ended (demo_past.hpp).
#pragma once
#include "app/demo_past.hpp"
#include "app/node.hpp"
#include "sim/city_life.hpp"
#include "sim/city_plan.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace anlan::app {

class Demo {
public:
    // `so_far`: the life whose past is in the log; null: another run's is.
    static Result<std::unique_ptr<Demo>, std::string> prepare(
        Node& node, const std::string& seed_file, std::unique_ptr<DemoLife> so_far,
        const std::function<void(const std::string&)>& say);
    ~Demo();
    Demo(const Demo&) = delete;
    Demo& operator=(const Demo&) = delete;

    void start(double calls_per_hour);
    void stop();

private:
    Demo(Node& node, std::unique_ptr<DemoLife> so_far, sim::CityPlan plan)
        : node_(node), so_far_(std::move(so_far)), plan_(std::move(plan)) {}
    void live(double calls_per_hour);
    void begin_anew(double calls_per_hour);
    void adopt_what_is_open(sim::CityLife& life);

    Node& node_;
    std::unique_ptr<DemoLife> so_far_;
    sim::CityPlan plan_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace anlan::app
