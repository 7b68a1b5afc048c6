#include "adapters/identity/challenges.hpp"

namespace anlan::adapters::identity {

void Challenges::give(std::string challenge, ChallengeFor use, std::string_view made_for, Instant now) {
    while (!in_order_.empty()) {
        const auto oldest = given_.find(in_order_.front());
        const bool over = oldest == given_.end() || oldest->second.ends_at <= now;
        if (!over && in_order_.size() < held_max) break;
        if (oldest != given_.end()) given_.erase(oldest);
        in_order_.pop_front();
    }
    in_order_.push_back(challenge);
    given_.insert_or_assign(std::move(challenge), Given{use, std::string{made_for}, now + valid_for});
}

bool Challenges::holds(const std::string& challenge, ChallengeFor use, std::string_view made_for,
                       Instant now) const {
    const auto found = given_.find(challenge);
    return found != given_.end() && found->second.use == use && found->second.made_for == made_for &&
           now < found->second.ends_at;
}

bool Challenges::take(const std::string& challenge, ChallengeFor use, std::string_view made_for,
                      Instant now) {
    if (!holds(challenge, use, made_for, now)) return false;
    given_.erase(challenge);
    return true;
}

}  // namespace anlan::adapters::identity
