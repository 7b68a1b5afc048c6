#include "adapters/keys/key_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <cerrno>
#include <cstring>

namespace anlan::adapters {

using keys::Key;
using ports::Fault;
using ports::Then;

namespace {

constexpr mode_t owner_only = S_IRUSR | S_IWUSR;
constexpr std::size_t master_file_max = 64 * 1'024;
constexpr std::size_t hex_bytes = 2 * keys::key_bytes;

Fault fault(const char* doing, const std::filesystem::path& path = {}) {
    const int error = errno;
    const Then then = error == ENOSPC || error == EDQUOT ? Then::retry_call : Then::stop;
    const char* code = error == ENOSPC || error == EDQUOT ? "keys.disk_full" : "keys.io";
    return {then, code,
            std::string{doing} + (path.empty() ? "" : " " + path.string()) + ": " + std::strerror(error)};
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }
    int release() { return std::exchange(number_, -1); }

private:
    int number_;
};

bool write_all(int descriptor, std::uint64_t offset, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t done = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        offset += static_cast<std::uint64_t>(done);
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    return true;
}

// A new file's name is durable only with its folder.
bool sync_folder(const std::filesystem::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    return opened.number() >= 0 && ::fsync(opened.number()) == 0;
}

Result<std::string, Fault> read_text(const std::filesystem::path& path) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number() < 0) return Unexpected{fault("opening", path)};
    struct stat about{};
    if (::fstat(file.number(), &about) != 0) return Unexpected{fault("reading", path)};
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return Unexpected{Fault{Then::stop, "keys.master_open",
                                path.string() + " can be read by others; chmod 600 it, and ask who did"}};
    std::string text(master_file_max, '\0');
    const ssize_t got = ::pread(file.number(), text.data(), text.size(), 0);
    if (got < 0) return Unexpected{fault("reading", path)};
    text.resize(static_cast<std::size_t>(got));
    return text;
}

}  // namespace

Result<std::vector<Key>, Fault> masters_in(std::string_view text, const std::filesystem::path& path) {
    std::vector<Key> masters;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty()) continue;
        Key master{};
        std::size_t size = 0;
        if (line.size() != hex_bytes || sodium_hex2bin(master.data(), master.size(), line.data(), line.size(),
                                                       nullptr, &size, nullptr) != 0)
            return Unexpected{Fault{Then::stop, "keys.master_damaged",
                                    path.string() + ": a line is not 64 hexadecimal digits"}};
        masters.push_back(master);
    }
    if (masters.empty())
        return Unexpected{Fault{Then::stop, "keys.master_damaged", path.string() + " holds no key"}};
    return masters;
}

namespace {

Result<Done, Fault> make_master(const std::filesystem::path& path, ports::Random& random) {
    const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, owner_only)};
    if (file.number() < 0) return Unexpected{fault("making", path)};
    Key master = keys::random_key(random);
    std::string line(hex_bytes + 1, '\0');
    sodium_bin2hex(line.data(), line.size(), master.data(), master.size());
    line.back() = '\n';
    const bool kept = write_all(file.number(), 0, line) && ::fsync(file.number()) == 0 && sync_folder(path);
    sodium_memzero(line.data(), line.size());
    keys::forget(master);
    if (!kept) {
        Fault why = fault("writing", path);
        ::unlink(path.c_str());  // nothing was wrapped with it yet
        return Unexpected{std::move(why)};
    }
    return Done{};
}

constexpr std::size_t copied_at_once = 64 * 1'024;

Result<Done, Fault> copy_private(const std::filesystem::path& from, const std::filesystem::path& to) {
    const Descriptor in{::open(from.c_str(), O_RDONLY | O_CLOEXEC)};
    if (in.number() < 0) return Unexpected{fault("opening", from)};
    const Descriptor out{::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, owner_only)};
    if (out.number() < 0) return Unexpected{fault("making", to)};
    std::string bytes(copied_at_once, '\0');
    for (std::uint64_t at = 0;;) {
        const ssize_t got = ::pread(in.number(), bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Unexpected{fault("reading", from)};
        if (got == 0) break;
        const auto size = static_cast<std::size_t>(got);
        if (!write_all(out.number(), at, std::string_view{bytes}.substr(0, size)))
            return Unexpected{fault("writing", to)};
        at += size;
    }
    if (::fsync(out.number()) != 0 || !sync_folder(to)) return Unexpected{fault("syncing", to)};
    return Done{};
}

}  // namespace

