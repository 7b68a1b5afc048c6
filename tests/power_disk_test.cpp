#include "power_disk.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <utility>

namespace anlan::power {
namespace {

struct File {
    sqlite3_file base;
    Recorder* recorder;
    std::string* name;    // none: not recorded
    int directory_syncs;  // with the next sync: SQLite syncs the directory with a journal's first
    sqlite3_file* real;   // lies behind this struct
};

File& file_of(sqlite3_file* base) { return *reinterpret_cast<File*>(base); }
Recorder& recorder_of(sqlite3_vfs* vfs) { return *static_cast<Recorder*>(vfs->pAppData); }
sqlite3_vfs* system_of(sqlite3_vfs*) { return sqlite3_vfs_find("unix"); }

template <auto Method>
struct Forward;
template <class Answer, class... Arguments,
          Answer (*sqlite3_io_methods::*Method)(sqlite3_file*, Arguments...)>
struct Forward<Method> {
    static Answer call(sqlite3_file* base, Arguments... arguments) {
        sqlite3_file* real = file_of(base).real;
        return (real->pMethods->*Method)(real, arguments...);
    }
};
template <auto Method>
constexpr auto forward = &Forward<Method>::call;

int write(sqlite3_file* base, const void* data, int size, sqlite3_int64 offset) {
    const File& file = file_of(base);
    if (file.name != nullptr)
        file.recorder->add({Step::Kind::write, *file.name, static_cast<std::uint64_t>(offset),
                            std::string{static_cast<const char*>(data), static_cast<std::size_t>(size)}});
    return forward<&sqlite3_io_methods::xWrite>(base, data, size, offset);
}

int cut(sqlite3_file* base, sqlite3_int64 size) {
    const File& file = file_of(base);
    if (file.name != nullptr)
        file.recorder->add({Step::Kind::cut, *file.name, static_cast<std::uint64_t>(size), {}});
    return forward<&sqlite3_io_methods::xTruncate>(base, size);
}

int sync(sqlite3_file* base, int flags) {
    const int result = forward<&sqlite3_io_methods::xSync>(base, flags);
    File& file = file_of(base);
    if (file.name == nullptr) return result;
    file.recorder->add({Step::Kind::sync, *file.name, 0, {}});
    if (std::exchange(file.directory_syncs, 0) > 0)
        file.recorder->add({Step::Kind::sync_directory, "", 0, {}});
    return result;
}

int close(sqlite3_file* base) {
    delete std::exchange(file_of(base).name, nullptr);
    return forward<&sqlite3_io_methods::xClose>(base);
}

const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close,
    .xRead = forward<&sqlite3_io_methods::xRead>,
    .xWrite = write,
    .xTruncate = cut,
    .xSync = sync,
    .xFileSize = forward<&sqlite3_io_methods::xFileSize>,
    .xLock = forward<&sqlite3_io_methods::xLock>,
    .xUnlock = forward<&sqlite3_io_methods::xUnlock>,
    .xCheckReservedLock = forward<&sqlite3_io_methods::xCheckReservedLock>,
    .xFileControl = forward<&sqlite3_io_methods::xFileControl>,
    .xSectorSize = forward<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = forward<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = forward<&sqlite3_io_methods::xShmMap>,
    .xShmLock = forward<&sqlite3_io_methods::xShmLock>,
    .xShmBarrier = forward<&sqlite3_io_methods::xShmBarrier>,
    .xShmUnmap = forward<&sqlite3_io_methods::xShmUnmap>,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* base, int flags, int* flags_out) {
    Recorder& recorder = recorder_of(vfs);
    File& file = file_of(base);
    const std::string name = path == nullptr ? "" : recorder.name_of(path);
    const bool is_new = !name.empty() && !std::filesystem::exists(path);
    file.recorder = &recorder;
    file.name = nullptr;
    file.directory_syncs = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0 ? 1 : 0;
    file.real = reinterpret_cast<sqlite3_file*>(&file + 1);
    file.base.pMethods = nullptr;
    const int result = system_of(vfs)->xOpen(system_of(vfs), path, file.real, flags, flags_out);
    if (result != SQLITE_OK) return result;
    file.base.pMethods = &methods;
    if (!name.empty()) file.name = new std::string{name};
    if (is_new) recorder.add({Step::Kind::make, name, 0, {}});
    return result;
}

int remove(sqlite3_vfs* vfs, const char* path, int sync_directory) {
    const std::string name = recorder_of(vfs).name_of(path);
    if (!name.empty()) recorder_of(vfs).add({Step::Kind::remove, name, 0, {}});
    const int result = system_of(vfs)->xDelete(system_of(vfs), path, sync_directory);
    if (!name.empty() && sync_directory != 0) recorder_of(vfs).add({Step::Kind::sync_directory, "", 0, {}});
    return result;
}

}  // namespace

