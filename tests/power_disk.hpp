// A disk that can lose power: records, step by step, what SQLite does with its files, and makes of any
// moment the images that a power cut may leave behind.
//
// The model. What was synced is there. Of what was written since the last sync of its file, each sector of
// 512 bytes is there in any of the versions it has had since, independent of every other sector: so a write
// may be missing, torn, or on the disk before an older one. Making, cutting short and removing a file take
// effect in their order, and each may be missing with all behind it until the file is synced. A sector is old
// or new, never a mixture (SQLite assumes the same: SQLITE_IOCAP_POWERSAFE_OVERWRITE).
#pragma once
#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::power {

inline constexpr std::size_t sector_bytes = 512;

struct Step {
    enum class Kind { make, write, cut, sync, sync_directory, remove, note };
    Kind kind{};
    std::string file;      // its name within the directory; for a note, what is noted
    std::uint64_t at = 0;  // write: where; cut: the length left; note: its figure
    std::string bytes;     // write: what
};

// While it lives it is SQLite's default file system: every database opened below `directory` is recorded.
class Recorder {
public:
    explicit Recorder(std::filesystem::path directory);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    void add(Step step);
    // Which file of ours a path is, or "" if none.
    std::string name_of(const char* path) const;
    std::vector<Step> take();

private:
    std::filesystem::path directory_;
    sqlite3_vfs vfs_{};
    std::mutex mutex_;
    std::vector<Step> steps_;
};

enum class Loss {
    all,         // nothing that was not synced
    nothing,     // everything written
    torn,        // everything up to a sector in the middle of some write, nothing behind it
    any_sector,  // each sector in any of its versions
    few_sectors  // nearly every sector in its newest version
};
inline constexpr Loss losses[] = {Loss::all, Loss::torn, Loss::any_sector, Loss::few_sectors, Loss::nothing};
const char* name_of(Loss loss);

// A disk at one moment.
class Disk {
public:
    enum class Syncs { kept, ignored };  // a disk that ignores them lies
    explicit Disk(Syncs syncs = Syncs::kept) : syncs_(syncs) {}

    void take(const Step& step);
    using Files = std::map<std::string, std::string>;
    // `only`: how the names of the files begin that are wanted, beside `head`.
    Files after_cut(Loss loss, std::mt19937_64& random, std::string_view only = {}) const;

private:
    struct Pending {
        const Step* step = nullptr;
        std::uint64_t order = 0;
    };
    struct File {
        std::optional<std::string> synced;  // none: it is not there
        std::vector<Pending> pending;
    };
    using Content = std::optional<std::string>;

    void sync_directory();
    static void carry_out(Content& content, const Step& step, std::size_t bytes);
    static Content in_order(const File& file, std::uint64_t until, std::size_t torn_after);
    static Content scattered(const File& file, int newest_percent, std::mt19937_64& random);

    Syncs syncs_;
    std::map<std::string, File> files_;
    std::uint64_t order_ = 0;
};

void write_files(const Disk::Files& files, const std::filesystem::path& directory);

}  // namespace anlan::power