Result<std::unique_ptr<KeyFile>, Fault> KeyFile::open(const std::filesystem::path& path, Open how) noexcept {
    const int flags = how == Open::write ? O_RDWR | O_CREAT : O_RDONLY;
    Descriptor file{::open(path.c_str(), flags | O_CLOEXEC, owner_only)};
    if (file.number() < 0) return Unexpected{fault("opening", path)};
    if (how == Open::write && !sync_folder(path)) return Unexpected{fault("syncing the folder of", path)};
    return std::unique_ptr<KeyFile>{new KeyFile{file.release()}};
}

KeyFile::~KeyFile() { ::close(descriptor_); }

Result<std::uint64_t, Fault> KeyFile::size() noexcept {
    struct stat about{};
    if (::fstat(descriptor_, &about) != 0) return Unexpected{fault("asking the size of the keys")};
    return static_cast<std::uint64_t>(about.st_size);
}

Result<std::string, Fault> KeyFile::read(std::uint64_t offset, std::size_t size) noexcept {
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        const ssize_t got =
            ::pread(descriptor_, bytes.data() + done, size - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Unexpected{fault("reading the keys")};
        if (got == 0) return Unexpected{Fault{Then::stop, "keys.short", "the file keys ends too early"}};
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

Result<Done, Fault> KeyFile::write(std::uint64_t offset, std::string_view bytes) noexcept {
    if (!write_all(descriptor_, offset, bytes)) return Unexpected{fault("writing the keys")};
    return Done{};
}

Result<Done, Fault> KeyFile::sync() noexcept {
    if (::fdatasync(descriptor_) != 0) return Unexpected{fault("syncing the keys")};
    return Done{};
}

Result<std::vector<Key>, Fault> read_masters(const std::filesystem::path& path) noexcept {
    ANLAN_TRY(auto text, read_text(path));
    auto masters = masters_in(text, path);
    sodium_memzero(text.data(), text.size());
    return masters;
}

Result<std::vector<Key>, Fault> read_or_make_masters(const std::filesystem::path& path,
                                                     ports::Random& random) noexcept {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) ANLAN_TRY_DONE(make_master(path, random));
    return read_masters(path);
}

Result<std::unique_ptr<KeyRing>, Fault> open_keys(const std::filesystem::path& folder,
                                                  ports::Random& random) noexcept {
    ANLAN_TRY(auto masters, read_or_make_masters(folder / "master.key", random));
    ANLAN_TRY(auto file, KeyFile::open(folder / "keys", KeyFile::Open::write));
    return KeyRing::open(std::move(file), std::move(masters), random);
}

Result<std::unique_ptr<KeyRing>, Fault> open_keys_read_only(const std::filesystem::path& folder,
                                                            ports::Random& random) noexcept {
    ANLAN_TRY(auto masters, read_masters(folder / "master.key"));
    ANLAN_TRY(auto file, KeyFile::open(folder / "keys", KeyFile::Open::read_only));
    return KeyRing::open(std::move(file), std::move(masters), random);
}

Result<Done, Fault> copy_keys(const std::filesystem::path& from, const std::filesystem::path& to) noexcept {
    std::error_code error;
    std::filesystem::create_directories(to, error);
    if (error)
        return Unexpected{Fault{Then::stop, "keys.io", "making " + to.string() + ": " + error.message()}};
    for (const char* name : {"master.key", "keys"}) ANLAN_TRY_DONE(copy_private(from / name, to / name));
    return Done{};
}

}  // namespace anlan::adapters
