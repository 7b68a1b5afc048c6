// Attachments as a whole, over real keys and real files: sealed for their record, there after a restart, gone
// with the record's key.
#include "ports/kept_attachments.hpp"
#include "adapters/blobs/file_blob_store.hpp"
#include "adapters/keys/key_ring.hpp"
#include "adapters/keys/keys_test_support.hpp"
#include "adapters/sqlite/scratch.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace anlan::adapters {
namespace {

using ports::BlobHash;

struct Desk {
    Scratch scratch;
    std::filesystem::path folder = scratch.path() / "attachments";
    std::shared_ptr<keys::MemoryKeyDisk> disk = std::make_shared<keys::MemoryKeyDisk>();
    SeededRandom random{7};
    std::vector<keys::Key> masters{keys::random_key(random)};
    std::unique_ptr<FileBlobStore> store = FileBlobStore::open(folder).value();
    std::unique_ptr<KeyRing> ring = again();

    std::unique_ptr<KeyRing> again() {
        return KeyRing::open(std::make_unique<SharedKeyDisk>(disk), masters, random, {4, 8}).value();
    }
    ports::KeptAttachments kept() { return {*store, *ring, *ring}; }
    std::optional<std::string> open(const char* stream, const BlobHash& hash) {
        auto opened = kept().open(stream, hash);
        EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message);
        return opened.ok() ? std::move(opened).value() : std::nullopt;
    }
};

TEST(KeptAttachments, WhatIsKeptIsThereOnceAndAfterAPowerCut) {
    Desk desk;
    const auto one = desk.kept().keep("inc_1", "a photo").value();
    EXPECT_EQ(desk.kept().keep("inc_1", "a photo").value().sealed_hash, one.sealed_hash);
    EXPECT_EQ(desk.store->list().value().size(), 1U);
    // Whose key sealed it is on the disk before anybody can name it: a disk as it is now, without a farewell.
    auto cut = std::make_shared<keys::MemoryKeyDisk>();
    cut->bytes = desk.disk->bytes;
    desk.disk = cut;
    desk.ring = desk.again();
    EXPECT_EQ(desk.ring->keys_of("inc_1").size(), 1U);
    EXPECT_EQ(desk.open("inc_1", one.sealed_hash), "a photo");
    EXPECT_EQ(desk.open("inc_2", one.sealed_hash), std::nullopt);
}

TEST(KeptAttachments, WhatWasErasedIsNotOpenedAndTakesNothingMore) {
    Desk desk;
    const auto one = desk.kept().keep("inc_1", "a photo").value();
    const auto other = desk.kept().keep("inc_2", "a photo").value();
    const std::vector<ports::RecordKeys> records{{"inc_1", desk.ring->keys_of("inc_1")}};
    ASSERT_TRUE(desk.ring->destroy(records).ok());
    EXPECT_EQ(desk.open("inc_1", one.sealed_hash), std::nullopt);
    EXPECT_EQ(desk.open("inc_2", other.sealed_hash), "a photo");
    const auto more = desk.kept().keep("inc_1", "another");
    ASSERT_FALSE(more.ok());
    EXPECT_EQ(more.error().code, "attachments.erased");
    EXPECT_EQ(desk.store->list().value().size(), 2U);
}

TEST(KeptAttachments, WhatIsMissingOrChangedIsAFaultAndNotAnErasure) {
    Desk desk;
    const auto hash = desk.kept().keep("inc_1", "a photo").value().sealed_hash;
    const auto file = desk.folder / hash.value().substr(0, 2) / hash.value().substr(2);
    std::ofstream{file, std::ios::app} << "!";
    EXPECT_EQ(desk.kept().open("inc_1", hash).error().code, "attachments.damaged");
    std::filesystem::remove(file);
    EXPECT_EQ(desk.kept().open("inc_1", hash).error().code, "attachments.missing");
}

TEST(KeptAttachments, AFullDiskOfKeysRefusesAndNothingIsLeft) {
    Desk desk;
    ASSERT_TRUE(desk.kept().keep("inc_1", "makes slots").ok());
    desk.disk->failing = true;
    const auto refused = desk.kept().keep("inc_2", "a photo");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "keys.disk_full");
    EXPECT_EQ(desk.store->list().value().size(), 1U);
}

}  // namespace
}  // namespace anlan::adapters
