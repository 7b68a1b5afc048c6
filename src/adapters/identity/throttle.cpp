#include "adapters/identity/throttle.hpp"

#include <algorithm>

namespace anlan::adapters::identity {
namespace {

// An address knows no blank.
std::string pair_key(const std::string& login, const Origin& from) {
    return login + '\n' + (from.device.empty() ? from.peer : "device " + from.device);
}

}  // namespace

std::optional<Seconds> Throttle::pair_wait(const Failures& failures, Instant now) const {
    if (failures.count < limits_.pair_free) return std::nullopt;
    const auto doubled = std::min<std::size_t>(failures.count - limits_.pair_free, 30);
    const Seconds wait = std::min(Seconds{std::int64_t{1} << doubled}, limits_.pair_wait_max);
    if (now >= failures.last + wait) return std::nullopt;
    return std::chrono::ceil<Seconds>(failures.last + wait - now);
}

std::optional<Seconds> Throttle::window_wait(Recent& recent, std::size_t most, Seconds window, Instant now) {
    while (!recent.empty() && recent.front() + window <= now) recent.pop_front();
    if (recent.size() < most) return std::nullopt;
    return std::chrono::ceil<Seconds>(recent.front() + window - now);
}

std::optional<Seconds> Throttle::admit(const std::string& login, const Origin& from, Instant now) {
    forget_old(now);
    const std::string& peer = from.peer;
    const std::string key = pair_key(login, from);
    // Looked at first: what is refused must leave nothing behind, or refusals would fill the memory.
    const auto before = pairs_.find(key);
    Failures pair = before == pairs_.end() ? Failures{} : before->second;
    if (pair.count > 0 && pair.last + limits_.login_window <= now) pair = {};
    if (auto wait = pair_wait(pair, now)) return wait;
    const bool known = !from.device.empty() || known_.contains(key);
    if (!known) {
        if (auto wait = window_wait(peers_[peer], limits_.peer_max, limits_.peer_window, now)) return wait;
        if (const auto tried = logins_.find(login); tried != logins_.end())
            if (auto wait = window_wait(tried->second, limits_.login_max, limits_.login_window, now))
                return wait;
        peers_[peer].push_back(now);
        logins_[login].push_back(now);
    }
    pairs_.insert_or_assign(key, Failures{pair.count + 1, now});
    return std::nullopt;
}

void Throttle::succeeded(const std::string& login, const Origin& from) {
    const std::string key = pair_key(login, from);
    pairs_.erase(key);
    if (!from.device.empty() || known_.contains(key)) return;  // it was counted nowhere else
    for (auto* recent : {&peers_[from.peer], &logins_[login]})
        if (!recent->empty()) recent->pop_back();
    if (known_.size() >= limits_.remembered_max) known_.clear();
    known_.insert(key);
}

void Throttle::forget_old(Instant now) {
    const auto full = [&] {
        return pairs_.size() >= limits_.remembered_max || peers_.size() >= limits_.remembered_max ||
               logins_.size() >= limits_.remembered_max;
    };
    // What is over goes first. From so many sources at once that this is not enough: what is older than half
    // of the window, a quarter …; memory has an end, whoever asks.
    for (Millis kept = limits_.login_window; full(); kept /= 2) {
        const Instant old = now - kept;
        std::erase_if(pairs_, [&](const auto& entry) { return entry.second.last <= old; });
        const auto stale = [&](const auto& entry) {
            return entry.second.empty() || entry.second.back() <= old;
        };
        std::erase_if(peers_, stale);
        std::erase_if(logins_, stale);
    }
}

}  // namespace anlan::adapters::identity
