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
    // "a@3 b@1": the living streams and their versions, in order of their names.
    std::string living() {
        std::map<std::string, std::uint64_t> found;
        EXPECT_TRUE(store
                        ->for_each_living([&](const StreamSnapshot& snapshot) {
                            found[snapshot.stream] = snapshot.version;
                            return true;
                        })
                        .ok());
        std::string text;
        for (const auto& [stream, version] : found) text += stream + "@" + std::to_string(version) + " ";
        return text;
    }
    std::string resting(std::string_view prefix, std::string_view before = {}, std::size_t limit = 100) {
        const auto rows = store->resting(prefix, before, limit);
        EXPECT_TRUE(rows.ok());
        std::string text;
        if (rows.ok())
            for (const auto& row : *rows)
                text += row.stream + "[" + facets_text(row.facets).substr(0, 6) + "] ";
        return text;
    }
    std::string closed(const std::string& closed_as, const ClosedRow& after = {}, std::size_t limit = 100) {
        const auto rows = store->closed(closed_as, after, limit);
        EXPECT_TRUE(rows.ok());
        std::string text;
        if (rows.ok())
            for (const auto& row : *rows) text += row.stream + " ";
        return text;
    }
    static StreamSnapshot lives(const std::string& stream, std::uint64_t version,
                                std::vector<std::uint64_t> positions = {}) {
        return {stream, version, "{}", std::move(positions), {}};
    }
    static StreamSnapshot rests(const std::string& stream, std::uint64_t version,
                                const std::string& closed_as = {}, Instant closed_at = {}) {
        Resting resting{std::map<std::string, std::string>{{"kind", stream.substr(4)}}, closed_as, closed_at};
        return {stream, version, "{}", {}, std::move(resting)};
    }
    std::vector<std::uint64_t> positions(std::string_view stream, std::uint64_t first,
                                         std::size_t limit = 100) {
        auto read = store->positions(stream, first, limit);
        EXPECT_TRUE(read.ok());
        return read.ok() ? std::move(read).value() : std::vector<std::uint64_t>{};
    }

    World world;
    std::unique_ptr<SnapshotStore> store = world.open();
};

TYPED_TEST_SUITE_P(SnapshotStoreContract);

TYPED_TEST_P(SnapshotStoreContract, AnEmptyStoreHasNothing) {
    ASSERT_TRUE(this->store->info().ok());
    EXPECT_FALSE(this->store->info().value().has_value());
    EXPECT_FALSE(this->store->load("a").value().has_value());
    EXPECT_EQ(this->living(), "");
    EXPECT_EQ(this->resting("inc_"), "");
    EXPECT_TRUE(this->store->closed_kinds()->empty());
    EXPECT_EQ(this->store->resting_count().value(), 0U);
    EXPECT_TRUE(this->store->check().ok());
    EXPECT_TRUE(this->store->clear().ok());
}

TYPED_TEST_P(SnapshotStoreContract, WhatWasSavedIsLoadedAlsoAfterOpeningAgain) {
    this->save({12, "build-1", "extra \"text\""}, {{"inc_1", 3, R"({"a":"路"})", {4, 9, 12}, {}}});
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
        EXPECT_FALSE(snapshot->rests.has_value());
        EXPECT_FALSE(this->store->load("inc_2").value().has_value());
        EXPECT_TRUE(this->store->check().ok());
        this->reopen();
    }
}

TYPED_TEST_P(SnapshotStoreContract, StreamsThatAreNotNamedStay) {
    this->save({5, "f", ""}, {this->lives("inc_a", 1), this->rests("inc_b", 1)});
    this->save({9, "f", ""}, {this->lives("inc_b", 2), this->rests("inc_c", 7)});
    EXPECT_EQ(this->living(), "inc_a@1 inc_b@2 ");
    EXPECT_EQ(this->store->info().value()->position, 9U);
    this->save({11, "f", ""}, {this->rests("inc_a", 2)});
    EXPECT_EQ(this->living(), "inc_b@2 ");
    EXPECT_EQ(this->store->resting_count().value(), 2U);
    EXPECT_TRUE(this->store->check().ok());
}

