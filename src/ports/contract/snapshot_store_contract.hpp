// What every SnapshotStore must do, as tests; instantiated like event_log_contract.hpp, with a world whose
// open() gives a ports::SnapshotStore.
#pragma once
#include "ports/snapshot_store.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace anlan::ports::contract {

template <class World>
class SnapshotStoreContract : public testing::Test {
protected:
    void reopen() {
        store.reset();
        store = world.open();
    }
    void save(const SnapshotInfo& info, const std::vector<StreamSnapshot>& changed) {
        const auto saved = store->save(info, changed);
        ASSERT_TRUE(saved.ok()) << saved.error().message;
    }
    // "a@3 b@1": the streams and their versions, in order of their names.
    std::string streams(bool only_owing = false) {
        std::map<std::string, std::uint64_t> found;
        EXPECT_TRUE(store
                        ->for_each(only_owing,
                                   [&](const StreamSnapshot& snapshot) {
                                       found[snapshot.stream] = snapshot.version;
                                       return true;
                                   })
                        .ok());
        std::string text;
        for (const auto& [stream, version] : found) text += stream + "@" + std::to_string(version) + " ";
        return text;
    }

    World world;
    std::unique_ptr<SnapshotStore> store = world.open();
};

TYPED_TEST_SUITE_P(SnapshotStoreContract);

TYPED_TEST_P(SnapshotStoreContract, AnEmptyStoreHasNothing) {
    ASSERT_TRUE(this->store->info().ok());
    EXPECT_FALSE(this->store->info().value().has_value());
    EXPECT_FALSE(this->store->load("a").value().has_value());
    EXPECT_EQ(this->streams(), "");
    EXPECT_TRUE(this->store->clear().ok());
}

TYPED_TEST_P(SnapshotStoreContract, WhatWasSavedIsLoadedAlsoAfterOpeningAgain) {
    const std::string positions{"\x01\x00\xFF", 3};
    this->save({12, "build-1", "extra \"text\""}, {{"inc_1", 3, R"({"a":"路"})", positions, true}});
    for (int round = 0; round < 2; ++round) {
        const auto info = this->store->info().value();
        ASSERT_TRUE(info.has_value());
        EXPECT_EQ(info->position, 12U);
        EXPECT_EQ(info->fingerprint, "build-1");
        EXPECT_EQ(info->extra, "extra \"text\"");
        const auto snapshot = this->store->load("inc_1").value();
        ASSERT_TRUE(snapshot.has_value());
        EXPECT_EQ(snapshot->stream, "inc_1");
        EXPECT_EQ(snapshot->version, 3U);
        EXPECT_EQ(snapshot->state, R"({"a":"路"})");
        EXPECT_EQ(snapshot->positions, positions);
        EXPECT_TRUE(snapshot->owes);
        EXPECT_FALSE(this->store->load("inc_2").value().has_value());
        this->reopen();
    }
}

TYPED_TEST_P(SnapshotStoreContract, StreamsThatAreNotNamedStay) {
    this->save({5, "f", ""}, {{"a", 1, "{}", "", true}, {"b", 1, "{}", "", false}});
    this->save({9, "f", ""}, {{"b", 2, "{}", "", true}, {"c", 7, "{}", "", false}});
    EXPECT_EQ(this->streams(), "a@1 b@2 c@7 ");
    EXPECT_EQ(this->streams(true), "a@1 b@2 ");
    EXPECT_EQ(this->store->info().value()->position, 9U);
    this->save({11, "f", ""}, {{"a", 2, "{}", "", false}});
    EXPECT_EQ(this->streams(true), "b@2 ");
}

TYPED_TEST_P(SnapshotStoreContract, TheSinkMayStop) {
    this->save({5, "f", ""}, {{"a", 1, "{}", "", true}, {"b", 1, "{}", "", true}});
    int seen = 0;
    EXPECT_TRUE(this->store->for_each(false, [&](const StreamSnapshot&) { return ++seen < 1; }).ok());
    EXPECT_EQ(seen, 1);
}

TYPED_TEST_P(SnapshotStoreContract, ClearedIsEmpty) {
    this->save({5, "f", ""}, {{"a", 1, "{}", "", true}});
    ASSERT_TRUE(this->store->clear().ok());
    EXPECT_FALSE(this->store->info().value().has_value());
    EXPECT_EQ(this->streams(), "");
    this->save({6, "f", ""}, {{"b", 1, "{}", "", true}});
    this->reopen();
    EXPECT_EQ(this->streams(), "b@1 ");
}

REGISTER_TYPED_TEST_SUITE_P(SnapshotStoreContract, AnEmptyStoreHasNothing,
                            WhatWasSavedIsLoadedAlsoAfterOpeningAgain, StreamsThatAreNotNamedStay,
                            TheSinkMayStop, ClearedIsEmpty);

}  // namespace anlan::ports::contract