Recorder::Recorder(std::filesystem::path directory)
    : directory_(std::move(directory)), vfs_(*sqlite3_vfs_find("unix")) {
    vfs_.zName = "recorder";
    vfs_.szOsFile += static_cast<int>(sizeof(File));
    vfs_.pAppData = this;
    vfs_.xOpen = open;
    vfs_.xDelete = remove;
    sqlite3_vfs_register(&vfs_, 1);
}

Recorder::~Recorder() { sqlite3_vfs_unregister(&vfs_); }

void Recorder::add(Step step) {
    const std::lock_guard lock{mutex_};
    steps_.push_back(std::move(step));
}

std::string Recorder::name_of(const char* path) const {
    const std::filesystem::path file{path};
    return file.parent_path() == directory_ ? file.filename().string() : "";
}

std::vector<Step> Recorder::take() {
    const std::lock_guard lock{mutex_};
    return std::exchange(steps_, {});
}

const char* name_of(Loss loss) {
    switch (loss) {
        case Loss::all:
            return "all";
        case Loss::nothing:
            return "nothing";
        case Loss::torn:
            return "torn";
        case Loss::any_sector:
            return "any_sector";
        case Loss::few_sectors:
            return "few_sectors";
    }
    return "";
}

void Disk::take(const Step& step) {
    if (step.kind == Step::Kind::note) return;
    if (step.kind == Step::Kind::sync_directory) return sync_directory();
    File& file = files_[step.file];
    if (step.kind != Step::Kind::sync) {
        file.pending.push_back({&step, ++order_});
        return;
    }
    if (syncs_ == Syncs::ignored) return;
    for (const Pending& pending : file.pending)
        carry_out(file.synced, *pending.step, pending.step->bytes.size());
    file.pending.clear();
}

// Which files there are is on the disk then; not what was written to them.
void Disk::sync_directory() {
    if (syncs_ == Syncs::ignored) return;
    for (auto& [name, file] : files_) {
        std::size_t settled = 0;
        for (std::size_t i = 0; i < file.pending.size(); ++i) {
            const auto kind = file.pending[i].step->kind;
            if (kind != Step::Kind::make && kind != Step::Kind::remove) continue;
            settled = i + 1;
            file.synced = kind == Step::Kind::make ? Content{""} : std::nullopt;
        }
        file.pending.erase(file.pending.begin(), file.pending.begin() + static_cast<std::ptrdiff_t>(settled));
    }
}

void Disk::carry_out(Content& content, const Step& step, std::size_t bytes) {
    if (step.kind == Step::Kind::remove) return content.reset();
    if (!content) content.emplace();
    if (step.kind == Step::Kind::cut) {
        if (step.at < content->size()) content->resize(step.at);
    } else if (step.kind == Step::Kind::write && bytes > 0) {
        if (content->size() < step.at + bytes) content->resize(step.at + bytes);
        step.bytes.copy(content->data() + step.at, bytes);
    }
}

