// Sealing and opening, and what is left when a key was destroyed: over a disk in memory that can be full, be
// cut, and be read again by a ring that begins anew.
#include "adapters/keys/key_ring.hpp"
#include "adapters/keys/keys_test_support.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace anlan::adapters {
namespace {

using kernel::WithoutKey;

struct Desk {
    std::shared_ptr<keys::MemoryKeyDisk> disk = std::make_shared<keys::MemoryKeyDisk>();
    SeededRandom random{7};
    std::vector<keys::Key> masters{keys::random_key(random)};

    std::unique_ptr<KeyRing> ring(KeyRingLimits limits = {4, 8}) {
        auto opened = KeyRing::open(std::make_unique<SharedKeyDisk>(disk), masters, random, limits);
        EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message);
        return opened.ok() ? std::move(opened).value() : nullptr;
    }
};

std::string seal(KeyRing& ring, std::string_view stream, std::string_view text, std::uint64_t place = 1) {
    auto sealed = ring.seal(stream, place, text, WithoutKey::make_one);
    EXPECT_TRUE(sealed);
    return sealed.value_or("");
}

std::vector<std::string> destroy(KeyRing& ring, const std::string& stream) {
    const std::vector<ports::RecordKeys> records{{stream, ring.keys_of(stream)}};
    auto lost = ring.destroy(records);
    EXPECT_TRUE(lost.ok());
    return lost.ok() ? lost.value() : std::vector<std::string>{};
}

TEST(KeyRing, WhatIsSealedOpensForItsRecordOnly) {
    Desk desk;
    auto ring = desk.ring();
    const auto sealed = seal(*ring, "cal_1", "张三 138");
    EXPECT_EQ(sealed.find("138"), std::string::npos);
    EXPECT_EQ(ring->open("cal_1", sealed), "张三 138");
    EXPECT_EQ(ring->open("cal_2", sealed), std::nullopt);
    EXPECT_EQ(ring->open("cal_1", "no ciphertext"), std::nullopt);
    EXPECT_EQ(ring->open("cal_1", ""), std::nullopt);
    EXPECT_EQ(ring->seal("cal_9", 1, "x", WithoutKey::leave), std::nullopt);
    EXPECT_TRUE(ring->keys_of("cal_9").empty());
}

TEST(KeyRing, AnyChangedCharacterIsFound) {
    Desk desk;
    auto ring = desk.ring();
    const auto sealed = seal(*ring, "cal_1", "x");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = changed[i] == 'B' ? 'C' : 'B';
        EXPECT_EQ(ring->open("cal_1", changed), std::nullopt) << i;
    }
}

TEST(KeyRing, TheSamePlaceAndTextGiveTheSameOtherwiseNot) {
    Desk desk;
    auto ring = desk.ring();
    const auto first = seal(*ring, "cal_1", "text", 5);
    EXPECT_EQ(seal(*ring, "cal_1", "text", 5), first);
    EXPECT_NE(seal(*ring, "cal_1", "text", 6), first);
    EXPECT_NE(seal(*ring, "cal_1", "Text", 5), first);
    EXPECT_NE(seal(*ring, "cal_2", "text", 5), first);
    Desk again;
    EXPECT_EQ(seal(*again.ring(), "cal_1", "text", 5), first);
}

TEST(KeyRing, ADestroyedKeyIsGoneFromMemoryAndDiskAndOthersLive) {
    Desk desk;
    auto ring = desk.ring();
    const auto gone = seal(*ring, "cal_1", "gone");
    const auto kept = seal(*ring, "cal_2", "kept");
    const auto before = desk.disk->bytes;
    EXPECT_EQ(destroy(*ring, "cal_1"), std::vector<std::string>{"cal_1"});
    EXPECT_EQ(ring->open("cal_1", gone), std::nullopt);
    EXPECT_EQ(ring->open("cal_2", kept), "kept");
    EXPECT_TRUE(ring->destroyed("cal_1"));
    EXPECT_FALSE(ring->destroyed("cal_2"));
    EXPECT_EQ(ring->seal("cal_1", 1, "x", WithoutKey::leave), std::nullopt);
    EXPECT_TRUE(destroy(*ring, "cal_1").empty());
    // Of the slot's nonce and wrapped key not a byte is left.
    const auto slot = static_cast<std::size_t>(keys::offset_of(0));
    const auto secret = slot + keys::claim_bytes;
    const auto size = keys::slot_bytes - keys::claim_bytes;
    EXPECT_NE(before.substr(secret, size), std::string(size, '\0'));
    EXPECT_EQ(desk.disk->bytes.substr(secret, size), std::string(size, '\0'));
    ring.reset();
    auto later = desk.ring();
    EXPECT_EQ(later->open("cal_1", gone), std::nullopt);
    EXPECT_TRUE(later->destroyed("cal_1"));
    EXPECT_EQ(later->open("cal_2", kept), "kept");
}

TEST(KeyRing, WhatIsDestroyedWhileOthersReadItIsNotKeptByThem) {
    Desk desk;
    auto ring = desk.ring({4, 64});
    std::vector<std::pair<std::string, std::string>> texts;  // record, sealed
    for (int i = 0; i < 60; ++i) {
        const auto record = "cal_" + std::to_string(i);
        texts.emplace_back(record, seal(*ring, record, "text " + std::to_string(i)));
    }
    std::atomic<bool> over{false};
    std::vector<std::thread> readers(3);
    for (auto& reader : readers)
        reader = std::thread{[&] {
            while (!over)
                for (const auto& [record, sealed] : texts) (void)ring->open(record, sealed);
        }};
    for (const auto& [record, sealed] : texts) {
        EXPECT_EQ(destroy(*ring, record), std::vector<std::string>{record});
        EXPECT_EQ(ring->open(record, sealed), std::nullopt) << record;
    }
    over = true;
    for (auto& reader : readers) reader.join();
    for (const auto& [record, sealed] : texts) EXPECT_EQ(ring->open(record, sealed), std::nullopt) << record;
}

