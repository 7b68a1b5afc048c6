// From a log's bytes back to an event with its value, for everything that reads the log: the engine's
// restart, views that catch up, exports.
#pragma once
#include "kernel/module.hpp"
#include "kernel/personal_seal.hpp"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace anlan::kernel {

struct DecodedRecord {
    Envelope envelope;
    AnyEvent event;
    const Module* module = nullptr;  // of the stream
};

class EventDecoder {
public:
    // Without a seal, sealed personal texts read as erased.
    explicit EventDecoder(std::span<const Module> modules, PersonalSeal* seal = nullptr);

    // The error names what is not understood, for an operator.
    Result<DecodedRecord, std::string> decode(std::string_view bytes) const;
    const Module* module_of(std::string_view stream) const;
    // The payload as people may read it: personal texts opened, or said to be erased.
    std::string shown_payload(const Envelope& envelope) const;

private:
    PersonalSeal* seal_;
    std::unordered_map<std::string_view, const Module*> by_prefix_;
    struct Known {
        const EventSpec* spec = nullptr;
        const Module* module = nullptr;
    };
    std::unordered_map<std::string_view, Known> by_wire_;
};

}  // namespace anlan::kernel
