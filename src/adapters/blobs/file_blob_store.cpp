#include "adapters/blobs/file_blob_store.hpp"

#include "adapters/blobs/blob_name.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace anlan::adapters {

using ports::BlobHash;
using ports::Fault;
using ports::Then;

namespace {

constexpr mode_t owner_only = S_IRUSR | S_IWUSR;
constexpr std::string_view unfinished = "unfinished-";
constexpr std::size_t folder_digits = 2;
constexpr std::size_t read_at_once = 256 * 1'024;

Fault trouble(int error, const std::string& doing, const std::filesystem::path& path) {
    const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    const bool refused = error == EROFS || error == EACCES || error == EPERM;
    return {Then::retry_call,
            full      ? "attachments.disk_full"
            : refused ? "attachments.read_only"
                      : "attachments.io",
            doing + " " + path.string() + ": " + std::strerror(error)};
}

class Descriptor {
public:
    Descriptor(const std::filesystem::path& path, int flags)
        : number_(::open(path.c_str(), flags | O_CLOEXEC, owner_only)) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int operator*() const { return number_; }
    bool failed() const { return number_ < 0; }

private:
    int number_;
};

Result<Done, Fault> sync_folder(const std::filesystem::path& folder) {
    const Descriptor opened{folder, O_RDONLY | O_DIRECTORY};
    if (opened.failed() || ::fsync(*opened) != 0) return Unexpected{trouble(errno, "syncing", folder)};
    return Done{};
}

Result<Done, Fault> make_folder(const std::filesystem::path& folder) {
    if (::mkdir(folder.c_str(), S_IRWXU) == 0) return sync_folder(folder.parent_path());
    if (errno != EEXIST) return Unexpected{trouble(errno, "making", folder)};
    return Done{};
}

Result<Done, Fault> write_synced(const std::filesystem::path& file, std::string_view bytes) {
    const Descriptor opened{file, O_WRONLY | O_CREAT | O_EXCL};
    if (opened.failed()) return Unexpected{trouble(errno, "making", file)};
    while (!bytes.empty()) {
        const ssize_t done = ::write(*opened, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return Unexpected{trouble(done == 0 ? ENOSPC : errno, "writing", file)};
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    if (::fsync(*opened) != 0) return Unexpected{trouble(errno, "syncing", file)};
    return Done{};
}

// What there is of `count` bytes.
Result<std::string, Fault> read_at(const Descriptor& opened, const std::filesystem::path& file,
                                   std::uint64_t offset, std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t got = 0;
    while (got < count) {
        const ssize_t done =
            ::pread(*opened, bytes.data() + got, count - got, static_cast<off_t>(offset + got));
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return Unexpected{trouble(errno, "reading", file)};
        if (done == 0) break;
        got += static_cast<std::size_t>(done);
    }
    bytes.resize(got);
    return bytes;
}

Instant written_at(const struct stat& about) {
    return Instant{std::chrono::duration_cast<Millis>(Seconds{about.st_mtim.tv_sec} +
                                                      std::chrono::nanoseconds{about.st_mtim.tv_nsec})};
}

// Names of a folder; a folder that went meanwhile has none.
std::vector<std::string> names_in(const std::filesystem::path& folder, std::error_code& error) {
    std::vector<std::string> names;
    std::filesystem::directory_iterator entry{folder, error};
    for (const std::filesystem::directory_iterator end; !error && entry != end; entry.increment(error))
        names.push_back(entry->path().filename().string());
    return names;
}

}  // namespace

Result<std::unique_ptr<FileBlobStore>, Fault> FileBlobStore::open(
    const std::filesystem::path& folder) noexcept {
    ANLAN_TRY_DONE(make_folder(folder));
    std::unique_ptr<FileBlobStore> store{new FileBlobStore{folder}};
    ANLAN_TRY_DONE(store->remove_unfinished());
    return store;
}

std::unique_ptr<FileBlobStore> FileBlobStore::open_to_read(const std::filesystem::path& folder) {
    return std::unique_ptr<FileBlobStore>{new FileBlobStore{folder}};
}

Result<Done, Fault> FileBlobStore::remove_unfinished() {
    std::error_code error;
    for (const auto& name : names_in(folder_, error))
        if (name.starts_with(unfinished) && ::unlink((folder_ / name).c_str()) != 0)
            return Unexpected{trouble(errno, "removing", folder_ / name)};
    if (error) return Unexpected{trouble(error.value(), "reading", folder_)};
    return Done{};
}

std::filesystem::path FileBlobStore::path_of(const BlobHash& hash) const {
    return folder_ / hash.value().substr(0, folder_digits) / hash.value().substr(folder_digits);
}

Result<BlobHash, Fault> FileBlobStore::put(std::string_view sealed) noexcept {
    if (sealed.size() > ports::blob_bytes_max) return Unexpected{blob_too_large(sealed.size())};
    const auto hash = blob_hash(sealed);
    const auto file = path_of(hash);
    // One that is there and is what it should be stays with its time; one that was damaged is put right.
    if (check(hash).ok()) return hash;
    ANLAN_TRY_DONE(make_folder(file.parent_path()));
    const auto beside = folder_ / (std::string{unfinished} + std::to_string(puts_.fetch_add(1)));
    auto done = write_synced(beside, sealed);
    if (done.ok() && ::rename(beside.c_str(), file.c_str()) != 0)
        done = Unexpected{trouble(errno, "renaming", beside)};
    if (!done.ok()) {
        ::unlink(beside.c_str());
        return Unexpected{std::move(done).error()};
    }
    ANLAN_TRY_DONE(sync_folder(file.parent_path()));
    return hash;
}

Result<std::string, Fault> FileBlobStore::get(const BlobHash& hash, ports::ByteRange range) noexcept {
    if (!is_blob_hash(hash.value())) return Unexpected{blob_missing(hash)};
    const auto file = path_of(hash);
    const Descriptor opened{file, O_RDONLY};
    if (opened.failed() && errno == ENOENT) return Unexpected{blob_missing(hash)};
    if (opened.failed()) return Unexpected{trouble(errno, "opening", file)};
    if (range.offset > ports::blob_bytes_max) return std::string{};
    return read_at(opened, file, range.offset,
                   static_cast<std::size_t>(std::min<std::uint64_t>(range.count, ports::blob_bytes_max)));
}

Result<std::uint64_t, Fault> FileBlobStore::check(const BlobHash& hash) noexcept {
    BlobHasher hasher;
    std::uint64_t size = 0;
    for (;;) {
        ANLAN_TRY(const auto bytes, get(hash, {size, read_at_once}));
        if (bytes.empty()) break;
        hasher.add(bytes);
        size += bytes.size();
    }
    if (hasher.finish() != hash) return Unexpected{blob_damaged(hash)};
    return size;
}

Result<Done, Fault> FileBlobStore::remove(const BlobHash& hash) noexcept {
    if (!is_blob_hash(hash.value())) return Done{};
    const auto file = path_of(hash);
    if (::unlink(file.c_str()) != 0) {
        if (errno == ENOENT) return Done{};
        return Unexpected{trouble(errno, "removing", file)};
    }
    return sync_folder(file.parent_path());
}

Result<std::vector<ports::BlobEntry>, Fault> FileBlobStore::list() noexcept {
    std::vector<ports::BlobEntry> entries;
    std::error_code error;
    if (!std::filesystem::exists(folder_, error)) return entries;
    for (const auto& folder : names_in(folder_, error)) {
        if (folder.size() != folder_digits) continue;
        for (const auto& name : names_in(folder_ / folder, error)) {
            BlobHash hash{folder + name};
            struct stat about{};
            if (!is_blob_hash(hash.value()) || ::stat(path_of(hash).c_str(), &about) != 0) continue;
            entries.push_back(
                {std::move(hash), static_cast<std::uint64_t>(about.st_size), written_at(about)});
        }
        if (error) return Unexpected{trouble(error.value(), "reading", folder_ / folder)};
    }
    if (error) return Unexpected{trouble(error.value(), "reading", folder_)};
    std::sort(entries.begin(), entries.end(),
              [](const auto& one, const auto& other) { return one.hash < other.hash; });
    return entries;
}

Result<std::uint64_t, Fault> copy_blobs(const std::filesystem::path& from,
                                        const std::filesystem::path& to) noexcept {
    const auto source = FileBlobStore::open_to_read(from);
    ANLAN_TRY(const auto entries, source->list());
    if (entries.empty()) return std::uint64_t{0};
    ANLAN_TRY(const auto target, FileBlobStore::open(to));
    std::uint64_t copied = 0;
    for (const auto& entry : entries) {
        const auto bytes = source->get(entry.hash, {0, entry.bytes});
        // Erased since the list was made, beside a running service: nobody needs it.
        if (!bytes.ok() && bytes.error().code == "attachments.missing") continue;
        if (!bytes.ok()) return Unexpected{bytes.error()};
        if (blob_hash(*bytes) != entry.hash) return Unexpected{blob_damaged(entry.hash)};
        ANLAN_TRY_DONE(target->put(*bytes));
        ++copied;
    }
    return copied;
}

}  // namespace anlan::adapters
