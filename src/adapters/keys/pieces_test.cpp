// Attachments sealed in pieces: what was cut, put in another order, changed or moved to another record does
// not open, and nothing opens when the record's key is gone.
#include "adapters/keys/pieces.hpp"
#include "adapters/keys/key_ring.hpp"
#include "adapters/keys/keys_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::adapters {
namespace {

using kernel::WithoutKey;
using ports::ByteRange;

constexpr std::size_t head = keys::pieces_head_bytes;
constexpr std::size_t sealed_piece = keys::piece_bytes + keys::tag_bytes;
constexpr ByteRange whole{0, ~0ULL};

struct Desk {
    std::shared_ptr<keys::MemoryKeyDisk> disk = std::make_shared<keys::MemoryKeyDisk>();
    SeededRandom random{7};
    std::vector<keys::Key> masters{keys::random_key(random)};
    std::unique_ptr<KeyRing> ring = again();
    std::vector<ByteRange> asked;

    std::unique_ptr<KeyRing> again() {
        auto opened = KeyRing::open(std::make_unique<SharedKeyDisk>(disk), masters, random, {4, 8});
        EXPECT_TRUE(opened.ok());
        return opened.ok() ? std::move(opened).value() : nullptr;
    }
    ports::SealedBytes seal(std::string_view stream, std::string_view content) {
        auto sealed = ring->seal_bytes(stream, content, WithoutKey::make_one);
        EXPECT_TRUE(sealed);
        return sealed.value_or(ports::SealedBytes{});
    }
    std::optional<std::string> open(std::string_view stream, const std::string& sealed,
                                    ByteRange range = whole) {
        asked.clear();
        return ring->open_bytes(stream, sealed.size(), range,
                                [&](ByteRange at) -> std::optional<std::string> {
                                    asked.push_back(at);
                                    if (at.offset > sealed.size()) return std::nullopt;
                                    return sealed.substr(at.offset, at.count);
                                });
    }
};

// No two pieces alike.
std::string content_of(std::size_t bytes) {
    std::string content;
    for (std::uint64_t i = 0; content.size() < bytes; ++i) content += std::to_string(i) + " ";
    content.resize(bytes);
    return content;
}

TEST(Pieces, WhatIsSealedOpensAtEachEdgeOfAPieceAndForItsRecordOnly) {
    Desk desk;
    for (const std::size_t size : {0UL, 1UL, keys::piece_bytes - 1, keys::piece_bytes, keys::piece_bytes + 1,
                                   3 * keys::piece_bytes, 3 * keys::piece_bytes + 5}) {
        const auto content = content_of(size);
        const auto sealed = desk.seal("inc_1", content).bytes;
        EXPECT_EQ(desk.open("inc_1", sealed), content) << size;
        EXPECT_EQ(desk.open("inc_2", sealed), std::nullopt) << size;
        if (size > 20) EXPECT_EQ(sealed.find(content.substr(0, 20)), std::string::npos) << size;
    }
}

TEST(Pieces, ARangeReadsOnlyTheHeadAndItsOwnPieces) {
    Desk desk;
    const auto content = content_of(5 * keys::piece_bytes + 9);
    const auto sealed = desk.seal("inc_1", content).bytes;
    const std::uint64_t from = 2 * keys::piece_bytes - 1;
    EXPECT_EQ(desk.open("inc_1", sealed, {from, 2}), content.substr(from, 2));
    ASSERT_EQ(desk.asked.size(), 3U);  // the head, and the two pieces that the two bytes lie in
    EXPECT_EQ(desk.asked[1].offset, head + 1 * sealed_piece);
    EXPECT_EQ(desk.asked[2].offset, head + 2 * sealed_piece);
    EXPECT_EQ(desk.open("inc_1", sealed, {content.size() - 1, 100}), content.substr(content.size() - 1));
    EXPECT_EQ(desk.open("inc_1", sealed, {content.size(), 1}), "");
    EXPECT_EQ(desk.open("inc_1", sealed, {~0ULL, ~0ULL}), "");
}

TEST(Pieces, WhatWasCutDoesNotOpen) {
    Desk desk;
    const auto sealed = desk.seal("inc_1", content_of(3 * keys::piece_bytes)).bytes;
    for (const std::size_t size : {0UL, 1UL, head, head + keys::tag_bytes, head + sealed_piece,
                                   head + 2 * sealed_piece, sealed.size() - 1})
        EXPECT_EQ(desk.open("inc_1", sealed.substr(0, size)), std::nullopt) << size;
    EXPECT_EQ(desk.open("inc_1", sealed + "x"), std::nullopt);
    EXPECT_EQ(desk.open("inc_1", sealed + sealed.substr(head, sealed_piece)), std::nullopt);
}

TEST(Pieces, WhatWasPutInAnotherOrderDoesNotOpen) {
    Desk desk;
    const auto sealed = desk.seal("inc_1", content_of(3 * keys::piece_bytes)).bytes;
    const auto first = sealed.substr(head, sealed_piece),
               second = sealed.substr(head + sealed_piece, sealed_piece);
    auto swapped = sealed;
    swapped.replace(head, sealed_piece, second).replace(head + sealed_piece, sealed_piece, first);
    EXPECT_EQ(desk.open("inc_1", swapped), std::nullopt);
    // A piece of another content of the same record, in the same place.
    const auto other = desk.seal("inc_1", "!" + content_of(3 * keys::piece_bytes).substr(1)).bytes;
    auto mixed = sealed;
    mixed.replace(head + sealed_piece, sealed_piece, other.substr(head + sealed_piece, sealed_piece));
    EXPECT_EQ(desk.open("inc_1", mixed), std::nullopt);
}

TEST(Pieces, AnyChangedByteIsFound) {
    Desk desk;
    const auto sealed = desk.seal("inc_1", "a photo").bytes;
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_EQ(desk.open("inc_1", changed), std::nullopt) << i;
    }
}

