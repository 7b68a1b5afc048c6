// The live feed: every change of every row, in log order, to whoever may see it. Consoles read it as
// server-sent events and resume where they stopped, without loss or duplicate.
//
// How it stays cheap. A change is encoded once and its bytes are shared by all. Nothing is pushed: the ring
// of recent changes is the only buffer, a subscriber is a cursor in it, and the adapter reads on as the other
// side takes the bytes. A slow reader therefore costs nothing and holds up nobody; one that falls off the
// ring, or too far behind, is told to load its lists anew ("reset") and cut. Whether a change may be seen is
// asked once for all subscribers with the same roles and reach (an audience), when the first of them comes to
// it.
//
// Ids are "<log id>-<position>.<mark>", the mark being of the record's hash. A console that returns with an
// id of another log, one older than the ring, or one of a record that this log no longer has (a backup was
// restored, a disk lost its last writes), gets `event: reset` and continues from the head: it loads its
// lists, which are at least that new.
//
// Threads: publish from one; all else from any (one thread at a time for each subscriber).
#pragma once
#include "access/may.hpp"
#include "ports/request_handler.hpp"
#include "views/records.hpp"

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::stream {

struct FeedLimits {
    std::size_t changes_min = 100'000;  // kept whatever their age
    std::size_t changes_max = 262'144;  // kept at most
    Minutes keep_for{10};               // above the least number, older ones go
    std::size_t behind_max = 90'000;    // changes; further behind is cut
};

struct FeedSetup {
    std::string log_id;          // short name of this log: its ids fit no other
    std::uint64_t position = 0;  // of the log when the feed began
    const access::AccessRules& rules;
    // Resource → permission to read its rows: "incidents" → "incident.read".
    std::map<std::string, std::string, std::less<>> permissions;
    FeedLimits limits = {};
    std::uint32_t mark = 0;  // of the record at `position`
};

std::map<std::string, std::string, std::less<>> read_permissions(const kernel::Modules& modules);

struct Subscription {
    access::Seat seat;
    std::set<std::string, std::less<>> resources;  // empty: all
    std::string last_event_id;                     // as the console sent it; empty: from now on
    std::optional<std::uint64_t> after;            // without an id: from after this position
    // Asked at each heartbeat: a session that ended ends its feed.
    std::function<bool()> still_wanted = [] { return true; };
    // Asked before anything is shown, so it is cheap: whether sessions or rights may have ended since it was
    // asked last. Then still_wanted() says whether this one's did.
    std::function<bool()> may_have_ended = [] { return false; };
};

class Feed {
public:
    explicit Feed(FeedSetup setup);
    ~Feed();
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    // After each commit, in log order, before its commands are answered. Positions ascend.
    void publish(std::span<const views::Change> changes) noexcept;

    // The stream keeps what it needs of the feed alive.
    std::unique_ptr<ports::ByteStream> subscribe(Subscription subscription);

    std::size_t subscribers() const;
    std::uint64_t position() const;

    struct Core;

private:
    std::shared_ptr<Core> core_;
};

}  // namespace anlan::stream
