#include "kernel/event_decoder.hpp"

#include "kernel/record.hpp"

namespace anlan::kernel {

EventDecoder::EventDecoder(std::span<const Module> modules, PersonalSeal* seal) : seal_(seal) {
    for (const auto& module : modules) {
        by_prefix_.emplace(module.prefix, &module);
        for (const auto& spec : module.events) by_wire_.emplace(spec->wire, Known{spec.get(), &module});
    }
}

const Module* EventDecoder::module_of(std::string_view stream) const {
    const auto bar = stream.find('_');
    if (bar == std::string_view::npos) return nullptr;
    const auto found = by_prefix_.find(stream.substr(0, bar));
    return found == by_prefix_.end() ? nullptr : found->second;
}

Result<DecodedRecord, std::string> EventDecoder::decode(std::string_view bytes) const {
    auto envelope = kernel::decode(bytes);
    if (!envelope.ok())
        return Unexpected{"it does not decode: " + envelope.error().path + ": expected " +
                          envelope.error().expected};
    DecodedRecord record{std::move(envelope).value(), {}, nullptr};
    record.module = module_of(record.envelope.stream);
    const auto spec = by_wire_.find(record.envelope.wire);
    // An event of one module in a stream of another is a forgery: no state of that stream takes it.
    if (record.module == nullptr || spec == by_wire_.end() || spec->second.module != record.module)
        return Unexpected{"no module knows " + record.envelope.wire + " of " + record.envelope.stream};
    const auto& payload = record.envelope.payload;
    const EventSpec& event = *spec->second.spec;
    auto value =
        event.open ? event.open(payload, opening(seal_, record.envelope.stream)) : event.decode(payload);
    if (!value.ok())
        return Unexpected{record.envelope.wire + value.error().path + ": expected " + value.error().expected};
    record.event = {&event, std::move(value).value(), {}};
    return record;
}

std::string EventDecoder::shown_payload(const Envelope& envelope) const {
    const auto spec = by_wire_.find(envelope.wire);
    if (spec == by_wire_.end() || !spec->second.spec->open) return envelope.payload;
    const auto value = spec->second.spec->open(envelope.payload, opening(seal_, envelope.stream));
    return value.ok() ? spec->second.spec->seal(*value, {}) : envelope.payload;
}

}  // namespace anlan::kernel
