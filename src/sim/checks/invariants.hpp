// What must hold in the simulated world, each with a name and a sentence. Checkers report by name; a name
// that is not in the table is a bug of ours, and each is shown to bite by a planted bug
// (checks/bite_test.cpp).
#pragma once
#include "base/instant.hpp"

#include <boost/describe.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::sim {

struct Invariant {
    std::string_view name;   // "unit.one_active_incident"
    std::string_view holds;  // a sentence
};

std::span<const Invariant> invariants();

// A promise that was broken, at an instant of the world.
struct Violation {
    std::string invariant;
    Instant at{};
    std::string words;
    std::string stream;

    friend bool operator==(const Violation&, const Violation&) = default;
};
BOOST_DESCRIBE_STRUCT(Violation, (), (invariant, at, words, stream))

class Findings {
public:
    explicit Findings(const Instant& world_now) : now_(world_now) {}

    void add(std::string_view invariant, std::string words, std::string_view stream = {});
    // How often an invariant was looked at: one that never was has not been tested.
    void checked(std::string_view invariant, std::uint64_t times = 1);

    const std::vector<Violation>& violations() const { return violations_; }
    std::uint64_t total() const { return total_; }
    // How often each was broken, also beyond those that are kept.
    const std::map<std::string, std::uint64_t, std::less<>>& broken() const { return broken_; }
    const std::map<std::string, std::uint64_t, std::less<>>& looks() const { return looks_; }

private:
    const Instant& now_;
    std::vector<Violation> violations_;  // the first of them
    std::map<std::string, std::uint64_t, std::less<>> looks_;
    std::map<std::string, std::uint64_t, std::less<>> broken_;
    std::uint64_t total_ = 0;
};

inline constexpr std::size_t violations_kept = 100;

}  // namespace anlan::sim