Disk::Content Disk::in_order(const File& file, std::uint64_t until, std::size_t torn_after) {
    Content content = file.synced;
    for (const Pending& pending : file.pending) {
        if (pending.order > until) break;
        const std::size_t size = pending.step->bytes.size();
        carry_out(content, *pending.step, pending.order == until ? std::min(size, torn_after) : size);
    }
    return content;
}

// How many of the file's makings, cuts and removals took effect is drawn; of the writes between the last of
// them and the next, each sector has a version of its own.
Disk::Content Disk::scattered(const File& file, int newest_percent, std::mt19937_64& random) {
    std::vector<std::size_t> edges{0};
    for (std::size_t i = 0; i < file.pending.size(); ++i)
        if (file.pending[i].step->kind != Step::Kind::write) edges.push_back(i + 1);
    const std::size_t edge = edges[random() % edges.size()];
    Content content = file.synced;
    for (std::size_t i = 0; i < edge; ++i)
        carry_out(content, *file.pending[i].step, file.pending[i].step->bytes.size());
    struct Piece {
        const Step* step;
        std::size_t from;  // within the step's bytes
        std::size_t size;
    };
    std::map<std::uint64_t, std::vector<Piece>> sectors;
    for (std::size_t i = edge; i < file.pending.size(); ++i) {
        const Step& step = *file.pending[i].step;
        if (step.kind != Step::Kind::write) break;
        for (std::size_t from = 0; from < step.bytes.size();) {
            const std::uint64_t at = step.at + from;
            const std::size_t room = sector_bytes - at % sector_bytes;
            const std::size_t size = std::min(room, step.bytes.size() - from);
            sectors[at / sector_bytes].push_back({&step, from, size});
            from += size;
        }
    }
    for (const auto& [sector, pieces] : sectors) {
        const bool newest = static_cast<int>(random() % 100) < newest_percent;
        const std::size_t versions = newest ? pieces.size() : random() % (pieces.size() + 1);
        for (std::size_t i = 0; i < versions; ++i) {
            const Piece& piece = pieces[i];
            if (!content) content.emplace();
            const std::uint64_t at = piece.step->at + piece.from;
            if (content->size() < at + piece.size) content->resize(at + piece.size);
            piece.step->bytes.copy(content->data() + at, piece.size, piece.from);
        }
    }
    return content;
}

Disk::Files Disk::after_cut(Loss loss, std::mt19937_64& random, std::string_view only) const {
    std::uint64_t oldest = order_ + 1;
    for (const auto& [name, file] : files_)
        if (!file.pending.empty() && name.starts_with(only) && name != "head")  // never synced
            oldest = std::min(oldest, file.pending.front().order);
    const std::uint64_t until = oldest + random() % (order_ + 2 - oldest);
    const std::size_t torn_after = sector_bytes * (random() % 9);
    Files files;
    for (const auto& [name, file] : files_) {
        if (!name.starts_with(only) && name != "head") continue;
        Content content = file.synced;
        if (loss == Loss::nothing) content = in_order(file, order_ + 1, 0);
        if (loss == Loss::torn) content = in_order(file, until, torn_after);
        if (loss == Loss::any_sector) content = scattered(file, 0, random);
        if (loss == Loss::few_sectors) content = scattered(file, 95, random);
        if (content) files.emplace(name, std::move(*content));
    }
    return files;
}

