#include "adapters/sqlite/durable_files.hpp"

#include "kernel/record.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

namespace anlan::adapters {
namespace {

using ports::Fault;
using ports::Then;

Fault trouble(int error, const std::string& area, const std::string& doing) {
    const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    const bool refused = error == EROFS || error == EACCES || error == EPERM;
    return {Then::retry_call,
            area + (full      ? ".disk_full"
                    : refused ? ".read_only"
                              : ".io"),
            doing + ": " + std::strerror(error)};
}

class Descriptor {
public:
    Descriptor(const std::filesystem::path& path, int flags)
        : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
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

Result<Done, Fault> sync(const std::filesystem::path& path, int flags, const std::string& area) {
    const Descriptor opened{path, flags};
    if (opened.failed() || ::fsync(*opened) != 0)
        return Unexpected{trouble(errno, area, "syncing " + path.string())};
    return Done{};
}

}  // namespace

Result<Done, Fault> sync_file(const std::filesystem::path& file, const std::string& area) {
    return sync(file, O_RDONLY, area);
}

Result<Done, Fault> sync_directory(const std::filesystem::path& directory, const std::string& area) {
    return sync(directory, O_RDONLY | O_DIRECTORY, area);
}

Result<Done, Fault> make_directory(const std::filesystem::path& directory, const std::string& area) {
    std::error_code error;
    const auto whole = std::filesystem::absolute(directory, error).lexically_normal();
    std::filesystem::path there = whole;
    while (!there.has_filename() || !std::filesystem::exists(there, error)) {
        if (there == there.parent_path()) break;
        there = there.parent_path();
    }
    std::filesystem::create_directories(whole, error);
    if (!std::filesystem::is_directory(whole)) {
        Fault fault = trouble(error ? error.value() : ENOTDIR, area, "making " + directory.string());
        if (fault.code == area + ".io") fault.code = area + ".read_only";
        fault.then = Then::stop;
        return Unexpected{std::move(fault)};
    }
    for (auto made = whole; made != there && made != made.parent_path(); made = made.parent_path())
        if (made.has_filename()) ANLAN_TRY_DONE(sync_directory(made.parent_path(), area));
    return Done{};
}

Result<Done, Fault> write_whole(const std::filesystem::path& file, std::string_view content,
                                const std::string& area) {
    const std::filesystem::path beside = file.string() + ".new";
    {
        const Descriptor opened{beside, O_WRONLY | O_CREAT | O_TRUNC};
        if (opened.failed()) return Unexpected{trouble(errno, area, "making " + beside.string())};
        while (!content.empty()) {
            const ssize_t written = ::write(*opened, content.data(), content.size());
            if (written < 0) return Unexpected{trouble(errno, area, "writing " + beside.string())};
            content.remove_prefix(static_cast<std::size_t>(written));
        }
        if (::fsync(*opened) != 0) return Unexpected{trouble(errno, area, "syncing " + beside.string())};
    }
    if (::rename(beside.c_str(), file.c_str()) != 0)
        return Unexpected{trouble(errno, area, "renaming " + beside.string())};
    return sync_directory(file.parent_path(), area);
}

Result<std::string, Fault> read_whole(const std::filesystem::path& file, std::size_t bytes_max,
                                      const std::string& area) {
    const Descriptor opened{file, O_RDONLY};
    if (opened.failed()) return Unexpected{trouble(errno, area, "reading " + file.string())};
    std::string content(bytes_max + 1, '\0');
    const ssize_t got = ::read(*opened, content.data(), content.size());
    if (got < 0) return Unexpected{trouble(errno, area, "reading " + file.string())};
    if (static_cast<std::size_t>(got) > bytes_max)
        return Unexpected{Fault{Then::stop, area + ".damaged", file.string() + " is larger than it can be"}};
    content.resize(static_cast<std::size_t>(got));
    return content;
}

Result<FileSum, Fault> sum_of(const std::filesystem::path& file, const std::string& area) {
    const Descriptor opened{file, O_RDONLY};
    if (opened.failed()) return Unexpected{trouble(errno, area, "reading " + file.string())};
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    bool well = EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr) == 1;
    std::array<char, 65'536> chunk{};
    FileSum sum;
    for (;;) {
        const ssize_t got = ::read(*opened, chunk.data(), chunk.size());
        if (got < 0) return Unexpected{trouble(errno, area, "reading " + file.string())};
        if (got == 0) break;
        well = well && EVP_DigestUpdate(digest.get(), chunk.data(), static_cast<std::size_t>(got)) == 1;
        sum.bytes += static_cast<std::uint64_t>(got);
    }
    kernel::Hash hash{};
    unsigned int size = 0;
    well = well && EVP_DigestFinal_ex(digest.get(), hash.data(), &size) == 1 && size == hash.size();
    ANLAN_CHECK(well, "SHA-256 did not work");
    sum.sha256 = kernel::to_hex(hash);
    return sum;
}

}  // namespace anlan::adapters
