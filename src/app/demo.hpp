// The demo city: an empty log is filled with the generated Wuhan through the same commands as any other work,
// accounts are made for its posts, and citizens and crews then live in it at the speed of the clock.
#pragma once
#include "app/node.hpp"

#include <atomic>
#include <memory>
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
    explicit Demo(Node& node) : node_(node) {}

    Node& node_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace anlan::app
