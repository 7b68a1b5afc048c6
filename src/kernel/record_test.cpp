#include "kernel/record.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace anlan::kernel {
namespace {

Envelope sample(std::uint64_t position) {
    return {.position = position,
            .stream = "inc_0CQ7Z3M1K9ABCDEF",
            .version = position,
            .wire = "incident.opened.v1",
            .recorded_at = *instant_from_text("2026-11-22T08:00:00.250Z"),
            .happened_at = *instant_from_text("1969-12-31T23:59:59.999Z"),
            .actor = {ActorKind::person, "acc_wang", PostId{"pst_dispatcher.wuchang"}},
            .purpose = "dispatch",
            .cause = position - 1,
            .command_id = "c-1",
            .command_digest = 0x0123456789ABCDEF,
            .rulebook_version = "wuhan@0123456789ab",
            .payload = R"({"title":"江汉路"})"};
}

struct Stored {
    std::uint64_t position;
    std::string bytes;
    Hash hash;
};

std::vector<Stored> chain(std::uint64_t count) {
    std::vector<Stored> records;
    Hash head{};
    for (std::uint64_t position = 1; position <= count; ++position) {
        std::string bytes = encode(sample(position));
        head = seal(head, bytes);
        records.push_back({position, std::move(bytes), head});
    }
    return records;
}

std::string first_misfit(const std::vector<Stored>& records) {
    ChainCheck check;
    for (const Stored& record : records)
        if (!check.add(record.position, record.bytes, record.hash)) break;
    if (!check.broken()) return "fits";
    return std::to_string(check.broken()->position) + ": " + check.broken()->reason;
}

TEST(Record, ReadsBackWhatWasWritten) {
    Envelope envelope = sample(300);
    for (const ActorKind kind :
         {ActorKind::person, ActorKind::policy, ActorKind::clock, ActorKind::import, ActorKind::system}) {
        envelope.actor.kind = kind;
        const auto read = decode(encode(envelope));
        ASSERT_TRUE(read.ok());
        EXPECT_EQ(read.value(), envelope);
    }
    envelope.position = std::numeric_limits<std::uint64_t>::max();
    envelope.recorded_at = Instant::min();
    envelope.happened_at = Instant::max();
    envelope.payload = std::string(70'000, 'x');
    ASSERT_TRUE(decode(encode(envelope)).ok());
    EXPECT_EQ(decode(encode(envelope)).value(), envelope);
    EXPECT_EQ(decode(encode(Envelope{})).value(), Envelope{});
}

// The first bytes of every log ever written. If this fails, old logs cannot be read any more.
TEST(Record, TheFormatStaysAsItWasWrittenDown) {
    Envelope envelope;
    envelope.position = 300;
    envelope.stream = "a";
    envelope.version = 1;
    envelope.wire = "b.c.v1";
    envelope.recorded_at = Instant{Millis{1}};
    envelope.happened_at = Instant{Millis{-1}};
    envelope.actor = {ActorKind::clock, "clock", PostId{""}};
    envelope.command_digest = 2;
    envelope.payload = "{}";
    const std::string expected = std::string{"\x01\xAC\x02\x01"} + "a" + "\x01\x06" + "b.c.v1" +
                                 "\x02\x01\x03\x05" + "clock" + std::string(4, '\0') + "\x02" +
                                 std::string(7, '\0') + std::string(1, '\0') + "\x02{}";
    EXPECT_EQ(encode(envelope), expected);
    EXPECT_EQ(to_hex(seal(Hash{}, "abc")),
              "365aa7d8f7f9402c4b9434502b4cc89ddb09fe50d7cd95b493b834c62d5a5370");
}

TEST(Record, CutOrLengthenedBytesAreRefused) {
    const std::string whole = encode(sample(7));
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(decode(std::string_view{whole}.substr(0, size)).ok()) << size;
    EXPECT_EQ(decode(whole + "x").error().expected, "nothing behind the payload");
    EXPECT_EQ(decode("\x03" + whole.substr(1)).error().expected, "a record of format 1 or 2");
}

// Who acts by a right of another's, and who approved: a format of its own, so that what says nothing of it is
// written as it always was.
TEST(Record, WhatAnActorActedUnderIsKeptInFormatTwo) {
    Envelope plain = sample(7);
    EXPECT_EQ(encode(plain).front(), '\x01');
    Envelope envelope = plain;
    envelope.actor.under = "pst_dispatcher.420106";
    EXPECT_EQ(encode(envelope).front(), '\x02');
    EXPECT_EQ(encode(envelope).substr(1), encode(plain).substr(1) + "\x15pst_dispatcher.420106" + '\0');
    EXPECT_EQ(decode(encode(envelope)).value(), envelope);
    envelope.actor.approved_by = AccountId{"acc_b"};
    EXPECT_EQ(decode(encode(envelope)).value(), envelope);
    const std::string whole = encode(envelope);
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(decode(std::string_view{whole}.substr(0, size)).ok()) << size;
    // There is one way to write that there is nothing of it.
    EXPECT_EQ(decode("\x02" + encode(plain).substr(1) + std::string(2, '\0')).error().path, ".actor.under");
}

TEST(Record, ThereIsOneEncodingOnly) {
    // position 7 as two bytes, and a number of more than 64 bits
    const std::string rest = encode(sample(7)).substr(2);
    EXPECT_EQ(decode(std::string{"\x01\x87\x00", 3} + rest).error().path, ".position");
    EXPECT_EQ(decode("\x01" + std::string(9, '\xFF') + "\x02" + rest).error().path, ".position");
    // any single bit: it decodes to something else, or not at all
    const std::string whole = encode(sample(7));
    for (std::size_t i = 0; i < whole.size() * 8; ++i) {
        std::string flipped = whole;
        flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << (i % 8)));
        const auto read = decode(flipped);
        if (read.ok()) EXPECT_EQ(encode(read.value()), flipped) << i;
    }
}