TEST(KeyRing, ANewTextAfterTheErasureHasAKeyOfItsOwn) {
    Desk desk;
    auto ring = desk.ring();
    const auto old = seal(*ring, "cal_1", "old");
    const auto first = ring->keys_of("cal_1");
    destroy(*ring, "cal_1");
    const auto fresh = seal(*ring, "cal_1", "new");
    EXPECT_EQ(ring->open("cal_1", fresh), "new");
    EXPECT_EQ(ring->open("cal_1", old), std::nullopt);
    EXPECT_NE(ring->keys_of("cal_1"), first);
}

TEST(KeyRing, WhoseAKeyIsIsLearntAgainFromATextThatOpens) {
    Desk desk;
    auto ring = desk.ring();
    const auto sealed = seal(*ring, "cal_1", "text");
    const auto crashed = desk.disk->bytes;  // before the ring could write whose the slot is
    ring.reset();
    desk.disk->bytes = crashed;
    auto later = desk.ring();
    EXPECT_TRUE(later->keys_of("cal_1").empty());
    EXPECT_EQ(later->open("cal_1", sealed), "text");
    EXPECT_EQ(later->keys_of("cal_1"), std::vector<std::uint64_t>{0});
    EXPECT_NE(seal(*later, "cal_2", "other"), sealed);
    EXPECT_EQ(later->keys_of("cal_2"), std::vector<std::uint64_t>{1});
    ASSERT_TRUE(later->sync().ok());
    EXPECT_EQ(desk.ring()->keys_of("cal_1"), std::vector<std::uint64_t>{0});
}

TEST(KeyRing, AFullDiskGivesNoKeyAndDestroysNone) {
    Desk desk;
    auto ring = desk.ring({2, 8});
    const auto sealed = seal(*ring, "cal_1", "a");
    seal(*ring, "cal_2", "b");
    desk.disk->failing = true;
    EXPECT_EQ(ring->seal("cal_3", 1, "c", WithoutKey::make_one), std::nullopt);
    EXPECT_FALSE(ring->own("cal_3"));
    const std::vector<ports::RecordKeys> records{{"cal_1", ring->keys_of("cal_1")}};
    EXPECT_FALSE(ring->destroy(records).ok());
    EXPECT_EQ(ring->open("cal_1", sealed), "a");
    desk.disk->failing = false;
    EXPECT_EQ(ring->destroy(records).value(), std::vector<std::string>{"cal_1"});
    EXPECT_EQ(ring->open("cal_1", sealed), std::nullopt);
    EXPECT_TRUE(ring->own("cal_3"));
}

TEST(KeyRing, ASlotHalfOverwrittenAtAPowerCutIsOverwrittenAtTheNextStart) {
    Desk desk;
    auto ring = desk.ring();
    seal(*ring, "cal_1", "a");
    ASSERT_TRUE(ring->sync().ok());
    ring.reset();
    const auto slot = static_cast<std::size_t>(keys::offset_of(0));
    desk.disk->bytes[slot] = '\2';  // the state was written, the rest was not
    auto later = desk.ring();
    EXPECT_TRUE(later->destroyed("cal_1"));
    ASSERT_TRUE(later->destroy({}).ok());
    const auto size = keys::slot_bytes - keys::claim_bytes;
    EXPECT_EQ(desk.disk->bytes.substr(slot + keys::claim_bytes, size), std::string(size, '\0'));
}

TEST(KeyRing, WithoutItsMasterNothingOpensAndNothingIsOverwritten) {
    Desk desk;
    auto ring = desk.ring();
    const auto sealed = seal(*ring, "cal_1", "a");
    ASSERT_TRUE(ring->sync().ok());
    ring.reset();
    auto other = desk.masters;
    desk.masters = {keys::random_key(desk.random)};
    auto stranger = desk.ring();
    EXPECT_EQ(stranger->open("cal_1", sealed), std::nullopt);
    EXPECT_GT(stranger->counts().unreadable, 0u);
    EXPECT_EQ(stranger->open("cal_2", seal(*stranger, "cal_2", "b")), "b");
    stranger.reset();
    desk.masters.push_back(other.front());  // it is found again
    EXPECT_EQ(desk.ring()->open("cal_1", sealed), "a");
}

TEST(KeyRing, ADigestIsOfTheRecordAndTellsNothingWithoutItsKey) {
    Desk desk;
    auto ring = desk.ring();
    const auto first = ring->mark("cal_1", "13800000001");
    ASSERT_TRUE(ring->own("cal_1"));
    EXPECT_EQ(ring->mark("cal_1", "13800000001"), first);
    EXPECT_NE(ring->mark("cal_1", "13800000002"), first);
    destroy(*ring, "cal_1");
    EXPECT_NE(ring->mark("cal_1", "13800000001"), first);
}

TEST(KeyRing, AFileThatIsNotOursIsRefused) {
    for (const char* bytes : {"short", "ANLNKEYZ"}) {
        Desk desk;
        desk.disk->bytes = bytes;
        if (desk.disk->bytes.size() > 5) desk.disk->bytes.resize(200);
        EXPECT_FALSE(
            KeyRing::open(std::make_unique<SharedKeyDisk>(desk.disk), desk.masters, desk.random).ok());
    }
}

}  // namespace
}  // namespace anlan::adapters
