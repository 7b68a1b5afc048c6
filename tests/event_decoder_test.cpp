// What a log's record must be to be taken in: of a module that is there, and in a stream of that module.
#include "kernel/event_decoder.hpp"
#include "kernel/record.hpp"

#include <gtest/gtest.h>

namespace anlan::domain {
kernel::Modules all_modules();
}

namespace anlan::kernel {
namespace {

std::string record(const std::string& stream, const std::string& wire, const std::string& payload) {
    Envelope envelope;
    envelope.position = 1;
    envelope.stream = stream;
    envelope.version = 1;
    envelope.wire = wire;
    envelope.actor.kind = ActorKind::system;
    envelope.payload = payload;
    return encode(envelope);
}

// It decoded, and ended the process when it was folded into the other module's state.
TEST(EventDecoder, AnEventBelongsToAStreamOfItsOwnModule) {
    const Modules modules = domain::all_modules();
    const EventDecoder decoder{modules};
    const std::string wire = "incident.deadline_warned.v1";
    const std::string payload =
        R"({"kind":"dispatch","key":"","owner":"pst_1","due_by":"2026-11-22T01:01:00.000Z"})";
    EXPECT_TRUE(decoder.decode(record("inc_1", wire, payload)).ok());
    for (const char* stream : {"plc_1", "xyz_1", "inc", ""})
        EXPECT_EQ(decoder.decode(record(stream, wire, payload)).error(),
                  "no module knows " + wire + " of " + stream);
    EXPECT_FALSE(decoder.decode(record("inc_1", "incident.no_such.v1", "{}")).ok());
}

}  // namespace
}  // namespace anlan::kernel