TEST(Record, AnUnbrokenChainFits) {
    EXPECT_EQ(first_misfit({}), "fits");
    EXPECT_EQ(first_misfit(chain(20)), "fits");
}

TEST(Record, TheFirstMisfitIsNamed) {
    auto changed = chain(9);
    changed[4].bytes.back() = ']';
    EXPECT_EQ(first_misfit(changed), "5: content and hash do not fit the record before");

    auto missing = chain(9);
    missing.erase(missing.begin() + 4);
    EXPECT_EQ(first_misfit(missing), "5: missing; the next record there is says 6");

    auto closed_up = missing;
    for (std::uint64_t i = 0; i < closed_up.size(); ++i) closed_up[i].position = i + 1;
    EXPECT_EQ(first_misfit(closed_up), "5: record 6 stands here");

    auto swapped = chain(9);
    std::swap(swapped[2].bytes, swapped[6].bytes);
    std::swap(swapped[2].hash, swapped[6].hash);
    EXPECT_EQ(first_misfit(swapped), "3: record 7 stands here");

    auto twice = chain(9);
    twice.insert(twice.begin() + 3, twice[2]);
    EXPECT_EQ(first_misfit(twice), "4: a second record stored as 3 stands here");

    auto hash = chain(9);
    hash[0].hash[31] ^= 1;
    EXPECT_EQ(first_misfit(hash), "1: content and hash do not fit the record before");
}

TEST(Record, AForgedTailWithRightHashesStillHasToTellAPossibleStory) {
    const auto forged = [](const std::function<void(Envelope&)>& forge) {
        auto records = chain(3);
        Envelope envelope = sample(4);
        forge(envelope);
        std::string bytes = encode(envelope);
        const Hash hash = seal(records.back().hash, bytes);
        records.push_back({4, std::move(bytes), hash});
        return first_misfit(records);
    };
    EXPECT_EQ(forged([](Envelope&) {}), "fits");
    EXPECT_EQ(forged([](Envelope& e) { e.version = 3; }),
              "4: version 3 of stream inc_0CQ7Z3M1K9ABCDEF follows version 3");
    EXPECT_EQ(forged([](Envelope& e) { e.recorded_at -= Millis{1}; }),
              "4: recorded before the record in front of it");
    EXPECT_EQ(forged([](Envelope& e) { e.cause = 4; }), "4: caused by a later record");
    EXPECT_EQ(forged([](Envelope& e) { e.position = 9; }), "4: record 9 stands here");
}

TEST(Record, HexThereAndBack) {
    const Hash hash = seal(Hash{}, "x");
    EXPECT_EQ(hash_from_hex(to_hex(hash)), hash);
    EXPECT_EQ(hash_from_hex("00"), std::nullopt);
    EXPECT_EQ(hash_from_hex(std::string(64, 'g')), std::nullopt);
}

}  // namespace
}  // namespace anlan::kernel
