// The weighing of one past report against the one that is asked about: level by level, in bits.
#include "planning/repeat_asked.hpp"
#include "planning/text.hpp"

#include <algorithm>
#include <cmath>

namespace anlan::planning {
namespace {

constexpr double hours_a_month = 24 * 30;
constexpr std::size_t words_shown = 6;

bool has(const std::uint32_t* first, const std::uint32_t* last, std::uint32_t wanted) {
    return std::binary_search(first, last, wanted);
}

bool fits(std::uint16_t a, std::uint16_t b) { return a == 0 || b == 0 || a == b; }

}  // namespace

std::vector<PersonalText> RepeatFinder::Weighing::cut(const Asked& asked, Stretch where) const {
    if (kept == nullptr) return {};
    return {PersonalText{encoded(std::u32string_view{asked.text.written}.substr(where.from, where.size))}};
}

// How much of what is said of the place both say, 0 to 1, a rare word counting more; -1 where one says none.
double RepeatFinder::shared_place(const Asked& asked, const Month& month, const Report& other) const {
    if (asked.place.empty() || other.place_count == 0) return -1;
    const auto* first = month.tokens.data() + other.tokens + other.word_count + other.name_count;
    const auto* last = first + other.place_count;
    double shared = 0;
    for (std::size_t i = 0; i < asked.place.size(); ++i)
        if (has(first, last, asked.place[i])) shared += asked.place_rarities[i];
    const double lesser = std::min(asked.place_sum, static_cast<double>(other.place_sum));
    return lesser > 0 ? std::min(1.0, shared / lesser) : 0;
}

void RepeatFinder::weigh_place(const Asked& asked, const Month& month, const Report& other,
                               Weighing& into) const {
    const RepeatWeights& w = rules_.weights;
    std::optional<double> metres;
    if (asked.report.has_point && other.has_point)
        metres = arc_of_chord_squared(chord_squared(asked.report.vector, other.vector)).value();
    const auto say = [&](EvidenceKind kind, double bits) {
        into.say({kind, bits, metres, std::nullopt, {}});
    };
    constexpr double one_place = 0.6;  // the words have to do where a point is missing
    const double share = shared_place(asked, month, other);
    if (share == 0) into.say({EvidenceKind::other_place_name, w.other_place_name, {}, {}, {}});
    if (share > 0)
        into.say(
            {EvidenceKind::place_name, w.place_name * std::min(1.0, share / w.place_name_full), {}, {}, {}});
    const bool could_be_one = metres ? *metres <= w.around_metres : share >= one_place;
    bool both_rooms = false, same_door = false, same_room = false, other_building = false;
    for (std::size_t a = 0; a < asked.report.door_count; ++a)
        for (std::size_t b = 0; b < other.door_count; ++b) {
            const Door& one = asked.report.doors[a];
            const Door& two = other.doors[b];
            other_building = other_building || !fits(one.building, two.building);
            if (one.room == 0 || two.room == 0) continue;
            both_rooms = true;
            if (one.room != two.room || !fits(one.unit, two.unit)) continue;
            (fits(one.building, two.building) ? same_door : same_room) = true;
        }
    if (could_be_one && same_door) return say(EvidenceKind::same_door, w.same_door);
    if (could_be_one && same_room) return say(EvidenceKind::same_room, w.same_room);
    if (metres && *metres > w.around_metres) return say(EvidenceKind::far_off, w.far_off);
    if (!could_be_one) return;
    if ((both_rooms || other_building) && !same_door && !same_room)
        return say(EvidenceKind::other_door, w.other_door);
    if (!metres) return say(EvidenceKind::near_by, w.near_by);
    if (*metres <= w.at_point_metres) return say(EvidenceKind::at_point, w.at_point);
    if (*metres <= w.near_by_metres) return say(EvidenceKind::near_by, w.near_by);
    say(EvidenceKind::around, w.around);
}

// A name that both have counts as much as it is rare. A surname counts little where both give the whole name
// and these differ.
void RepeatFinder::weigh_names(const Asked& asked, const Month& month, const Report& other,
                               Weighing& into) const {
    if (asked.names.empty() || other.name_count == 0) return;
    const RepeatWeights& w = rules_.weights;
    const auto* first = month.tokens.data() + other.tokens + other.word_count;
    const auto* last = first + other.name_count;
    const auto other_has = [&](NameDigest name) { return has(first, last, name); };
    double sum = 0;
    bool told = false;
    std::uint32_t read_to = 0;  // two readings of one name count once
    for (const NameRead& name : asked.text.names) {
        if (name.where.from < read_to) continue;
        EvidenceKind kind = EvidenceKind::surname;
        double bits = 0;
        if (kind_of(name.digest) != NameKind::surname && other_has(name.digest)) {
            const bool is_full = kind_of(name.digest) == NameKind::full;
            kind = is_full ? EvidenceKind::full_name : EvidenceKind::nickname;
            bits = std::min(rarity_of_name(name.digest), is_full ? w.full_name_most : w.nickname_most);
        } else {
            const bool is_full = name.surname != 0;
            if (!is_full && kind_of(name.digest) != NameKind::surname) continue;
            const NameDigest surname = as(NameKind::surname, is_full ? name.surname : name.digest);
            const bool is_of_full = other_has(as(NameKind::of_full, surname));
            told = told || is_of_full;  // two whole names of one surname: another person, or a slip
            if (!other_has(surname) && (is_full || !is_of_full)) continue;
            bits = std::min(rarity_of_name(surname), w.surname_most);
        }
        bits = std::min(bits, w.names_most - sum);
        told = true;
        if (bits <= 0) continue;
        read_to = name.where.from + name.where.size;
        sum += bits;
        into.say({kind, bits, std::nullopt, std::nullopt, into.cut(asked, name.where)});
    }
    if (!told) into.say({EvidenceKind::other_names, w.other_names, std::nullopt, std::nullopt, {}});
}

void RepeatFinder::weigh_words(const Asked& asked, const Month& month, const Report& other,
                               Weighing& into) const {
    const RepeatWeights& w = rules_.weights;
    const auto* first = month.tokens.data() + other.tokens;
    const auto* last = first + other.word_count;
    const double lesser = std::min(asked.sum, static_cast<double>(other.word_sum));
    if (lesser <= 0) return;
    double shared = 0;
    for (const auto word : asked.words)
        if (has(first, last, word)) shared += std::max(0.0, rarity(word) - idle_bits);
    double amounts = 0;
    double run = 0, best = 0;
    std::vector<std::pair<double, Stretch>> runs;
    for (std::size_t i = 0; i < asked.text.words.size(); ++i) {
        const WordRead& word = asked.text.words[i];
        if (!has(first, last, word.digest)) {
            run = 0;
            continue;
        }
        if (word.is_number && amounts == 0) {
            amounts = std::min(rarity(word.digest), w.same_amount_most);
            into.say({EvidenceKind::same_amount, amounts, {}, {}, into.cut(asked, word.where)});
        }
        const std::uint32_t end = word.where.from + word.where.size;
        if (run > 0 && word.follows)
            runs.back().second.size = end - runs.back().second.from;
        else {
            run = 0;
            runs.emplace_back(0.0, word.where);
        }
        run += asked.rarities[i] + 1e-9;
        runs.back().first = run;
        best = std::max(best, run);
    }
    constexpr double rare_run = 30;  // bits: a name of a shop in four characters
    const double share = std::min(1.0, shared / lesser / w.words_full);
    const double bits = w.other_words + (w.words - w.other_words) * share;
    Evidence evidence{bits > 0 ? EvidenceKind::words : EvidenceKind::other_words, bits, {}, {}, {}};
    if (best > 0 && into.kept != nullptr) {
        std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second.from < b.second.from;
        });
        for (const auto& [worth, where] : runs)
            if (worth > 1 && evidence.words.size() < words_shown)
                evidence.words.push_back(into.cut(asked, where).front());
    }
    into.say(std::move(evidence));
    if (best > 0)
        into.say({EvidenceKind::rare_words, w.rare_words * std::min(1.0, best / rare_run), {}, {}, {}});
}

