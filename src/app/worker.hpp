// One thread that does what waits for a disk, one after the other, so that no thread that others wait for
// does. What is not begun when it stops is done first.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace anlan::app {

class Worker {
public:
    explicit Worker(std::size_t waiting_max) : waiting_max_(waiting_max), thread_([this] { run(); }) {}
    ~Worker() { stop(); }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // False: too much waits, or it has stopped. From any thread.
    bool put(std::function<void()> work);
    void stop();

private:
    void run();

    const std::size_t waiting_max_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace anlan::app
