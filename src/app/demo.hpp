// The demo city: an empty log is filled with the generated Wuhan through the same commands as any other work,
// accounts are made for its posts, and citizens and crews then live in it at the speed of the clock.
#pragma once
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
    static Result<std::unique_ptr<Demo>, std::string> prepare(
        Node& node, const std::string& seed_file, const std::function<void(const std::string&)>& say);
    ~Demo();
    Demo(const Demo&) = delete;
    Demo& operator=(const Demo&) = delete;

    void start(double calls_per_hour);
    void stop();

private:
    Demo(Node& node, sim::CityPlan plan) : node_(node), plan_(std::move(plan)) {}
    void live(double calls_per_hour);
    void adopt_open_incidents(sim::CityLife& life);

    Node& node_;
    sim::CityPlan plan_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace anlan::app
