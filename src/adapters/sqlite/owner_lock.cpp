#include "adapters/sqlite/owner_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace anlan::adapters {
namespace {

using ports::Fault;
using ports::Then;

std::string owner_in(int descriptor) {
    std::array<char, 32> text{};
    const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
    std::string owner{text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
    while (!owner.empty() && owner.back() == '\n') owner.pop_back();
    return owner.empty() ? "another process" : "process " + owner;
}

void note_owner(int descriptor) {
    const std::string owner = std::to_string(::getpid()) + "\n";
    if (::ftruncate(descriptor, 0) == 0) (void)!::pwrite(descriptor, owner.data(), owner.size(), 0);
}

}  // namespace

Result<OwnerLock, Fault> OwnerLock::take(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        const int error = errno;
        return Unexpected{Fault{Then::stop, error == ENOSPC ? "log.disk_full" : "log.read_only",
                                "opening " + file.string() + ": " + std::strerror(error)}};
    }
    OwnerLock lock{descriptor};
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        return Unexpected{Fault{Then::stop, "log.in_use",
                                file.parent_path().string() + " is in use by " + owner_in(descriptor)}};
    note_owner(descriptor);
    return lock;
}

bool OwnerLock::is_taken(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const OwnerLock looked{descriptor};
    return ::flock(descriptor, LOCK_SH | LOCK_NB) != 0;
}

OwnerLock::OwnerLock(OwnerLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

OwnerLock& OwnerLock::operator=(OwnerLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

OwnerLock::~OwnerLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace anlan::adapters
