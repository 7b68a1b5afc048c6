// A few threads for work that is slow by intention. The queue is bounded: a flood of sign-ins is refused, it
// does not pile up.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace anlan::adapters::identity {

enum class Fate { run, cancelled };  // cancelled: the pool is being closed

class Workers {
public:
    Workers(std::size_t threads, std::size_t waiting_max);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    using Job = std::function<void(Fate)>;
    // False: the queue is full and the job was not taken.
    bool offer(Job job) { return offer({{}, waiting_max_}, std::move(job)); }
    // The same for whoever may come again and again: the rest of the queue is for others.
    struct Source {
        std::string name;
        std::size_t waiting_max;
    };
    bool offer(Source source, Job job);
    std::size_t waiting_max() const { return waiting_max_; }

private:
    void work();

    std::size_t waiting_max_;
    std::mutex mutex_;
    std::condition_variable wake_;
    struct Waiting {
        std::string source;  // empty: work of our own
        Job job;
    };
    std::deque<Waiting> waiting_;
    bool closing_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace anlan::adapters::identity
