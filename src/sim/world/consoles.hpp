// Simulated consoles on the live feed: they read it as browsers do, are cut off, come back with the last
// event id they have seen, and load their lists anew when they are told to. What each of them saw is the
// checkers'.
#pragma once
#include "access/seat.hpp"
#include "ports/request_handler.hpp"
#include "sim/chance.hpp"
#include "sim/world/simulated_node.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::sim {

// One event of the feed as a console read it, picked apart without trust in how it was put together.
struct SeenChange {
    std::uint64_t position = 0;
    std::string_view stream;
    std::uint64_t version = 0;
    std::string_view wire;
    std::string_view text;  // all of it
};
struct SeenReset {
    std::uint64_t position = 0;
    std::string_view reason;
};

class ConsoleWatcher {
public:
    virtual ~ConsoleWatcher() = default;
    virtual void connected(std::size_t console, std::uint64_t after) = 0;
    virtual void changed(std::size_t console, const SeenChange& change) = 0;
    virtual void reset(std::size_t console, const SeenReset& reset) = 0;
    virtual void malformed(std::size_t console, std::string_view text) = 0;
    // Everything up to here was looked at.
    virtual void drained(std::size_t console, std::uint64_t head) = 0;
};

struct ConsoleCounts {
    std::uint64_t frames = 0;
    std::uint64_t drops = 0;
    std::uint64_t resumed = 0;
    std::uint64_t resets = 0;
};

class Consoles {
public:
    Consoles(std::vector<access::Seat> seats, std::uint64_t seed, double drops, ConsoleWatcher& watcher,
             const Plants& plants);

    // All of them read what there is. Some are cut off before they have read it.
    void look(SimulatedNode& node);
    // The server is gone; they will come back with what they have.
    void cut_off();
    const std::vector<access::Seat>& seats() const { return seats_; }
    const ConsoleCounts& counts() const { return counts_; }
    std::uint64_t draw() { return chance_.bits(); }

private:
    struct Console {
        std::unique_ptr<ports::ByteStream> stream;
        std::string last_event_id;
        std::string rest;  // of an event that has come in part
    };

    void connect(std::size_t number, SimulatedNode& node);
    void read(std::size_t number, SimulatedNode& node);
    void take(std::size_t number, std::string_view text);

    std::vector<access::Seat> seats_;
    std::vector<Console> consoles_;
    Chance chance_;
    double drops_;
    ConsoleWatcher& watcher_;
    const Plants& plants_;
    ConsoleCounts counts_;
};

}  // namespace anlan::sim
