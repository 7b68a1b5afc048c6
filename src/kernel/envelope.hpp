// An event as the log keeps it: what happened (wire name and canonical payload) and all that must be known of
// it later: where, when, who, for which purpose, because of what, under which rules.
#pragma once
#include "base/instant.hpp"
#include "kernel/actor.hpp"

#include <cstdint>
#include <string>

namespace anlan::kernel {

struct Envelope {
    std::uint64_t position = 0;  // in the log, from 1, without gaps
    std::string stream;          // "inc_0CQ…"
    std::uint64_t version = 0;   // within the stream, from 1, without gaps
    std::string wire;            // "incident.opened.v1"
    Instant recorded_at;         // when Anlan decided; never decreases along the log
    Instant happened_at;         // when it happened in the world; may be earlier
    Actor actor;
    std::string purpose;      // why the actor acts, a code of the rulebook's access section
    std::uint64_t cause = 0;  // the position of the event that caused this one; 0: a request from outside
    std::string command_id;
    std::uint64_t command_digest = 0;  // over the command's name and content: a reused command_id is noticed
    std::string rulebook_version;
    std::string payload;  // canonical JSON

    friend bool operator==(const Envelope&, const Envelope&) = default;
};

}  // namespace anlan::kernel
