// One contract over both stores, and what only files can do: outlive the process, be left half written, be
// looked at by others.
#include "adapters/blobs/blob_name.hpp"
#include "adapters/blobs/file_blob_store.hpp"
#include "adapters/memory/memory_blob_store.hpp"
#include "adapters/sqlite/scratch.hpp"
#include "adapters/system/system_clock.hpp"
#include "ports/contract/blob_store_contract.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>

namespace anlan::adapters {
namespace {

using ports::BlobHash;

std::unique_ptr<FileBlobStore> open_store(const std::filesystem::path& folder) {
    auto opened = FileBlobStore::open(folder);
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message);
    return opened.ok() ? std::move(opened).value() : nullptr;
}

std::filesystem::path path_in(const std::filesystem::path& folder, const BlobHash& hash) {
    return folder / hash.value().substr(0, 2) / hash.value().substr(2);
}

// A file may not grow beyond 10,000 bytes: to the store that is a disk without room.
class OnDisk {
public:
    ports::BlobStore& store() { return *store_; }
    Instant now() { return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()); }
    void damage(const BlobHash& hash) {
        std::fstream file{path_in(folder_, hash), std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(-1, std::ios::end);
        file.put('!');
    }
    void fill() {
        std::signal(SIGXFSZ, SIG_IGN);
        EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &room_), 0);
        const rlimit little{10'000, room_.rlim_max};
        EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &little), 0);
    }
    void make_room() { EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &room_), 0); }

private:
    Scratch scratch_;
    std::filesystem::path folder_ = scratch_.path() / "attachments";
    std::unique_ptr<FileBlobStore> store_ = open_store(folder_);
    rlimit room_{};
};

class InMemory {
public:
    ports::BlobStore& store() { return store_; }
    Instant now() { return clock_.now(); }
    void damage(const BlobHash& hash) { store_.damage(hash); }
    void fill() { store_.full = true; }
    void make_room() { store_.full = false; }

private:
    SystemClock clock_;
    MemoryBlobStore store_{clock_, blob_hash};
};

TEST(FileBlobStore, WhatWasPutIsThereForTheNextProcessAndForItsOwnerOnly) {
    const Scratch scratch;
    const auto folder = scratch.path() / "attachments";
    const auto hash = open_store(folder)->put("kept").value();
    const auto again = open_store(folder);
    EXPECT_EQ(again->get(hash, {0, 100}).value(), "kept");
    struct stat about{};
    ASSERT_EQ(::stat(path_in(folder, hash).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
    ASSERT_EQ(::stat(folder.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0700U);
}

TEST(FileBlobStore, WhatACrashLeftHalfWrittenIsRemovedAtTheNextStart) {
    const Scratch scratch;
    const auto folder = scratch.path() / "attachments";
    const auto hash = open_store(folder)->put("whole").value();
    std::ofstream{folder / "unfinished-0"} << "hal";
    std::ofstream{folder / "somebody's note"} << "not ours";
    const auto store = open_store(folder);
    EXPECT_FALSE(std::filesystem::exists(folder / "unfinished-0"));
    EXPECT_TRUE(std::filesystem::exists(folder / "somebody's note"));
    ASSERT_EQ(store->list().value().size(), 1U);
    EXPECT_EQ(store->list().value().front().hash, hash);
    EXPECT_EQ(store->put("another").ok(), true);
}

TEST(FileBlobStore, ACopyHoldsEachAgainstItsNameAndLeavesTheSourceAlone) {
    const Scratch scratch;
    const auto from = scratch.path() / "from", to = scratch.path() / "to";
    EXPECT_EQ(copy_blobs(from, to).value(), 0U);
    EXPECT_FALSE(std::filesystem::exists(from) || std::filesystem::exists(to));
    const auto store = open_store(from);
    const auto one = store->put("one").value(), two = store->put("two").value();
    std::ofstream{from / "unfinished-0"} << "being written";
    EXPECT_EQ(copy_blobs(from, to).value(), 2U);
    EXPECT_TRUE(std::filesystem::exists(from / "unfinished-0"));
    EXPECT_EQ(open_store(to)->get(two, {0, 100}).value(), "two");
    std::ofstream{path_in(from, one), std::ios::app} << "!";
    const auto damaged = copy_blobs(from, scratch.path() / "again");
    ASSERT_FALSE(damaged.ok());
    EXPECT_EQ(damaged.error().code, "attachments.damaged");
}

TEST(FileBlobStore, AFolderThatCannotBeMadeIsAFault) {
    const auto store = FileBlobStore::open("/nowhere/at/all");
    ASSERT_FALSE(store.ok());
    EXPECT_EQ(store.error().code, "attachments.io");
}

}  // namespace
}  // namespace anlan::adapters

namespace anlan::ports::contract {

INSTANTIATE_TYPED_TEST_SUITE_P(File, BlobStoreContract, adapters::OnDisk);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, BlobStoreContract, adapters::InMemory);

}  // namespace anlan::ports::contract
