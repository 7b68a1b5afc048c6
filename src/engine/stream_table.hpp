// Every stream the engine knows: its module, state, version. A stream is named by text outside and by a
// number inside (its place in the table), which is also its timer's number. The number of one that left is
// given to another.
#pragma once
#include "kernel/module.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace anlan::engine {

struct Stream {
    std::string id;
    const kernel::Module* module = nullptr;
    kernel::StatePtr state;
    std::uint64_t version = 0;
    std::uint64_t rested = 0;  // the version that the snapshot holds as resting; 0: none
    Instant touched{};         // recorded on, or come back from rest
};

class StreamTable {
public:
    // The stream of this id, made empty if it is new.
    std::uint32_t open(std::string_view id, const kernel::Module& module) {
        if (const auto found = numbers_.find(id); found != numbers_.end()) return found->second;
        auto number = static_cast<std::uint32_t>(streams_.size());
        if (free_.empty()) {
            streams_.emplace_back();
        } else {
            number = free_.back();
            free_.pop_back();
        }
        Stream& stream = streams_[number];
        stream = {std::string{id}, &module, module.initial()};
        numbers_.emplace(stream.id, number);  // the deque does not move its elements
        return number;
    }

    // Makes room, so that the next streams are opened without a pause for a larger table.
    void reserve(std::size_t streams) { numbers_.reserve(streams); }

    const Stream* find(std::string_view id) const {
        const auto found = numbers_.find(id);
        return found == numbers_.end() ? nullptr : &streams_[found->second];
    }

    std::optional<std::uint32_t> number_of(std::string_view id) const {
        const auto found = numbers_.find(id);
        return found == numbers_.end() ? std::nullopt : std::optional{found->second};
    }

    void close(std::uint32_t number) {
        numbers_.erase(streams_[number].id);
        streams_[number] = {};
        free_.push_back(number);
    }

    Stream& at(std::uint32_t number) { return streams_[number]; }
    const Stream& at(std::uint32_t number) const { return streams_[number]; }
    std::size_t size() const { return numbers_.size(); }
    // Numbers are below it; those that nobody has have no module.
    std::size_t numbers() const { return streams_.size(); }

private:
    std::deque<Stream> streams_;
    std::vector<std::uint32_t> free_;
    std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

}  // namespace anlan::engine
