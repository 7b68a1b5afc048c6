#include "planning/breach_forecast.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace anlan::planning {
namespace {

constexpr Instant never = Instant::max();

// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same number for the same work and replay.
std::uint64_t mixed(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31U);
}

// What is left of it: of the spans that are longer than what was worked already, one. Where none was ever so
// long, as much again as was worked.
Millis drawn(const OwedWork& work, std::uint64_t replay) {
    const auto longer = std::upper_bound(work.took.begin(), work.took.end(), work.worked);
    const auto count = static_cast<std::uint64_t>(work.took.end() - longer);
    if (count == 0) return work.worked;
    const auto chance = mixed(work.luck ^ mixed(replay));
    return *(longer + static_cast<std::ptrdiff_t>(chance % count)) - work.worked;
}

// When work of this span is done that begins at `from`, or later if nobody is there; never: not on this duty.
Instant done_by(const Duty& duty, Instant from, Millis left) {
    for (const auto& span : duty) {
        if (span.until <= from) continue;
        const Instant begin = std::max(from, span.from);
        if (begin + left <= span.until) return begin + left;
        left -= span.until - begin;
    }
    return never;
}

Instant begins(const Duty& duty, Instant from) {
    for (const auto& span : duty)
        if (span.until > from) return std::max(from, span.from);
    return never;
}

class Replay {
public:
    explicit Replay(const OpenWork& open) : open_(open), done_(open.work.size()) {
        free_.resize(open.rosters.size());
    }

    const std::vector<Instant>& run(std::uint64_t number) {
        for (std::size_t i = 0; i < free_.size(); ++i)
            free_[i].assign(open_.rosters[i].officers.size(), open_.now);
        for (std::size_t i = 0; i < done_.size(); ++i) done_[i] = one(open_.work[i], number);
        return done_;
    }

private:
    Instant one(const OwedWork& work, std::uint64_t number) {
        const auto& officers = open_.rosters[work.owner].officers;
        const Millis left = drawn(work, number);
        if (work.after) {
            const Instant from = done_[*work.after];
            if (from == never) return never;
            Instant soonest = never;
            for (const auto& duty : officers) soonest = std::min(soonest, done_by(duty, from, left));
            return soonest;
        }
        auto& free = free_[work.owner];
        std::size_t best = officers.size();
        Instant soonest = never;
        for (std::size_t i = 0; i < officers.size(); ++i) {
            const Instant begin = begins(officers[i], free[i]);
            if (begin >= soonest) continue;
            soonest = begin;
            best = i;
        }
        if (best == officers.size()) return never;
        return free[best] = done_by(officers[best], free[best], left);
    }

    const OpenWork& open_;
    std::vector<std::vector<Instant>> free_;  // of each officer: until then they have work
    std::vector<Instant> done_;
};

}  // namespace

LateForecast replay(const OpenWork& open, int replays) {
    const auto& [work, rosters, now, until] = open;
    ANLAN_CHECK(replays > 0, "a forecast needs a replay");
    for (std::size_t i = 0; i < work.size(); ++i) {
        ANLAN_CHECK(work[i].owner < rosters.size() && !work[i].took.empty(), "work has an owner and spans");
        ANLAN_CHECK(!work[i].after || *work[i].after < i, "work follows what breaks before it");
    }
    LateForecast forecast;
    std::vector<int> late(work.size());
    std::vector<int> counts;
    Replay world{open};
    for (int number = 0; number < replays; ++number) {
        const auto& done = world.run(static_cast<std::uint64_t>(number));
        int count = 0;
        for (std::size_t i = 0; i < work.size(); ++i) {
            if (done[i] <= work[i].due_by) continue;
            ++late[i];
            if (work[i].due_by > now && work[i].due_by <= until) ++count;
        }
        counts.push_back(count);
        forecast.expected += static_cast<double>(count) / replays;
    }
    for (const int count : late) forecast.late.push_back(static_cast<double>(count) / replays);
    std::sort(counts.begin(), counts.end());
    const auto at = [&](std::size_t tenths) { return counts[(counts.size() - 1) * tenths / 10]; };
    forecast.low = at(1);
    forecast.usual = at(5);
    forecast.high = at(9);
    return forecast;
}

