// What a log's file holds, altered at will: the blob of an append, the records in it, their payloads. There
// is one encoding of a record, so what decodes encodes to the same bytes; and what is understood can be
// shown.
#include "adapters/sqlite/frame_blob.hpp"
#include "base/check.hpp"
#include "codec/utf8.hpp"
#include "kernel/event_decoder.hpp"
#include "kernel/record.hpp"

#include <cstddef>
#include <cstdint>

namespace anlan::domain {
kernel::Modules all_modules();
}

namespace {

using namespace anlan;

void read_record(const kernel::EventDecoder& decoder, std::string_view bytes) {
    const auto envelope = kernel::decode(bytes);
    if (!envelope.ok()) return;
    ANLAN_CHECK(kernel::encode(*envelope) == bytes, "two encodings of one record");
    (void)decoder.shown_payload(*envelope);
    const auto record = decoder.decode(bytes);
    if (!record.ok()) {
        ANLAN_CHECK(!record.error().empty(), "a record that is refused without a word");
        return;
    }
    (void)record->event.spec->encode_summary(record->event.value);
    (void)record->module->evolve(record->module->initial(), record->event);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const kernel::Modules modules = domain::all_modules();
    static const kernel::EventDecoder decoder{modules};
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    read_record(decoder, input);
    adapters::FrameReader reader{input};
    kernel::ChainCheck chain;
    std::string_view bytes;
    ports::Hash hash{};
    for (std::uint64_t position = 1; reader.next(bytes, hash); ++position) {
        ANLAN_CHECK(
            bytes.data() >= input.data() && bytes.data() + bytes.size() <= input.data() + input.size(),
            "a record outside of its blob");
        read_record(decoder, bytes);
        if (!chain.add(position, bytes, hash))
            ANLAN_CHECK(chain.broken() && !chain.broken()->reason.empty(), "a break without a reason");
    }
    return 0;
}
