// A long reading decodes on another thread; nobody may be able to tell.
#include "ports/log_reader.hpp"
#include "adapters/memory/memory_event_log.hpp"
#include "kernel/module_of.hpp"
#include "kernel/record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anlan::engine {
namespace {

struct StepTaken {
    static constexpr std::string_view wire = "walk.step_taken.v1";
    int number = 0;
};
BOOST_DESCRIBE_STRUCT(StepTaken, (), (number))

struct TakeStep {
    static constexpr std::string_view name = "walk.take_step";
    int number = 0;
};
BOOST_DESCRIBE_STRUCT(TakeStep, (), (number))

struct WalkState {
    int last = 0;
};
BOOST_DESCRIBE_STRUCT(WalkState, (), (last))

struct Walk {
    using State = WalkState;
    using Command = std::variant<TakeStep>;
    using Event = std::variant<StepTaken>;
    static Result<std::vector<Event>, kernel::Refusal> decide(const State&, const Command& command,
                                                              const kernel::Now&) {
        return std::vector<Event>{StepTaken{std::get<TakeStep>(command).number}};
    }
    static State evolve(State, const Event& event) { return {std::get<StepTaken>(event).number}; }
    static const std::vector<kernel::Obligation>& obligations(const State&) { return kernel::nothing_owed; }
};

struct LongLog : testing::Test {
    static constexpr std::uint64_t records = 50'000;
    kernel::Modules modules = [] {
        kernel::Modules made;
        made.push_back(kernel::describe<Walk>({"walk", "wlk", "walks", {"步", "Walks"}}).finish());
        return made;
    }();
    kernel::EventDecoder decoder{modules};
    adapters::MemoryEventLog log;

    void fill(std::uint64_t strange = 0) {
        std::vector<ports::Frame> frames;
        ports::Hash hash{};
        for (std::uint64_t position = 1; position <= records; ++position) {
            kernel::Envelope envelope;
            envelope.position = envelope.version = position;
            envelope.stream = "wlk_1";
            envelope.wire = position == strange ? "walk.flown.v1" : std::string{StepTaken::wire};
            envelope.payload = "{\"number\":" + std::to_string(position) + "}";
            ports::Frame frame{position, kernel::encode(envelope), {}};
            frame.hash = hash = kernel::seal(hash, frame.bytes);
            frames.push_back(std::move(frame));
        }
        ASSERT_TRUE(log.append(frames).ok());
    }

    // The positions taken, until `enough`; 0 where a record was not the next one.
    Result<std::uint64_t, ports::Fault> read(std::uint64_t first, std::uint64_t last,
                                             std::uint64_t enough = records) {
        std::uint64_t next = first;
        auto done = ports::read_records(log, decoder, first, last, [&](ports::ReadRecord&& read) {
            const auto* step = read.record.event.as<StepTaken>();
            const bool right = read.record.envelope.position == next && step != nullptr &&
                               step->number == static_cast<int>(next);
            next = right ? next + 1 : 0;
            return right && next <= enough;
        });
        if (!done.ok()) return Unexpected{std::move(done).error()};
        return next - 1;
    }
};

TEST_F(LongLog, ComesWholeAndInOrder) {
    fill();
    EXPECT_EQ(read(1, records).value(), records);
    EXPECT_EQ(read(29'999, 30'001).value(), 30'001U);
    EXPECT_EQ(read(5, 30'000).value(), 30'000U) << "and no further than asked";
    EXPECT_EQ(read(records + 1, records).value(), records) << "nothing is left";
}

TEST_F(LongLog, StopsWhereItIsToldTo) {
    fill();
    for (const std::uint64_t enough : {1U, 511U, 512U, 513U, 30'000U})
        EXPECT_EQ(read(1, records, enough).value(), enough);
}

TEST_F(LongLog, NamesTheRecordThatIsNotUnderstood) {
    fill(41'234);
    const auto failed = read(1, records);
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().code, "log.not_understood");
    EXPECT_THAT(failed.error().message, testing::HasSubstr("record 41234: no module knows walk.flown.v1"));
    EXPECT_EQ(read(1, 41'233).value(), 41'233U) << "those before it are fine";
}

}  // namespace
}  // namespace anlan::engine
