#include "adapters/sqlite/wal_tail.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <span>
#include <vector>

namespace anlan::adapters {
namespace {

constexpr std::size_t header_size = 32;
constexpr std::size_t frame_header_size = 24;
constexpr std::uint32_t magic = 0x377F0682;  // the lowest bit says that sums are over big-endian words
constexpr std::size_t page_size_max = 65'536;

using Bytes = std::span<const unsigned char>;

std::uint32_t big_endian(Bytes bytes, std::size_t at) {
    return static_cast<std::uint32_t>(bytes[at]) << 24U | static_cast<std::uint32_t>(bytes[at + 1]) << 16U |
           static_cast<std::uint32_t>(bytes[at + 2]) << 8U | bytes[at + 3];
}

std::uint32_t little_endian(Bytes bytes, std::size_t at) {
    return static_cast<std::uint32_t>(bytes[at + 3]) << 24U |
           static_cast<std::uint32_t>(bytes[at + 2]) << 16U |
           static_cast<std::uint32_t>(bytes[at + 1]) << 8U | bytes[at];
}

struct Sum {
    std::uint32_t first = 0;
    std::uint32_t second = 0;

    friend bool operator==(const Sum&, const Sum&) = default;
};

class Walk {
public:
    explicit Walk(std::istream& wal) : stream_(wal) {}

    // False if there is no header to trust, so that SQLite will use nothing of the file.
    bool read_header() {
        std::array<unsigned char, header_size> header{};
        if (!read(header)) return false;
        if ((big_endian(header, 0) & ~1U) != magic) return false;
        big_endian_sums_ = (big_endian(header, 0) & 1U) != 0;
        const std::uint32_t page_size = big_endian(header, 8);
        if (page_size < 512 || page_size > page_size_max) return false;
        page_.resize(page_size);
        std::copy_n(header.begin() + 16, salts_.size(), salts_.begin());
        add(Bytes{header}.first(24));
        return sum_ == Sum{big_endian(header, 24), big_endian(header, 28)};
    }

    WalTail walk() {
        WalTail tail;
        int commits_behind = 0;
        bool sums_hold = true;
        std::size_t got = 0;
        while ((got = read_frame()) > 0) {
            if (!belongs(got)) break;
            tail.unfinished_bytes += got;
            if (got < frame_header_size) break;
            const bool commits = big_endian(frame_, 4) != 0;
            sums_hold = sums_hold && got == frame_header_size + page_.size() && sum_fits();
            if (commits) ++commits_behind;
            if (!sums_hold || !commits) continue;
            tail = {};
            commits_behind = 0;
        }
        tail.damaged = commits_behind > 1;
        return tail;
    }

private:
    bool read(std::span<unsigned char> into) {
        stream_.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
        return static_cast<std::size_t>(stream_.gcount()) == into.size();
    }
    // How many bytes of the next frame there are.
    std::size_t read_frame() {
        frame_.fill(0);
        const bool whole_header = read(frame_);
        auto got = static_cast<std::size_t>(stream_.gcount());
        if (whole_header) {
            (void)read(page_);
            got += static_cast<std::size_t>(stream_.gcount());
        }
        return got;
    }
    // Frames of an earlier round of the file carry other salts; a file that grew but was not filled has
    // zeros.
    bool belongs(std::size_t got) const {
        if (got < frame_header_size) return true;
        const bool empty = std::ranges::all_of(frame_, [](unsigned char byte) { return byte == 0; });
        return empty || std::equal(salts_.begin(), salts_.end(), frame_.begin() + 8);
    }
    bool sum_fits() {
        add(Bytes{frame_}.first(8));
        add(page_);
        return sum_ == Sum{big_endian(frame_, 16), big_endian(frame_, 20)};
    }
    void add(Bytes bytes) {
        big_endian_sums_ ? add_words<big_endian>(bytes) : add_words<little_endian>(bytes);
    }
    template <std::uint32_t (*word)(Bytes, std::size_t)>
    void add_words(Bytes bytes) {
        for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
            sum_.first += word(bytes, i) + sum_.second;
            sum_.second += word(bytes, i + 4) + sum_.first;
        }
    }

    std::istream& stream_;
    std::vector<unsigned char> page_;
    std::array<unsigned char, frame_header_size> frame_{};
    std::array<unsigned char, 8> salts_{};
    Sum sum_;
    bool big_endian_sums_ = false;
};

}  // namespace

WalTail inspect_wal(const std::filesystem::path& wal_file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(wal_file, error);
    if (error || size == 0) return {};
    std::ifstream wal{wal_file, std::ios::binary};
    return inspect_wal(wal, size);
}

WalTail inspect_wal(std::istream& wal, std::uint64_t size) {
    Walk walk{wal};
    if (!walk.read_header()) return {size, false};
    return walk.walk();
}

}  // namespace anlan::adapters
