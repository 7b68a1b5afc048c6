#include "adapters/sqlite/head_note.hpp"

#include "kernel/record.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

namespace anlan::adapters {
namespace {

constexpr std::string_view mark = "anlan-head 1 ";
constexpr std::size_t digits = 20;
constexpr std::size_t hex_digits = 2 * sizeof(ports::Hash);
constexpr std::size_t check_digits = 16;
constexpr std::size_t signed_size = mark.size() + digits + 1 + hex_digits + 1;
constexpr std::size_t note_size = signed_size + check_digits + 1;

std::string check_of(std::string_view text) {
    return kernel::to_hex(kernel::seal({}, text)).substr(0, check_digits);
}

}  // namespace

std::string head_note_of(const ports::Head& head) {
    const std::string count = std::to_string(head.records);
    std::string line{mark};
    line += std::string(digits - count.size(), '0') + count + ' ' + kernel::to_hex(head.hash) + ' ';
    return line + check_of(line) + '\n';
}

std::optional<ports::Head> head_from_note(std::string_view line) {
    if (line.size() != note_size || !line.starts_with(mark) || line.back() != '\n') return std::nullopt;
    if (check_of(line.substr(0, signed_size)) != line.substr(signed_size, check_digits)) return std::nullopt;
    ports::Head head;
    const char* count = line.data() + mark.size();
    if (std::from_chars(count, count + digits, head.records).ptr != count + digits) return std::nullopt;
    const auto hash = kernel::hash_from_hex(line.substr(mark.size() + digits + 1, hex_digits));
    if (!hash) return std::nullopt;
    head.hash = *hash;
    return head;
}

HeadNoteRead read_head_note(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream) return {};
    const std::string line{std::istreambuf_iterator<char>{stream}, {}};
    if (line.empty()) return {};
    auto head = head_from_note(line);
    return {head, !head.has_value()};
}

Result<HeadNote, ports::Fault> HeadNote::open(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        const int error = errno;
        return Unexpected{ports::Fault{ports::Then::stop, error == ENOSPC ? "log.disk_full" : "log.read_only",
                                       "opening " + file.string() + ": " + std::strerror(error)}};
    }
    return HeadNote{descriptor};
}

HeadNote::HeadNote(HeadNote&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

HeadNote& HeadNote::operator=(HeadNote&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

HeadNote::~HeadNote() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void HeadNote::write(const ports::Head& head) {
    const std::string line = head_note_of(head);
    const ssize_t written = ::pwrite(descriptor_, line.data(), line.size(), 0);
    if (written != static_cast<ssize_t>(line.size())) (void)::ftruncate(descriptor_, 0);
}

}  // namespace anlan::adapters
