#include "api/wrong_links.hpp"

namespace anlan::api {

bool WrongLinks::too_many(const std::string& peer, Instant now, int most, Seconds window) {
    const std::lock_guard lock{mutex_};
    if (tried_.size() >= remembered_max && !tried_.contains(peer)) forget_old(now, window);
    auto& tried = tried_[peer];
    while (!tried.empty() && tried.front() <= now - window) tried.pop_front();
    if (tried.size() >= static_cast<std::size_t>(most)) return true;
    tried.push_back(now);
    return false;
}

// So many addresses at once are one attacker's; who is forgotten begins at nought.
void WrongLinks::forget_old(Instant now, Seconds window) {
    std::erase_if(tried_,
                  [&](const auto& one) { return one.second.empty() || one.second.back() <= now - window; });
    if (tried_.size() >= remembered_max) tried_.clear();
}

}  // namespace anlan::api
