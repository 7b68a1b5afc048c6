// What every BlobStore must do, as tests; instantiated like event_log_contract.hpp, with a world that has
// store(), damage(hash), the time before and after, and can be made full.
#pragma once
#include "ports/blob_store.hpp"

#include <gtest/gtest.h>

#include <string>

namespace anlan::ports::contract {

template <class World>
class BlobStoreContract : public testing::Test {
protected:
    BlobHash put(const std::string& bytes) {
        auto hash = world.store().put(bytes);
        EXPECT_TRUE(hash.ok()) << (hash.ok() ? "" : hash.error().message);
        return hash.ok() ? std::move(hash).value() : BlobHash{};
    }
    std::string get(const BlobHash& hash, ByteRange range = {0, blob_bytes_max}) {
        auto bytes = world.store().get(hash, range);
        return bytes.ok() ? std::move(bytes).value() : bytes.error().code;
    }
    std::string fault_in(const BlobHash& hash) {
        const auto checked = world.store().check(hash);
        return checked.ok() ? "" : checked.error().code;
    }
    std::size_t count() {
        const auto entries = world.store().list();
        EXPECT_TRUE(entries.ok());
        return entries.ok() ? entries.value().size() : 0;
    }

    World world;
};

TYPED_TEST_SUITE_P(BlobStoreContract);

TYPED_TEST_P(BlobStoreContract, WhatIsPutIsGotWholeAndInRanges) {
    const std::string bytes{"a\0路 and more", 14};
    const auto hash = this->put(bytes);
    // BLAKE2b-256 of "abc", from another implementation (Python's hashlib).
    EXPECT_EQ(this->put("abc").value(), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    EXPECT_EQ(this->get(hash), bytes);
    EXPECT_EQ(this->get(hash, {1, 4}), bytes.substr(1, 4));
    EXPECT_EQ(this->get(hash, {12, 100}), bytes.substr(12));
    EXPECT_EQ(this->get(hash, {14, 1}), "");
    EXPECT_EQ(this->get(hash, {~0ULL, ~0ULL}), "");
    const auto size = this->world.store().check(hash);
    ASSERT_TRUE(size.ok());
    EXPECT_EQ(*size, bytes.size());
    EXPECT_EQ(this->get(this->put("")), "");
}

TYPED_TEST_P(BlobStoreContract, TwiceLiesThereOnceWithItsFirstTime) {
    const auto before = this->world.now();
    const auto hash = this->put("once");
    const auto after = this->world.now();
    EXPECT_EQ(this->put("once"), hash);
    const auto entries = this->world.store().list();
    ASSERT_TRUE(entries.ok());
    ASSERT_EQ(entries->size(), 1U);
    const auto& entry = entries->front();
    EXPECT_EQ(entry.hash, hash);
    EXPECT_EQ(entry.bytes, 4U);
    // A file system's clock goes in ticks, and may be one behind.
    EXPECT_GE(entry.written_at, before - Millis{20});
    EXPECT_LE(entry.written_at, after);
}

TYPED_TEST_P(BlobStoreContract, WhatIsRemovedIsGoneAndAgainIsNoError) {
    const auto gone = this->put("gone"), stays = this->put("stays");
    EXPECT_TRUE(this->world.store().remove(gone).ok());
    EXPECT_TRUE(this->world.store().remove(gone).ok());
    EXPECT_EQ(this->get(gone), "attachments.missing");
    EXPECT_EQ(this->fault_in(gone), "attachments.missing");
    EXPECT_EQ(this->get(stays), "stays");
    EXPECT_EQ(this->count(), 1U);
}

TYPED_TEST_P(BlobStoreContract, AChangedByteIsAFaultAndPuttingItAgainMakesItGood) {
    const auto hash = this->put(std::string(300'000, 'x'));
    EXPECT_EQ(this->fault_in(hash), "");
    this->world.damage(hash);
    EXPECT_EQ(this->fault_in(hash), "attachments.damaged");
    EXPECT_EQ(this->put(std::string(300'000, 'x')), hash);
    EXPECT_EQ(this->fault_in(hash), "");
}

TYPED_TEST_P(BlobStoreContract, AFullDiskLeavesNothingHalf) {
    const auto hash = this->put("before");
    this->world.fill();
    const auto refused = this->world.store().put(std::string(100'000, 'y'));
    this->world.make_room();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "attachments.disk_full");
    EXPECT_EQ(this->count(), 1U);
    EXPECT_EQ(this->get(hash), "before");
    EXPECT_EQ(this->get(this->put(std::string(100'000, 'y'))), std::string(100'000, 'y'));
}

TYPED_TEST_P(BlobStoreContract, WhatIsTooLargeOrNoNameIsRefused) {
    const auto refused = this->world.store().put(std::string(blob_bytes_max + 1, 'z'));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "attachments.too_large");
    for (const char* name : {"", "ab", "../../../etc/passwd"}) {
        EXPECT_EQ(this->get(BlobHash{name}), "attachments.missing") << name;
        EXPECT_TRUE(this->world.store().remove(BlobHash{name}).ok()) << name;
    }
}

REGISTER_TYPED_TEST_SUITE_P(BlobStoreContract, WhatIsPutIsGotWholeAndInRanges,
                            TwiceLiesThereOnceWithItsFirstTime, WhatIsRemovedIsGoneAndAgainIsNoError,
                            AChangedByteIsAFaultAndPuttingItAgainMakesItGood, AFullDiskLeavesNothingHalf,
                            WhatIsTooLargeOrNoNameIsRefused);

}  // namespace anlan::ports::contract