void write_files(const Disk::Files& files, const std::filesystem::path& directory) {
    for (const auto& entry : std::filesystem::directory_iterator{directory})
        if (!files.contains(entry.path().filename().string())) std::filesystem::remove_all(entry.path());
    for (const auto& [name, content] : files) {
        // In place and not anew, which takes half the time.
        const int file = ::open((directory / name).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        ASSERT_GE(file, 0) << name;
        EXPECT_EQ(::pwrite(file, content.data(), content.size(), 0), static_cast<ssize_t>(content.size()));
        EXPECT_EQ(::ftruncate(file, static_cast<off_t>(content.size())), 0);
        ::close(file);
    }
}

namespace {

Step write_step(std::uint64_t at, std::string bytes) {
    return {Step::Kind::write, "a", at, std::move(bytes)};
}

TEST(PowerDisk, WhatWasSyncedStaysAndWhatWasNotIsOldOrNewBySector) {
    const Step steps[] = {{Step::Kind::make, "a", 0, {}},
                          write_step(0, std::string(2'048, 'o')),
                          {Step::Kind::sync, "a", 0, {}},
                          write_step(256, std::string(1'024, 'n'))};
    Disk disk;
    for (const Step& step : steps) disk.take(step);
    std::mt19937_64 random{1};
    std::map<std::string, int> seen;
    for (int i = 0; i < 400; ++i) {
        const auto files = disk.after_cut(Loss::any_sector, random);
        const std::string& content = files.at("a");
        ASSERT_EQ(content.size(), 2'048U);
        std::string sectors;
        for (std::size_t sector = 0; sector < 4; ++sector) sectors += content[sector * sector_bytes + 255];
        for (std::size_t sector = 0; sector < 4; ++sector) sectors += content[sector * sector_bytes + 300];
        ++seen[sectors];
    }
    EXPECT_EQ(seen.size(), 8U);  // three sectors were touched, each is old or new
    EXPECT_TRUE(seen.contains("oooooooo"));
    EXPECT_TRUE(seen.contains("onno"
                              "nnoo") ||
                seen.contains("onoo"
                              "nnoo"));
    EXPECT_EQ(disk.after_cut(Loss::all, random).at("a"), std::string(2'048, 'o'));
    EXPECT_EQ(disk.after_cut(Loss::nothing, random).at("a")[256], 'n');
}

TEST(PowerDisk, ATornWriteEndsAtASector) {
    const Step steps[] = {{Step::Kind::make, "a", 0, {}},
                          {Step::Kind::sync, "a", 0, {}},
                          write_step(0, std::string(4'096, 'n'))};
    Disk disk;
    for (const Step& step : steps) disk.take(step);
    std::mt19937_64 random{1};
    std::map<std::size_t, int> lengths;
    for (int i = 0; i < 400; ++i) ++lengths[disk.after_cut(Loss::torn, random).at("a").size()];
    EXPECT_EQ(lengths.size(), 9U);
    for (const auto& [length, times] : lengths) EXPECT_EQ(length % sector_bytes, 0U);
}

TEST(PowerDisk, SyncingTheDirectorySettlesWhichFilesThereAre) {
    const Step steps[] = {{Step::Kind::make, "a", 0, {}},
                          write_step(0, "x"),
                          {Step::Kind::make, "b", 0, {}},
                          {Step::Kind::remove, "b", 0, {}},
                          {Step::Kind::sync_directory, "", 0, {}}};
    Disk disk;
    for (const Step& step : steps) disk.take(step);
    std::mt19937_64 random{1};
    EXPECT_EQ(disk.after_cut(Loss::all, random), (Disk::Files{{"a", ""}}));
    EXPECT_EQ(disk.after_cut(Loss::nothing, random), (Disk::Files{{"a", "x"}}));
}

TEST(PowerDisk, AFileThatWasNeverSyncedMayBeMissing) {
    const Step steps[] = {{Step::Kind::make, "a", 0, {}}, write_step(0, "x")};
    Disk disk;
    for (const Step& step : steps) disk.take(step);
    std::mt19937_64 random{1};
    EXPECT_FALSE(disk.after_cut(Loss::all, random).contains("a"));
    int there = 0;
    for (int i = 0; i < 100; ++i) there += disk.after_cut(Loss::any_sector, random).contains("a") ? 1 : 0;
    EXPECT_GT(there, 0);
    EXPECT_LT(there, 100);
}

}  // namespace
}  // namespace anlan::power
