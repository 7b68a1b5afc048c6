#include "planning/repeat_text.hpp"

#include "planning/text.hpp"

#include <algorithm>

namespace anlan::planning {
namespace {

constexpr char32_t gap = U' ';
constexpr std::size_t names_max = 8;
constexpr std::size_t doors_max = 4;
constexpr std::size_t full_name_max = 3;
constexpr std::size_t nickname_max = 4;
constexpr std::size_t room_digits_min = 3;  // 501; what is shorter is rather an amount or a floor
constexpr std::size_t number_digits_max = 4;
constexpr std::size_t word_letters_min = 3;
constexpr std::size_t number_characters_max = 8;

enum : std::uint64_t { of_pair = 1, of_number, of_place, of_name };  // names take four

std::vector<std::u32string> decoded_all(const std::vector<std::string>& texts) {
    std::vector<std::u32string> out;
    for (const auto& text : texts) {
        std::u32string plain;
        for (const char32_t c : decoded(text)) plain.push_back(folded(c) == 0 ? gap : folded(c));
        out.push_back(std::move(plain));
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
    return out;
}

}  // namespace

// Folded, with one gap for whatever stood between, Chinese numbers in Arabic digits, and for each character
// its place in what was written.
struct RepeatReader::Plain {
    std::u32string text;
    std::vector<std::uint32_t> origin;
};

RepeatReader::RepeatReader(const RepeatWording& wording, const DigestKey& key)
    : key_(key),
      before_surname_(decoded_all(wording.before_surname)),
      after_surname_(decoded_all(wording.after_surname)),
      before_name_(decoded_all(wording.before_name)),
      no_names_(decoded_all(wording.no_names)),
      before_nickname_(decoded_all(wording.before_nickname)),
      building_(decoded_all(wording.building)),
      unit_(decoded_all(wording.unit)),
      room_(decoded_all(wording.room)),
      room_before_(decoded_all(wording.room_before)),
      again_(decoded_all(wording.again)) {
    for (const char32_t c : folded_utf8(wording.surnames)) surnames_.insert(c);
    for (const char32_t c : folded_utf8(wording.around_name)) around_.insert(c);
    for (const auto& group : wording.alike) {
        const auto characters = folded_utf8(group);
        for (const char32_t c : characters) alike_.try_emplace(same_sound(c), same_sound(characters.front()));
    }
}

char32_t RepeatReader::sound(char32_t c) const {
    const char32_t first = same_sound(c);
    const auto found = alike_.find(first);
    return found == alike_.end() ? first : found->second;
}

RepeatReader::Plain RepeatReader::plain(std::string_view text, std::size_t offset) const {
    const auto written = decoded(text);
    Plain out;
    const auto put = [&](char32_t c, std::size_t at) {
        out.text.push_back(c);
        out.origin.push_back(static_cast<std::uint32_t>(at + offset));
    };
    for (std::size_t i = 0; i < written.size(); ++i) {
        const char32_t c = folded(written[i]);
        if (c == 0) {
            if (!out.text.empty() && out.text.back() != gap) put(gap, i);
            continue;
        }
        const auto is_part = [&](char32_t part) {
            return chinese_digit(part) >= 0 || part == U'百' || part == U'千';
        };
        std::size_t end = i;
        while (chinese_digit(c) >= 0 && end < written.size() && end - i < number_characters_max &&
               is_part(folded(written[end])))
            ++end;
        const int number = end > i ? chinese_number(std::u32string_view{written}.substr(i, end - i)) : -1;
        if (number < 0) {
            put(c, i);
            continue;
        }
        for (const char digit : std::to_string(number)) put(static_cast<char32_t>(digit), i);
        i = end - 1;
    }
    return out;
}

std::size_t RepeatReader::starts(std::u32string_view text, std::size_t at, const Phrases& phrases) {
    for (const auto& phrase : phrases)
        if (text.substr(at).starts_with(phrase)) return phrase.size();
    return 0;
}

std::size_t RepeatReader::ends(std::u32string_view text, std::size_t at, const Phrases& phrases) {
    for (const auto& phrase : phrases)
        if (text.substr(0, at).ends_with(phrase)) return phrase.size();
    return 0;
}

std::uint64_t RepeatReader::digest_of(std::uint64_t kind, std::u32string_view text) const {
    std::vector<std::uint64_t> words{kind};
    for (const char32_t c : text) words.push_back(sound(c));
    return keyed_digest(key_, words);
}

// The last eleven digits decide whether two numbers are one.
std::uint64_t RepeatReader::number_digest(std::string_view callback) const {
    constexpr std::size_t digits_kept = 11;
    std::u32string digits;
    for (const char c : callback)
        if (c >= '0' && c <= '9') digits += static_cast<char32_t>(c);
    if (digits.empty()) return 0;
    if (digits.size() > digits_kept) digits.erase(0, digits.size() - digits_kept);
    return digest_of(of_number, digits);
}

RepeatText RepeatReader::read(std::string_view text, std::string_view place) const {
    RepeatText out;
    out.written = decoded(text) + U'\n' + decoded(place);
    const Plain said = plain(text, 0);
    const Plain where = plain(place, out.written.size() - decoded(place).size());
    read_words(said, of_pair, out.words);
    read_words(where, of_place, out.place_words);
    read_names(said, out);
    read_doors(where, out);
    read_doors(said, out);
    for (std::size_t i = 0; i < said.text.size() && !out.said_again; ++i)
        out.said_again = starts(said.text, i, again_) > 0;
    return out;
}

// Pairs of neighbouring Han characters, whole words of letters, whole numbers of three digits and more.
void RepeatReader::read_words(const Plain& plain, std::uint64_t kind, std::vector<WordRead>& into) const {
    const auto& text = plain.text;
    const auto put = [&](std::size_t at, std::size_t size, bool follows) {
        const std::uint32_t from = plain.origin[at];
        const std::uint32_t end = plain.origin[at + size - 1] + 1;
        into.push_back(
            {static_cast<std::uint32_t>(digest_of(kind, std::u32string_view{text}.substr(at, size))),
             {from, end - from},
             follows,
             is_arabic_digit(text[at])});
    };
    bool was_pair = false;
    for (std::size_t i = 0; i < text.size();) {
        if (is_han(text[i])) {
            const bool pair = i + 1 < text.size() && is_han(text[i + 1]);
            if (pair) put(i, 2, was_pair);
            was_pair = pair;
            ++i;
            continue;
        }
        was_pair = false;
        std::size_t end = i;
        while (end < text.size() && (is_latin(text[end]) || is_arabic_digit(text[end]))) ++end;
        if (end - i >= word_letters_min) put(i, end - i, false);
        i = std::max(end, i + 1);
    }
}

bool RepeatReader::is_edge(std::u32string_view text, std::size_t at) const {
    return at >= text.size() || text[at] == gap || around_.contains(text[at]) || !is_han(text[at]);
}

bool RepeatReader::may_begin(std::u32string_view text, std::size_t at) const {
    return at == 0 || text[at - 1] == gap || ends(text, at, before_name_) > 0;
}

// How many characters of a full name stand here. It ends where a character that names have not does; where
// none does, three may be one too many.
RepeatReader::FullName RepeatReader::full_name_at(std::u32string_view text, std::size_t at) const {
    if (!surnames_.contains(text[at])) return {};
    std::size_t size = 1;
    while (size < full_name_max && !is_edge(text, at + size)) ++size;
    if (size < 2) return {};
    return {size, size < full_name_max || is_edge(text, at + size)};
}

void RepeatReader::add_name(const Plain& plain, NameKind kind, std::size_t at, std::size_t size,
                            std::size_t from, std::size_t end, RepeatText& into) const {
    if (into.names.size() == names_max) return;
    const auto digest = [&](NameKind as, std::size_t length) {
        const auto code = static_cast<std::uint64_t>(as);
        const auto all = digest_of(of_name + code, std::u32string_view{plain.text}.substr(at, length));
        return static_cast<NameDigest>(all << 2 | code);
    };
    NameRead name{digest(kind, size), 0, {}};
    if (kind == NameKind::full) name.surname = as(NameKind::of_full, digest(NameKind::surname, 1));
    if (kind == NameKind::nickname && size == 2)  // found in other texts without "外号" before it
        name.digest = nickname_of(
            static_cast<std::uint32_t>(digest_of(of_pair, std::u32string_view{plain.text}.substr(at, size))));
    name.where = {plain.origin[from], plain.origin[end - 1] + 1 - plain.origin[from]};
    for (const NameRead& known : into.names)
        if (known.digest == name.digest) return;
    into.names.push_back(name);
}

// Reads the name that begins here, if one does; gives where to read on.
std::size_t RepeatReader::name_at(const Plain& plain, std::size_t at, RepeatText& into) const {
    const std::u32string_view text = plain.text;
    if (const auto cue = starts(text, at, before_nickname_); cue > 0) {
        std::size_t end = at + cue;
        while (end < text.size() && end - at - cue < nickname_max && !is_edge(text, end)) ++end;
        if (end >= at + cue + 2) {
            add_name(plain, NameKind::nickname, at + cue, end - at - cue, at + cue, end, into);
            return end;
        }
    }
    if (starts(text, at, no_names_) > 0) return at + starts(text, at, no_names_);
    const auto before = starts(text, at, before_surname_);
    const bool is_inside_word =
        is_latin(text[at]) &&
        ((at > 0 && is_latin(text[at - 1])) || (at + before < text.size() && is_latin(text[at + before])));
    if (before > 0 && !is_inside_word) {
        std::size_t of = at + before;
        while (of < text.size() && text[of] == gap) ++of;
        if (of < text.size() && surnames_.contains(text[of])) {
            add_name(plain, NameKind::surname, of, 1, at, of + 1, into);
            return of + 1;
        }
        // Where names are written in letters the word that follows is the surname.
        std::size_t end = of;
        while (end < text.size() && is_latin(text[end])) ++end;
        if (end >= of + 2 && is_latin(text[at])) {
            add_name(plain, NameKind::surname, of, end - of, at, end, into);
            return end;
        }
    }
    if (!surnames_.contains(text[at])) return at + 1;
    if (const auto after = starts(text, at + 1, after_surname_); after > 0) {
        add_name(plain, NameKind::surname, at, 1, at, at + 1 + after, into);
        return at + 1 + after;
    }
    if (const auto name = may_begin(text, at) ? full_name_at(text, at) : FullName{}; name.size > 0) {
        add_name(plain, NameKind::full, at, name.size, at, at + name.size, into);
        if (!name.is_certain)
            add_name(plain, NameKind::full, at, name.size - 1, at, at + name.size - 1, into);
        return at + (name.is_certain ? name.size : name.size - 1);
    }
    return at + 1;
}

void RepeatReader::read_names(const Plain& plain, RepeatText& into) const {
    for (std::size_t i = 0; i < plain.text.size();) i = name_at(plain, i, into);
}

// "12栋3单元501": numbers by what stands behind them; a number of three digits behind the unit's is the room.
void RepeatReader::read_doors(const Plain& plain, RepeatText& into) const {
    const std::u32string_view text = plain.text;
    Door door;
    bool room_may_follow = false;
    const auto done = [&] {
        if (door.room == 0) return;
        if (into.doors.size() < doors_max &&
            std::find(into.doors.begin(), into.doors.end(), door) == into.doors.end())
            into.doors.push_back(door);
        door.room = 0;
    };
    for (std::size_t i = 0; i < text.size();) {
        if (!is_arabic_digit(text[i]) || (i > 0 && is_arabic_digit(text[i - 1]))) {
            if (text[i] == gap) room_may_follow = false;
            ++i;
            continue;
        }
        std::size_t end = i;
        unsigned number = 0;
        while (end < text.size() && is_arabic_digit(text[end]) && end - i <= number_digits_max)
            number = number * 10 + (text[end++] - U'0');
        const std::size_t digits = end - i;
        if (digits > number_digits_max) {
            i = end;
            continue;
        }
        const auto value = static_cast<std::uint16_t>(number);
        const std::size_t before = i > 0 && text[i - 1] == gap ? i - 1 : i;
        if (const auto after = starts(text, end, building_); after > 0) {
            done();
            door = {value, 0, 0};
            room_may_follow = true;
            end += after;
        } else if (const auto unit = starts(text, end, unit_); unit > 0) {
            door.unit = value;
            room_may_follow = true;
            end += unit;
        } else if (starts(text, end, room_) > 0 || ends(text, before, room_before_) > 0 ||
                   (room_may_follow && digits >= room_digits_min)) {
            done();
            door.room = value;
            done();
            room_may_follow = false;
        }
        i = end;
    }
    if (into.doors.empty() && door.building != 0) into.doors.push_back(door);
}

}  // namespace anlan::planning
