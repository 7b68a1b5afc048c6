// The write path, without a thread of its own: the product runs it on one (engine_thread.hpp), the simulator
// and the replay step it by hand on a virtual clock.
//
// One turn: what the clock makes due and what policies made necessary goes first, then what people sent.
// Every command is decided on the state that the commands before it in the same turn led to; their events are
// appended in one commit; when that is durable, views are told, then everybody is answered. If the commit
// fails, the turn never happened: states are put back, people are told to try again, and the clock's and the
// policies' commands are kept for the next turn.
#pragma once
#include "access/may.hpp"
#include "engine/command_index.hpp"
#include "engine/stream_table.hpp"
#include "engine/submit.hpp"
#include "engine/timer_wheel.hpp"
#include "kernel/committed.hpp"
#include "kernel/event_decoder.hpp"
#include "ports/event_log.hpp"
#include "ports/key_store.hpp"
#include "ports/resting_streams.hpp"
#include "ports/snapshot_store.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace anlan::engine {

class Snapshotter;
struct Saved;

// Whether the seat may do this to a record of this scope, and by which right. Asked for people only.
using Authorise = std::function<access::Decision(const access::Seat&, std::string_view permission,
                                                 std::string_view purpose, const kernel::Scope&)>;

struct EngineParts {
    std::span<const kernel::Module> modules;
    const kernel::Rulebook& rules;
    ports::EventLog& log;
    Authorise authorise;
    kernel::Publish publish;
    ports::KeyStore* keys = nullptr;  // none: personal texts are kept as they are
    // What somebody's own roles allow, asked where rights are given; none: as with no `authorise`, all.
    const access::AccessRules* access = nullptr;
    // Whether one person may not do this alone; empty: everything may be done by one.
    std::function<bool(const kernel::AnyCommand&)> needs_second = {};
    // Who writes what rests; none: nothing leaves memory.
    Snapshotter* snapshotter = nullptr;
    std::function<void(const Saved&)> saved = {};    // each stream that a snapshot holds now
    std::function<void(const Stream&)> rested = {};  // each that has left
    std::function<bool()> none_may_rest = {};
    // A turn was not written, and is put back; so many commands of others were answered with the fault.
    std::function<void(const ports::Fault&, std::size_t commands, Instant at)> not_written = {};
};

struct EngineLimits {
    std::size_t commands_in_turn = 4'096;
    std::size_t deadlines_in_turn =
        2'000;  // streams: a storm of them is cut, so that people are heard between
    std::size_t remembered_commands = 1'000'000;
    Hours remembered_for{48};              // a command sent again later is a new one
    Hours rest_after{24};                  // without a record
    std::size_t policy_lookback = 20'000;  // records whose policies are run again at start
};

struct EngineCounts {
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;
    std::uint64_t repeated = 0;
    std::uint64_t faults = 0;
    std::uint64_t records = 0;
    std::uint64_t deadlines = 0;
    std::uint64_t followups_refused = 0;
    std::uint64_t deadlines_unanswered =
        0;  // a module was told of a deadline and recorded nothing: a bug of ours
    std::uint64_t turns = 0;
    std::uint64_t rested = 0;  // streams that left memory
    std::uint64_t woken = 0;   // and those that came back
    std::uint64_t living = 0;  // streams in memory
    std::uint64_t commands_remembered = 0;
};

struct RestartReport {
    std::uint64_t records = 0;        // of the log
    std::uint64_t from_snapshot = 0;  // of them, those whose effect came from the snapshot
    std::size_t streams = 0;
    std::size_t owing = 0;                // streams with open obligations
    std::optional<ports::Fault> damaged;  // why a snapshot was thrown away
    Instant last_recorded_at{};           // of the log's last record: the clock may not be before it
};

// What was due and nobody has noted yet.
struct Overdue {
    std::size_t streams = 0;
    std::optional<Instant> first_due;  // none where no stream is
};

// A submission with the place its outcome goes to.
struct Pending {
    Submission submission;
    std::function<void(Outcome)> reply;
};

class Engine {
public:
    Engine(EngineParts parts, EngineLimits limits);

    // Takes the states of a snapshot, where there is one that fits this build and this log, and folds the
    // rest of the log. A record that does not decode or fold is a fault: nothing is served from a log that is
    // not understood. `restored` gets each stream of the snapshot, `progress` the number of records now and
    // then.
    using Restored =
        std::function<void(const kernel::Module&, const ports::StreamSnapshot&, kernel::StatePtr)>;
    Result<RestartReport, ports::Fault> restart(ports::SnapshotStore* snapshots, const Restored& restored,
                                                const std::function<void(std::uint64_t)>& progress);

    // One turn at `now`. Takes from the front of `waiting` what fits. Returns whether there is more to do at
    // once.
    bool turn(Instant now, std::deque<Pending>& waiting);

    // Takes the personal texts out of a record's state, once its keys are destroyed. On the engine's thread,
    // from `publish`, or before it runs.
    void forget_personal(std::string_view stream);

    // What is due by `now` and not noted: after a restart, what fell into the gap. Looks at every stream.
    Overdue overdue(Instant now) const;

    // The next instant at which a turn is needed though nobody sent anything.
    std::optional<Instant> next_due() const;

