// What consoles saw on the live feed, against the log: nothing missing that they may see, nothing twice,
// nothing they may not see, no personal text.
#pragma once
#include "access/access_rules.hpp"
#include "sim/checks/checker.hpp"
#include "sim/world/consoles.hpp"

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

class FeedChecker final : public Checker, public ConsoleWatcher {
public:
    FeedChecker(const access::AccessRules& rules, std::vector<access::Seat> seats, Findings& findings)
        : rules_(rules), seats_(std::move(seats)), consoles_(seats_.size()), findings_(findings) {}

    void recorded(const Step& step) override;
    void restarted(SimulatedNode& node, std::uint64_t lost) override;
    void forget() override;

    void connected(std::size_t console, std::uint64_t after) override;
    void changed(std::size_t console, const SeenChange& change) override;
    void reset(std::size_t console, const SeenReset& reset) override;
    void malformed(std::size_t console, std::string_view text) override;
    void drained(std::size_t console, std::uint64_t head) override;

private:
    struct Entry {
        std::uint64_t position = 0;
        std::string stream;
        std::uint64_t version = 0;
        std::string wire;
        const kernel::Module* module = nullptr;
        kernel::StatePtr before;
        kernel::StatePtr after;
    };
    struct Console {
        std::uint64_t last = 0;  // looked at until here
        std::uint64_t told = 0;  // the last that it was shown; what it may not see, it does not know of
        bool connected = false;
        bool must_reset = false;  // it has seen what the disk has lost
    };
    enum class Sight { must, may, must_not };

    const Entry* entry_at(std::uint64_t position) const;
    Sight sight(std::size_t console, const Entry& entry) const;
    void check_skipped(std::size_t console, std::uint64_t until);
    void trim();

    const access::AccessRules& rules_;
    std::vector<access::Seat> seats_;
    std::vector<Console> consoles_;
    Findings& findings_;
    std::deque<Entry> entries_;
    std::unordered_map<std::string, kernel::StatePtr> latest_;
};

}  // namespace anlan::sim
