// Which of the work that is owed will be late, and who could take some of it so that less is: the open work
// is replayed many times on what is known of who is on duty when and of how long such work took.
//
// In each replay an officer does one thing at a time, what breaks first first, and only while on duty; how
// long it takes is drawn from the spans that were measured (a bootstrap: Efron, The Annals of Statistics 7,
// 1979). The draws are the same for the same work, so that two rosters are compared on the same luck (common
// random numbers).
#pragma once
#include "base/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace anlan::planning {

struct DutySpan {
    Instant from{};
    Instant until{};
};
// Of one officer: ascending, not overlapping.
using Duty = std::vector<DutySpan>;

// Of one post: those who work there, each by themselves.
struct DutyRoster {
    std::vector<Duty> officers;
};

struct OwedWork {
    std::size_t owner = 0;             // index of its roster
    std::optional<std::size_t> after;  // begins when that work is done, and then waits behind no other
    Instant due_by{};
    Millis worked{0};              // already, on duty
    std::span<const Millis> took;  // how long such work took: ascending, not empty
    std::uint64_t luck = 0;        // tells its draws from those of other work
};

struct LateForecast {
    std::vector<double> late;  // of each work, in the order given: the share of replays in which it is late
    double expected = 0;       // how many of those due from now until then are late, on average
    int low = 0;               // in one replay of ten fewer are late
    int usual = 0;             // in half of them
    int high = 0;              // in one of ten more are
};

// What is replayed: work in the order in which it breaks, the rosters of those who owe it, and from when on.
// What is due already, or behind `until`, takes its time and is not counted. Work of an owner without
// officers is late.
struct OpenWork {
    std::vector<OwedWork> work;
    std::vector<DutyRoster> rosters;
    Instant now{};
    Instant until{};
};

LateForecast replay(const OpenWork& open, int replays);

struct WorkMove {
    std::size_t work = 0;
    std::size_t to = 0;  // roster
    double expected_after = 0;
    int usual_after = 0;
};

struct MoveLimits {
    int moves_max = 3;
    std::size_t considered_max = 8;  // of the work that is most often late
    std::size_t takers_max = 6;      // of those with the least in hand
    int replays = 50;                // of each move that is tried; what it leaves is told from all of them
    double worth = 0.5;              // fewer late on average than without it
};

// Which `movable` work best goes to which of `takers` (rosters), one after the other, each the move after
// which least is late on average; none where no move is worth it. `before` is replay() of the same.
std::vector<WorkMove> best_moves(OpenWork open, const std::vector<bool>& movable,
                                 std::span<const std::size_t> takers, const LateForecast& before, int replays,
                                 const MoveLimits& limits);

// The part of [from, until) that lies in one of the spans of any officer, once where several overlap.
Millis on_duty_within(std::span<const DutySpan> spans, Instant from, Instant until);

}  // namespace anlan::planning