    // Of the streams in memory.
    const Stream* find(std::string_view stream) const { return streams_.find(stream); }
    // Also of those that rest; they go on resting.
    Result<std::optional<Stream>, ports::Fault> read(std::string_view stream);
    const ports::Head& head() const { return head_; }
    const EngineCounts& counts() const { return counts_; }
    std::size_t owing() const { return wheel_.size() + due_.size() - due_next_; }  // streams with a timer
    // The clock's and the policies' commands that are still to be carried out.
    bool consequences_waiting() const { return own_waits(); }
    // Set when the log failed in a way that only a restart can mend; every command is refused from then on.
    const std::optional<ports::Fault>& stopped() const { return stopped_; }

private:
    struct Undo {
        std::uint32_t stream;
        kernel::StatePtr state;
        std::uint64_t version;
    };
    struct Answer {
        std::function<void(Outcome)> reply;
        Outcome outcome;
    };
    // A command of the clock or of a policy, or one that two persons agreed on.
    struct Own {
        Submission submission;
        std::string when_refused = {};  // the command that tells of it; empty: nobody is told
    };
    // What one turn has decided and not yet made durable.
    struct Turn {
        Instant now;
        ports::Head head;
        std::vector<kernel::Committed> committed;
        std::vector<ports::Frame> frames;
        std::vector<Undo> undo;
        std::vector<Answer> answers;
        std::vector<Own> own;              // the clock's and the policies', kept if the commit fails
        std::vector<Own> to_tell;          // that what was agreed on came to nothing
        std::vector<std::uint32_t> fired;  // streams whose timer came due and that this turn looks at
        std::size_t remembered = 0;        // commands put into the index
        bool unread = false;               // a deadline could not be decided: what it asked for was not read
        bool unsealed = false;             // a personal text got no key: the turn must not be kept
    };
    struct Ruled {
        kernel::Decided decided;
        std::optional<std::string> under;  // the record that gave the right to it, where no role did
    };
    struct Target {
        const kernel::Module* module = nullptr;
        kernel::StatePtr state;
        std::uint64_t version = 0;
    };

    void take_own(Turn& turn);
    void take_due(Turn& turn);
    bool own_waits() const { return !followups_.empty() || !unreacted_.empty() || due_next_ < due_.size(); }
    void take_waiting(Turn& turn, std::deque<Pending>& waiting);
    Outcome carry_out(Turn& turn, const Submission& submission);
    std::optional<Outcome> answered_before(const Submission& submission, const CommandKey& key,
                                           std::uint64_t command_digest) const;
    Result<Ruled, kernel::Refusal> decide(const Turn& turn, const Target& target,
                                          const Submission& submission, const Authorise& authorise);
    std::optional<kernel::Refusal> names_hidden(const Target& target, const Submission& submission,
                                                const Authorise& authorise);
    kernel::Around around(const Turn& turn, const Submission& submission);
    std::optional<kernel::RecordFacts> facts_of(std::string_view stream);
    Result<kernel::Tried, kernel::Refusal> attempt(const Turn& turn, const Submission& asked,
                                                   const kernel::NamedCommand& named);
    const kernel::CommandSpec* command_named(std::string_view name) const;
    std::uint64_t record(Turn& turn, const Target& target, const Submission& submission, Ruled ruled,
                         std::uint64_t command_digest);
    void settle(Turn& turn);
    void roll_back(Turn& turn, const ports::Fault& fault);
    void arm(std::uint32_t number, Instant not_before);
    void run_policies(const kernel::Committed& committed);
    void follow(kernel::Followup followup, const std::string& policy, const kernel::Committed& cause,
                int number, std::vector<Own>& followups);
    // agreed.cpp
    Result<Submission, kernel::Refusal> submission_of(kernel::Agreed agreed, std::string stream) const;
    static std::optional<kernel::Refusal> came_to_nothing(const Outcome& outcome, std::size_t events);
    Own telling(const Submission& agreed, const std::string& command, const kernel::Refusal& why) const;
    std::optional<Target> target_of(const std::string& stream);
    const Stream* known(std::string_view id);
    bool is_over(const Stream& stream) const;
    void look_again_for_rest(std::uint32_t number, Instant now);
    void let_rest(Instant now);
    void leave(std::uint32_t number);
    void run_waiting_policies(Instant now);
    Result<kernel::Committed, ports::Fault> fold(kernel::DecodedRecord decoded);
    Result<std::uint64_t, ports::Fault> take_snapshot(ports::SnapshotStore& snapshots,
                                                      const Restored& restored, RestartReport& report);
    Result<Done, ports::Fault> remember_commands(std::uint64_t until);
    Result<Done, ports::Fault> load_living(ports::SnapshotStore& snapshots, const Restored& restored);

    EngineParts parts_;
    EngineLimits limits_;
    kernel::EventDecoder decoder_;
    StreamTable streams_;
    CommandIndex commands_;
    TimerWheel wheel_;
    std::deque<Own> followups_;
    std::deque<kernel::Committed> unreacted_;  // policies could not read what they asked for
    std::vector<std::uint32_t> due_;  // streams whose timers came due; those before due_next_ are done
    std::size_t due_next_ = 0;
    std::optional<ports::RestingStreams> resting_;
    struct Calm {
        Instant at{};
        std::uint32_t number = 0;
    };
    std::deque<Calm> calm_;               // streams that were over, to be looked at again
    std::optional<ports::Fault> unread_;  // what a decision asked for could not be read
    ports::Head head_;
    Instant last_recorded_at_{};
    Instant
        own_not_before_{};  // after a failed commit the clock's and the policies' commands wait until then
    std::function<kernel::StatePtr(std::string_view)> own_state_;
    kernel::Briefs briefs_;
    EngineCounts counts_;
    std::optional<ports::Fault> stopped_;
};

}  // namespace anlan::engine