void RepeatFinder::weigh_rest(const Asked& asked, const Report& other, Weighing& into) const {
    const RepeatWeights& w = rules_.weights;
    const auto say = [&](EvidenceKind kind, double bits) {
        if (bits != 0) into.say({kind, bits, std::nullopt, std::nullopt, {}});
    };
    if (asked.report.number != 0 && other.number != 0) {
        const bool same = asked.report.number == other.number;
        say(same ? EvidenceKind::same_number : EvidenceKind::other_number,
            same ? asked.number_bits : w.other_number);
    }
    if (asked.report.class_number == other.class_number)
        say(EvidenceKind::same_class, w.same_class);
    else if ((asked.report.kinds & other.kinds) != 0)
        say(EvidenceKind::same_kind, w.same_kind);
    else
        say(EvidenceKind::other_kind, w.other_kind);
    if (asked.text.said_again) say(EvidenceKind::said_again, w.said_again);
    const double months =
        static_cast<double>(std::chrono::duration_cast<Hours>(asked.at - other.at).count()) / hours_a_month;
    if (months >= 1)
        into.say({EvidenceKind::long_ago, w.each_month * months, std::nullopt, static_cast<int>(months), {}});
}

// Words are compared last and only where they could still bring the sum over the threshold; reasons are
// written down only for what is over it.
std::optional<RepeatHit> RepeatFinder::weighed(const Asked& asked, const Month& month, Row row) const {
    const RepeatWeights& w = rules_.weights;
    const Report& other = month.reports[row];
    const auto weigh = [&](Weighing& into) {
        weigh_rest(asked, other, into);
        weigh_place(asked, month, other, into);
        weigh_names(asked, month, other, into);
        if (into.bits + w.words + w.rare_words + w.same_amount_most < w.least) return false;
        weigh_words(asked, month, other, into);
        return into.bits >= w.least;
    };
    Weighing quick{-w.before, nullptr};
    if (!weigh(quick)) return std::nullopt;
    std::vector<Evidence> evidence;
    Weighing whole{-w.before, &evidence};
    weigh(whole);
    std::sort(evidence.begin(), evidence.end(),
              [](const Evidence& a, const Evidence& b) { return std::abs(a.bits) > std::abs(b.bits); });
    return RepeatHit{IncidentId{std::string{id_of(month, other)}}, other.at, whole.bits, std::move(evidence)};
}

}  // namespace anlan::planning