TYPED_TEST_P(SnapshotStoreContract, PositionsComeInPiecesAndAreReadFromAnyVersion) {
    this->save({5, "f", ""}, {this->lives("uni_1", 3, {1, 2, 5})});
    this->save({9, "f", ""}, {this->lives("uni_1", 4, {8})});
    this->save({30, "f", ""}, {this->lives("uni_1", 6, {20, 30}), this->lives("uni_2", 1, {21})});
    using Positions = std::vector<std::uint64_t>;
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(this->positions("uni_1", 1), (Positions{1, 2, 5, 8, 20, 30}));
        EXPECT_EQ(this->positions("uni_1", 3), (Positions{5, 8, 20, 30}));
        EXPECT_EQ(this->positions("uni_1", 4, 2), (Positions{8, 20}));
        EXPECT_EQ(this->positions("uni_1", 7), Positions{});
        EXPECT_EQ(this->positions("uni_2", 1), Positions{21});
        EXPECT_EQ(this->positions("uni_3", 1), Positions{});
        EXPECT_TRUE(this->store->check().ok());
        this->reopen();
    }
}

TYPED_TEST_P(SnapshotStoreContract, WhatRestsIsListedFromTheNewestByItsKind) {
    this->save({5, "f", ""}, {this->rests("cal_1", 1), this->rests("inc_1", 1), this->rests("inc_2", 1),
                              this->lives("inc_3", 1), this->rests("inc_4", 1), this->rests("unit_1", 1)});
    StreamSnapshot look = this->rests("inc_5", 1);  // a stream that has no row is in no list
    look.rests->facets.reset();
    this->save({6, "f", ""}, {look});
    EXPECT_EQ(this->resting("inc_", {}, 2),
              "inc_4[kind\x1f"
              "4] inc_2[kind\x1f"
              "2] ");
    EXPECT_EQ(this->resting("inc_", "inc_2"),
              "inc_1[kind\x1f"
              "1] ");
    EXPECT_EQ(this->resting("inc_", "zzz", 1),
              "inc_4[kind\x1f"
              "4] ");
    EXPECT_EQ(this->resting("inc_", "abc"), "");
    EXPECT_EQ(this->store->load("inc_5").value()->rests->facets, std::nullopt);
    EXPECT_TRUE(this->store->check().ok());
}

TYPED_TEST_P(SnapshotStoreContract, WhatWasClosedIsFoundByKindAndInstant) {
    const auto at = [](int millis) { return Instant{Millis{millis}}; };
    this->save({5, "f", ""}, {this->rests("cal_1", 1, "call/voided", at(30)),
                              this->rests("cal_2", 1, "call/voided", at(10)),
                              this->rests("cal_3", 1, "call/voided", at(10)),
                              this->rests("cal_4", 1, "call/joined", at(20)), this->rests("lok_1", 1)});
    EXPECT_EQ(*this->store->closed_kinds(), (std::vector<std::string>{"call/joined", "call/voided"}));
    EXPECT_EQ(this->closed("call/voided"), "cal_2 cal_3 cal_1 ");
    EXPECT_EQ(this->closed("call/voided", {}, 2), "cal_2 cal_3 ");
    EXPECT_EQ(this->closed("call/voided", {"cal_2", at(10)}), "cal_3 cal_1 ");
    EXPECT_EQ(this->closed("call/other"), "");
    this->save({6, "f", ""}, {this->lives("cal_1", 2)});
    EXPECT_EQ(this->closed("call/voided"), "cal_2 cal_3 ");
    EXPECT_TRUE(this->store->check().ok());
}

TYPED_TEST_P(SnapshotStoreContract, TheSinkMayStop) {
    this->save({5, "f", ""}, {this->lives("a", 1), this->lives("b", 1)});
    int seen = 0;
    EXPECT_TRUE(this->store->for_each_living([&](const StreamSnapshot&) { return ++seen < 1; }).ok());
    EXPECT_EQ(seen, 1);
}

TYPED_TEST_P(SnapshotStoreContract, ClearedIsEmpty) {
    this->save({5, "f", ""}, {this->lives("a", 1, {5})});
    ASSERT_TRUE(this->store->clear().ok());
    EXPECT_FALSE(this->store->info().value().has_value());
    EXPECT_EQ(this->living(), "");
    EXPECT_TRUE(this->positions("a", 1).empty());
    this->save({6, "f", ""}, {this->lives("b", 1)});
    this->reopen();
    EXPECT_EQ(this->living(), "b@1 ");
    EXPECT_TRUE(this->store->check().ok());
}

REGISTER_TYPED_TEST_SUITE_P(SnapshotStoreContract, AnEmptyStoreHasNothing,
                            WhatWasSavedIsLoadedAlsoAfterOpeningAgain, StreamsThatAreNotNamedStay,
                            PositionsComeInPiecesAndAreReadFromAnyVersion,
                            WhatRestsIsListedFromTheNewestByItsKind, WhatWasClosedIsFoundByKindAndInstant,
                            TheSinkMayStop, ClearedIsEmpty);

}  // namespace anlan::ports::contract