namespace {

// Whoever takes it begins anew.
OwedWork given_to(OwedWork work, std::size_t to) {
    work.owner = to;
    work.worked = Millis{0};
    return work;
}

// These two owners' work and what it follows, on the rosters of those alone.
OpenWork part_of(const OpenWork& open, std::size_t one, std::size_t other) {
    const auto& work = open.work;
    std::vector<bool> wanted(work.size());
    for (std::size_t i = work.size(); i-- > 0;) {
        if (work[i].owner == one || work[i].owner == other) wanted[i] = true;
        if (wanted[i] && work[i].after) wanted[*work[i].after] = true;
    }
    OpenWork part{{}, {}, open.now, open.until};
    std::map<std::size_t, std::size_t> roster;
    std::vector<std::size_t> place(work.size());
    for (std::size_t i = 0; i < work.size(); ++i) {
        if (!wanted[i]) continue;
        place[i] = part.work.size();
        OwedWork& added = part.work.emplace_back(work[i]);
        if (added.after) added.after = place[*added.after];
        const auto [known, is_new] = roster.emplace(added.owner, part.rosters.size());
        if (is_new) part.rosters.push_back(open.rosters[added.owner]);
        added.owner = known->second;
    }
    return part;
}

// How many of these two owners' are late: of the rest as many are, with a move between them and without it.
double expected_of(const OpenWork& open, std::size_t one, std::size_t other, int replays) {
    return replay(part_of(open, one, other), replays).expected;
}

// Those with the least in hand first.
std::vector<std::size_t> freest(const OpenWork& open, std::span<const std::size_t> takers, std::size_t most) {
    std::map<std::size_t, std::size_t> in_hand;
    for (const auto& work : open.work) ++in_hand[work.owner];
    std::vector<std::size_t> found{takers.begin(), takers.end()};
    std::stable_sort(found.begin(), found.end(),
                     [&](std::size_t a, std::size_t b) { return in_hand[a] < in_hand[b]; });
    if (found.size() > most) found.resize(most);
    return found;
}

// Those that are late at times and could be in time, the likeliest first.
std::vector<std::size_t> worth_moving(const OpenWork& open, const std::vector<bool>& movable,
                                      const LateForecast& before, std::size_t most) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < open.work.size(); ++i)
        if (movable[i] && before.late[i] > 0 && open.work[i].due_by > open.now &&
            open.work[i].due_by <= open.until)
            found.push_back(i);
    std::stable_sort(found.begin(), found.end(),
                     [&](std::size_t a, std::size_t b) { return before.late[a] > before.late[b]; });
    if (found.size() > most) found.resize(most);
    return found;
}

// The one after which least is late; none where none saves more than `limits.worth`.
std::optional<WorkMove> best_move(OpenWork& open, std::span<const std::size_t> candidates,
                                  std::span<const std::size_t> takers, const MoveLimits& limits) {
    std::optional<WorkMove> best;
    double most = limits.worth;
    std::map<std::pair<std::size_t, std::size_t>, double> without;  // any move between these two
    for (const auto i : candidates) {
        const OwedWork kept = open.work[i];
        for (const auto to : takers) {
            if (to == kept.owner) continue;
            const auto [known, is_new] = without.try_emplace({kept.owner, to});
            if (is_new) known->second = expected_of(open, kept.owner, to, limits.replays);
            open.work[i] = given_to(kept, to);
            const double saved = known->second - expected_of(open, kept.owner, to, limits.replays);
            open.work[i] = kept;
            if (saved < most || (best && saved == most)) continue;
            most = saved;
            best = WorkMove{i, to, 0, 0};
        }
    }
    return best;
}

}  // namespace

std::vector<WorkMove> best_moves(OpenWork open, const std::vector<bool>& movable,
                                 std::span<const std::size_t> takers, const LateForecast& before, int replays,
                                 const MoveLimits& limits) {
    auto candidates = worth_moving(open, movable, before, limits.considered_max);
    std::vector<WorkMove> moves;
    while (moves.size() < static_cast<std::size_t>(limits.moves_max)) {
        auto best = best_move(open, candidates, freest(open, takers, limits.takers_max), limits);
        if (!best) break;
        open.work[best->work] = given_to(open.work[best->work], best->to);
        std::erase(candidates, best->work);
        const auto after = replay(open, replays);
        best->expected_after = after.expected;
        best->usual_after = after.usual;
        moves.push_back(*best);
    }
    return moves;
}

Millis on_duty_within(std::span<const DutySpan> spans, Instant from, Instant until) {
    std::vector<DutySpan> cut;
    for (const auto& span : spans)
        if (span.from < until && span.until > from)
            cut.push_back({std::max(span.from, from), std::min(span.until, until)});
    std::sort(cut.begin(), cut.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
    Millis total{0};
    Instant counted = from;
    for (const auto& span : cut) {
        const Instant begin = std::max(span.from, counted);
        if (span.until <= begin) continue;
        total += span.until - begin;
        counted = span.until;
    }
    return total;
}

}  // namespace anlan::planning