TEST(Pieces, TheSameContentOfARecordIsSealedToTheSameAndOfAnotherToAnother) {
    Desk desk;
    const auto sealed = desk.seal("inc_1", "a photo");
    const auto again = desk.seal("inc_1", "a photo"), other = desk.seal("inc_2", "a photo");
    EXPECT_EQ(again.bytes, sealed.bytes);
    EXPECT_EQ(again.content_hash, sealed.content_hash);
    EXPECT_NE(other.bytes, sealed.bytes);
    EXPECT_NE(other.content_hash, sealed.content_hash);
    EXPECT_NE(desk.seal("inc_1", "a photO").content_hash, sealed.content_hash);
    EXPECT_EQ(sealed.content_hash.size(), 64U);
}

TEST(Pieces, AfterTheRecordsKeyIsDestroyedNothingOpensAndOthersDo) {
    Desk desk;
    const auto gone = desk.seal("inc_1", "gone").bytes, stays = desk.seal("inc_2", "stays").bytes;
    const std::vector<ports::RecordKeys> records{{"inc_1", desk.ring->keys_of("inc_1")}};
    ASSERT_TRUE(desk.ring->destroy(records).ok());
    EXPECT_EQ(desk.open("inc_1", gone), std::nullopt);
    EXPECT_EQ(desk.open("inc_2", stays), "stays");
    desk.ring = desk.again();
    EXPECT_EQ(desk.open("inc_1", gone), std::nullopt);
    EXPECT_EQ(desk.open("inc_2", stays), "stays");
    EXPECT_EQ(desk.ring->seal_bytes("inc_9", "x", WithoutKey::leave), std::nullopt);
}

// A power cut took the note of whose key it is: what opens teaches it again, so that the key is not given to
// another record and is destroyed with this one.
TEST(Pieces, AKeyWhoseOwnerWasForgottenIsLearntFromWhatItOpens) {
    Desk desk;
    auto forgetful = std::make_shared<keys::MemoryKeyDisk>();
    (void)desk.seal("inc_0", "makes slots");
    forgetful->bytes = desk.disk->bytes;  // before the claim of inc_1 is written
    const auto sealed = desk.seal("inc_1", "a photo").bytes;
    desk.disk = forgetful;
    desk.ring = desk.again();
    EXPECT_TRUE(desk.ring->keys_of("inc_1").empty());
    EXPECT_EQ(desk.open("inc_1", sealed), "a photo");
    EXPECT_EQ(desk.ring->keys_of("inc_1").size(), 1U);
}

// Sealed on the day the format was made; it has to open in twenty years.
TEST(Pieces, TheFormatIsForGood) {
    const keys::RecordKey key = keys::expand(keys::Key{1, 2, 3});
    const auto sealed = keys::seal_pieces(key, 5, "inc_1", "a photo");
    EXPECT_EQ(sealed.bytes.substr(0, 8), "anlan a1");
    EXPECT_EQ(keys::slot_of_pieces(sealed.bytes), 5U);
    EXPECT_EQ(sealed.bytes.size(), head + 7 + keys::tag_bytes);
    EXPECT_EQ(sealed.content_hash, "30c9e5307afc43c7ac680e3096aefe4923c4d675ff91f5a05d3821978a6215cb");
}

}  // namespace
}  // namespace anlan::adapters
