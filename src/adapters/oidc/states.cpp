#include "adapters/oidc/states.hpp"

#include "adapters/oidc/bytes.hpp"
#include "codec/base64url.hpp"

#include <charconv>

namespace anlan::adapters::oidc {
namespace {

// "chance.when it ends, in milliseconds.signature"
constexpr std::size_t state_length_max = 200;

}  // namespace

States::States() : key_(chance_bytes()) {}

std::string States::derived(std::string_view what, std::string_view from) const {
    return codec::base64url(hmac_sha256(key_, std::string{what} + ":" + std::string{from}));
}

std::string States::give(std::string_view made_for, Instant now) const {
    const auto said = chance_text() + "." + std::to_string((now + valid_for).time_since_epoch().count());
    return said + "." + derived("state", said + "." + std::string{made_for});
}

Begun States::begun_with(std::string_view state) const {
    return {derived("nonce", state), derived("verifier", state)};
}

bool States::holds(const std::string& state, std::string_view made_for, Instant now) const {
    if (made_for.empty() || state.size() > state_length_max || used_.contains(state) ||
        spent_.contains(state))
        return false;
    const auto last = state.rfind('.');
    if (last == std::string::npos) return false;
    const auto said = std::string_view{state}.substr(0, last);
    if (!same_in_constant_time(std::string_view{state}.substr(last + 1),
                               derived("state", std::string{said} + "." + std::string{made_for})))
        return false;
    const auto end = said.substr(said.find('.') + 1);  // ours: it was signed
    std::int64_t ends_at = 0;
    const auto read = std::from_chars(end.data(), end.data() + end.size(), ends_at);
    return read.ec == std::errc{} && now < Instant{Millis{ends_at}};
}

void States::spend(const std::string& state) {
    if (!spent_.insert(state).second) return;
    spent_in_order_.push_back(state);
    if (spent_in_order_.size() <= spent_max) return;
    spent_.erase(spent_in_order_.front());
    spent_in_order_.pop_front();
}

void States::forget_over(Instant now) {
    while (!in_order_.empty() && in_order_.front().until <= now) {
        const Used& over = in_order_.front();
        used_.erase(over.state);
        if (const auto by = used_by_.find(over.subject); by != used_by_.end() && --by->second == 0)
            used_by_.erase(by);
        in_order_.pop_front();
    }
}

bool States::take(const std::string& state, const std::string& subject, Instant now) {
    forget_over(now);
    if (used_.size() >= used_max || used_.contains(state)) return false;
    auto& by_one = used_by_[subject];
    if (by_one >= used_by_one_max) return false;
    ++by_one;
    used_.insert(state);
    in_order_.push_back({now + valid_for, state, subject});  // by then it has ended
    return true;
}

}  // namespace anlan::adapters::oidc
