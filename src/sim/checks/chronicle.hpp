// The simulator's own fold of the log, event by event, beside the engine's: what checkers compare with.
#pragma once
#include "kernel/module.hpp"
#include "kernel/personal_seal.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

// A record with what it changed.
struct Step {
    const kernel::Envelope& envelope;
    const kernel::AnyEvent& event;
    const kernel::Module& module;
    const kernel::StatePtr& before;
    const kernel::StatePtr& after;
    const std::vector<kernel::Obligation>& owed_before;
    const std::vector<kernel::Obligation>& owed_after;
    std::uint64_t commit =
        0;  // the first record that was committed with it: what is told is told of all of them

    template <class E>
    const E* as() const {
        return event.as<E>();
    }
};

struct FoldedStream {
    const kernel::Module* module = nullptr;
    kernel::StatePtr state;
    std::uint64_t version = 0;

    // What the stream owes; lives as long as the state.
    const std::vector<kernel::Obligation>& owed() const { return owed_in(*module, state); }

    static const std::vector<kernel::Obligation>& owed_in(const kernel::Module& of,
                                                          const kernel::StatePtr& in) {
        static const std::vector<kernel::Obligation> nothing;
        return of.note_deadline == nullptr ? nothing : of.obligations(in);
    }
};

class Chronicle {
public:
    using Streams = std::unordered_map<std::string, FoldedStream>;

    // Folds one record and calls `seen` with what it did.
    template <class Seen>
    void add(const kernel::Envelope& envelope, const kernel::AnyEvent& event, const kernel::Module& module,
             std::uint64_t commit, Seen&& seen) {
        FoldedStream& stream = streams_[envelope.stream];
        if (stream.module == nullptr) {
            stream.module = &module;
            stream.state = module.initial();
        }
        const kernel::StatePtr before = stream.state;
        stream.state = module.evolve(before, event);
        stream.version = envelope.version;
        seen(Step{envelope, event, module, before, stream.state, FoldedStream::owed_in(module, before),
                  stream.owed(), commit});
    }
    // Its keys are destroyed: what was said of people is nowhere any more.
    void forget_personal(const std::string& record) {
        const auto found = streams_.find(record);
        if (found == streams_.end() || !found->second.module->change_state) return;
        found->second.state = found->second.module->change_state(found->second.state, kernel::erase);
    }
    const Streams& streams() const { return streams_; }
    const FoldedStream* find(std::string_view stream) const {
        const auto found = streams_.find(std::string{stream});
        return found == streams_.end() ? nullptr : &found->second;
    }
    void clear() { streams_.clear(); }

private:
    Streams streams_;
};

// The state of a module's stream as its type; the caller knows which it is.
template <class Decider>
const typename Decider::State& state_as(const kernel::StatePtr& state) {
    return *static_cast<const typename Decider::State*>(state.get());
}

}  // namespace anlan::sim
