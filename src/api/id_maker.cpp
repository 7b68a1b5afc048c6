#include "api/id_maker.hpp"

#include "base/sortable_id.hpp"

namespace anlan::api {

std::string IdMaker::make(std::string_view prefix) {
    return sortable_id(prefix, clock_.now(), static_cast<std::uint32_t>(random_.next() >> 32U));
}

std::string IdMaker::fresh(std::string_view prefix) {
    const std::lock_guard lock{mutex_};
    return make(prefix);
}

std::uint64_t IdMaker::chance() {
    const std::lock_guard lock{mutex_};
    return random_.next();
}

std::string IdMaker::of_command(std::string_view prefix, std::string_view actor_id,
                                std::string_view command_id) {
    std::string key{actor_id};
    key += '\n';
    key += command_id;
    key += '\n';
    key += prefix;
    const std::lock_guard lock{mutex_};
    const auto known = made_.find(key);
    if (known != made_.end()) return known->second;
    std::string id = make(prefix);
    made_.emplace(key, id);
    order_.push_back(std::move(key));
    if (order_.size() > remembered_max) {
        made_.erase(order_.front());
        order_.pop_front();
    }
    return id;
}

}  // namespace anlan::api
