// The feed's memory: recent changes with their encoded bytes, and for each audience what it may see of them.
#pragma once
#include "stream/feed.hpp"

#include <optional>
#include <shared_mutex>
#include <unordered_map>

namespace anlan::stream {

// One change as it is sent, with what decides who gets it.
struct Entry {
    std::uint64_t position = 0;
    Instant recorded_at;
    std::uint32_t resource = 0;  // index into Ring's names
    kernel::Scope scope;
    ports::Bytes bytes;
    // A record that moved (another district took it over): who saw it before and does not now is told that it
    // left.
    std::optional<kernel::Scope> came_from;
    ports::Bytes left_bytes;
    std::uint32_t mark = 0;
};

// What a subscriber gets of an entry.
enum class Sight : std::uint8_t { not_asked, whole, left, nothing };

// Subscribers with the same roles and reach. The verdicts are filled in as the first of them reads a change;
// a verdict is a byte of its own, so two readers that race write the same.
struct Audience {
    access::Seat seat;  // without a post: what is shared with posts is asked for each subscriber
    std::vector<std::atomic<Sight>> verdicts;  // by sequence modulo size

    Audience(access::Seat of, std::size_t size) : seat(std::move(of)), verdicts(size) {}
};

// Guarded by its mutex; `sequence` numbers entries from 0 without gaps, positions may have gaps.
struct Ring {
    mutable std::shared_mutex mutex;
    std::deque<Entry> entries;
    std::uint64_t first_sequence = 0;
    std::uint64_t dropped_through = 0;  // position: nothing at or before it is in the ring
    std::uint64_t head = 0;             // position of the last change
    std::uint32_t dropped_mark = 0;     // of the record at dropped_through
    std::vector<std::string> resources;
    std::vector<std::string> permissions;  // by resource; empty: nobody may see it
    std::vector<std::weak_ptr<Audience>> audiences;
    std::unordered_map<std::string, kernel::Scope> whereabouts;  // of open rows, as last published

    std::uint64_t end_sequence() const { return first_sequence + entries.size(); }
    // The mark of the record at `position`, where that is still known; 0 otherwise.
    std::uint32_t mark_at(std::uint64_t position) const;
    // The sequence of the first change after `position`.
    std::uint64_t sequence_after(std::uint64_t position) const;
    std::uint32_t resource_index(std::string_view name);
    // Notes where a row is now; where it was before, if it moved.
    std::optional<kernel::Scope> note_whereabouts(const views::Change& change);
    void push(Entry entry);
    void trim(const FeedLimits& limits, Instant now);
    std::shared_ptr<Audience> audience_of(const access::Seat& seat, std::size_t size);
};

// The id line, and a whole event. A mark of 0 is left out.
std::string event_id(std::string_view log_id, std::uint64_t position, std::uint32_t mark);

// What a console has seen of this log, as an event's id says.
struct Seen {
    std::uint64_t position = 0;
    std::uint32_t mark = 0;
};
// "<log id>-<position>.<mark>" as what was seen of this log; nothing else. The mark may be missing.
std::optional<Seen> seen_in(std::string_view id, std::string_view log_id);

std::string encode(const views::Change& change, std::string_view log_id);
std::string encode_left(const views::Change& change, std::string_view log_id);
std::string encode_reset(std::string_view log_id, std::uint64_t head, std::uint32_t mark,
                         std::string_view reason);

}  // namespace anlan::stream
