// The file `head` beside the log: how many records there are and the hash of the last, rewritten after each
// commit. A log that is shorter than its note was cut back (or the disk lost what it had promised to keep).
// The note is never ahead of the log, because it is written after the commit; it may be behind, because it is
// not synced. It is one line of fixed length, so that a rewrite is one small write in place:
//
//   anlan-head 1 00000000000000001033 <64 hex of the hash> <16 hex: first 8 bytes of SHA-256 of all before>
#pragma once
#include "base/result.hpp"
#include "ports/event_log.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::adapters {

struct HeadNoteRead {
    std::optional<ports::Head> head;  // none: no note
    bool unreadable = false;          // there is a file, but it is not a whole note
};

HeadNoteRead read_head_note(const std::filesystem::path& file);
// The whole content of such a file; none if it is not a note.
std::optional<ports::Head> head_from_note(std::string_view line);
std::string head_note_of(const ports::Head& head);

class HeadNote {
public:
    static Result<HeadNote, ports::Fault> open(const std::filesystem::path& file);

    HeadNote(HeadNote&& other) noexcept;
    HeadNote& operator=(HeadNote&& other) noexcept;
    ~HeadNote();

    // A failure is not worth refusing work for: the log itself is what was promised.
    void write(const ports::Head& head);

private:
    explicit HeadNote(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

}  // namespace anlan::adapters
