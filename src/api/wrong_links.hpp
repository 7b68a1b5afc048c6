// How many links that open nothing one address may try before it is told to wait. A link that opens something
// is never held up by it: behind one address there may be a whole town.
//
// Threads: any.
#pragma once
#include "base/instant.hpp"

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

namespace anlan::api {

class WrongLinks {
public:
    // Counts one more of this address; whether that is too many within the window.
    bool too_many(const std::string& peer, Instant now, int most, Seconds window);

private:
    void forget_old(Instant now, Seconds window);

    static constexpr std::size_t remembered_max = 50'000;  // addresses
    std::mutex mutex_;
    std::unordered_map<std::string, std::deque<Instant>> tried_;
};

}  // namespace anlan::api
