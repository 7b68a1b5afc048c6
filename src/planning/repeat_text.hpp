// What the finder of repeats keeps of a report's text: keyed digests of its wording, of the names as they are
// written in it (王建国, 王某, 老王, 外号胖子), and the numbers of its door. No text and no clear name is
// kept.
#pragma once
#include "planning/keyed_digest.hpp"
#include "terms/repeat_evidence.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace anlan::planning {

// A surname is said alone (王某, 老王), or is that of a full name.
enum class NameKind : std::uint8_t { surname, full, nickname, of_full };

// 32 bits, of which the last two say the kind.
using NameDigest = std::uint32_t;
constexpr NameKind kind_of(NameDigest name) { return static_cast<NameKind>(name & 3U); }
constexpr NameDigest as(NameKind kind, NameDigest name) {
    return (name & ~3U) | static_cast<NameDigest>(kind);
}

// A nickname of two characters is known by its digest as a word.
constexpr NameDigest nickname_of(std::uint32_t word) {
    return word << 2 | static_cast<NameDigest>(NameKind::nickname);
}

struct Door {
    std::uint16_t building = 0;  // 0: not said
    std::uint16_t unit = 0;
    std::uint16_t room = 0;

    friend bool operator==(const Door&, const Door&) = default;
};

// A stretch of the text as it was written: [from, from + size) in code points.
struct Stretch {
    std::uint32_t from = 0;
    std::uint32_t size = 0;
};

struct NameRead {
    NameDigest digest = 0;
    NameDigest surname = 0;  // of a full name, as such; 0: none
    Stretch where;
};

struct WordRead {
    std::uint32_t digest = 0;
    Stretch where;
    bool follows = false;  // directly on the one before it
    bool is_number = false;
};

struct RepeatText {
    std::u32string written;
    std::vector<WordRead> words;  // of the text, in its order
    std::vector<WordRead> place_words;
    std::vector<NameRead> names;
    std::vector<Door> doors;  // with a room; else at most one with what is known
    bool said_again = false;
};

class RepeatReader {
public:
    RepeatReader(const RepeatWording& wording, const DigestKey& key);

    // `place` is where the caller said it is; names are looked for in `text` only.
    RepeatText read(std::string_view text, std::string_view place) const;
    std::uint64_t number_digest(std::string_view callback) const;  // 0: there is none
    std::uint64_t digest_of(std::uint64_t kind, std::u32string_view text) const;

private:
    struct Plain;
    using Phrases = std::vector<std::u32string>;

    Plain plain(std::string_view text, std::size_t offset) const;
    char32_t sound(char32_t c) const;
    static std::size_t starts(std::u32string_view text, std::size_t at, const Phrases& phrases);
    static std::size_t ends(std::u32string_view text, std::size_t at, const Phrases& phrases);
    void read_words(const Plain& plain, std::uint64_t kind, std::vector<WordRead>& into) const;
    void read_names(const Plain& plain, RepeatText& into) const;
    std::size_t name_at(const Plain& plain, std::size_t at, RepeatText& into) const;
    struct FullName {
        std::size_t size = 0;  // 0: none
        bool is_certain = true;
    };
    FullName full_name_at(std::u32string_view text, std::size_t at) const;
    bool is_edge(std::u32string_view text, std::size_t at) const;
    bool may_begin(std::u32string_view text, std::size_t at) const;
    void add_name(const Plain& plain, NameKind kind, std::size_t at, std::size_t size, std::size_t from,
                  std::size_t end, RepeatText& into) const;
    void read_doors(const Plain& plain, RepeatText& into) const;

    DigestKey key_;
    std::unordered_set<char32_t> surnames_;
    std::unordered_set<char32_t> around_;
    std::unordered_map<char32_t, char32_t> alike_;
    Phrases before_surname_, after_surname_, before_name_, no_names_, before_nickname_;
    Phrases building_, unit_, room_, room_before_, again_;
};

}  // namespace anlan::planning
