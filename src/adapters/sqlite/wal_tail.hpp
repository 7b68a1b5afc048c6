// Looks at SQLite's write-ahead log before SQLite does, because SQLite drops what a power loss left
// unfinished without a word, and an operator wants to know: what was dropped, and was it really an unfinished
// write?
//
// A commit is answered only after it was synced, and the next begins after that. So what a power loss can
// tear is one commit, the last. Behind the last whole commit there may be frames of one commit that did not
// get done; if there are marks of two, then something that had been promised was damaged, and that is no
// repair. Format: https://sqlite.org/fileformat2.html, section 4.
#pragma once
#include <cstdint>
#include <filesystem>
#include <iosfwd>

namespace anlan::adapters {

struct WalTail {
    std::uint64_t unfinished_bytes = 0;  // behind the last whole commit, of this round of the file
    bool damaged = false;                // more than one commit is in them
};

WalTail inspect_wal(const std::filesystem::path& wal_file);
// The same, of a file of `size` bytes.
WalTail inspect_wal(std::istream& wal, std::uint64_t size);

}  // namespace anlan::adapters
