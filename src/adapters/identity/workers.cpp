#include "adapters/identity/workers.hpp"

#include <algorithm>
#include <utility>

namespace anlan::adapters::identity {

Workers::Workers(std::size_t threads, std::size_t waiting_max) : waiting_max_(waiting_max) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Workers::~Workers() {
    {
        const std::lock_guard lock{mutex_};
        closing_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
    for (Waiting& waiting : waiting_) waiting.job(Fate::cancelled);
}

bool Workers::offer(Source source, Job job) {
    {
        const std::lock_guard lock{mutex_};
        if (closing_ || waiting_.size() >= waiting_max_) return false;
        const auto of_source = std::count_if(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
            return waiting.source == source.name;
        });
        if (!source.name.empty() && static_cast<std::size_t>(of_source) >= source.waiting_max) return false;
        waiting_.push_back({std::move(source.name), std::move(job)});
    }
    wake_.notify_one();
    return true;
}

void Workers::work() {
    for (;;) {
        std::unique_lock lock{mutex_};
        wake_.wait(lock, [&] { return closing_ || !waiting_.empty(); });
        if (closing_) return;
        Job job = std::move(waiting_.front().job);
        waiting_.pop_front();
        lock.unlock();
        job(Fate::run);
    }
}

}  // namespace anlan::adapters::identity
