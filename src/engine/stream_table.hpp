// Every stream the engine knows: its module, state, version. A stream is named by text outside and by a
// number inside (its place in the table), which is also its timer's number.
#pragma once
#include "kernel/module.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace anlan::engine {

struct Stream {
    std::string id;
    const kernel::Module* module = nullptr;
    kernel::StatePtr state;
    std::uint64_t version = 0;
};

class StreamTable {
public:
    // The stream of this id, made empty if it is new.
    std::uint32_t open(std::string_view id, const kernel::Module& module) {
        if (const auto found = numbers_.find(id); found != numbers_.end()) return found->second;
        const auto number = static_cast<std::uint32_t>(streams_.size());
        streams_.push_back({std::string{id}, &module, module.initial(), 0});
        numbers_.emplace(streams_.back().id, number);  // the deque does not move its elements
        return number;
    }

    // Makes room, so that the next streams are opened without a pause for a larger table.
    void reserve(std::size_t streams) { numbers_.reserve(streams); }

    const Stream* find(std::string_view id) const {
        const auto found = numbers_.find(id);
        return found == numbers_.end() ? nullptr : &streams_[found->second];
    }

    Stream& at(std::uint32_t number) { return streams_[number]; }
    const Stream& at(std::uint32_t number) const { return streams_[number]; }
    std::size_t size() const { return streams_.size(); }

private:
    std::deque<Stream> streams_;
    std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

}  // namespace anlan::engine
