#include "adapters/identity/watcher.hpp"

#include <utility>

namespace anlan::adapters::identity {

Watcher::Watcher(Millis every, std::function<void()> look) : every_(every), look_(std::move(look)) {
    if (every_ > Millis{0}) thread_ = std::thread{[this] { run(); }};
}

Watcher::~Watcher() {
    {
        const std::lock_guard lock{mutex_};
        closing_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Watcher::run() {
    std::unique_lock lock{mutex_};
    while (!wake_.wait_for(lock, every_, [this] { return closing_; })) {
        lock.unlock();
        look_();
        lock.lock();
    }
}

}  // namespace anlan::adapters::identity
