// A thread that looks again and again, at an even pace, until it is destroyed.
#pragma once
#include "base/instant.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace anlan::adapters::identity {

class Watcher {
public:
    // `look` runs on the watcher's thread, first after `every`. Zero: never.
    Watcher(Millis every, std::function<void()> look);
    ~Watcher();
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

private:
    void run();

    Millis every_;
    std::function<void()> look_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool closing_ = false;
    std::thread thread_;
};

}  // namespace anlan::adapters::identity
