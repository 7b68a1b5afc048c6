// How personal texts are kept: sealed with a key of their record, which is destroyed when the record is
// erased (docs/design/erasure.md). The keys themselves are behind a port; here is what is done with them to
// events and states.
//
// Threads: any.
#pragma once
#include "kernel/module.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::kernel {

enum class WithoutKey { make_one, leave };

class PersonalSeal {
public:
    virtual ~PersonalSeal() = default;

    // The text as it may be kept: printable, different for each `place`, the same for the same place and
    // text. None if the record has no key and none is to be made, or none can be had.
    virtual std::optional<std::string> seal(std::string_view stream, std::uint64_t place,
                                            std::string_view text, WithoutKey without) noexcept = 0;
    // None if the key is gone, or it is not of this record, or was altered.
    virtual std::optional<std::string> open(std::string_view stream, std::string_view sealed) noexcept = 0;

    // 64 bits over a text that tell nobody anything about it once the key is gone. For a record without a
    // key, with the key that own() would give it now.
    virtual std::uint64_t mark(std::string_view stream, std::string_view text) noexcept = 0;
    // Whether it had a key and has none any more.
    virtual bool destroyed(std::string_view stream) noexcept = 0;
    // The record has a key from now on; false if none can be had.
    virtual bool own(std::string_view stream) noexcept = 0;
};

// Opens each text; what does not open is erased.
PersonalVisit opening(PersonalSeal* seal, std::string_view stream);

// Takes each text out.
void erase(PersonalText& text);

// The canonical JSON of an event as the log keeps it, taken out of the event where it stands there. None if a
// text could not be sealed.
std::optional<std::string> payload_of(AnyEvent& event, const Envelope& envelope, PersonalSeal* seal);

// The JSON of a state as a snapshot keeps it, and back. A text whose key is gone is left out; a record that
// never had one stands plain in its log (an old one), and so it does here.
std::string kept_state(const Module& module, std::string_view stream, const StatePtr& state,
                       PersonalSeal* seal);
Result<StatePtr, Malformed> opened_state(const Module& module, std::string_view stream, std::string_view json,
                                         PersonalSeal* seal);

}  // namespace anlan::kernel
