#include "base/digest.hpp"
#include "planning/repeat_asked.hpp"
#include "planning/text.hpp"

#include <algorithm>
#include <cmath>

namespace anlan::planning {
namespace {

constexpr std::int64_t month_hours = 24 * 30;
constexpr std::size_t counters = std::size_t{1} << 18;  // of words; they are merged where there are more
constexpr std::size_t rare_words_kept = 6;
constexpr std::size_t rare_words_asked = 8;
constexpr std::size_t place_words_kept = 3;
constexpr std::size_t place_words_asked = 4;
constexpr std::size_t list_max = 100;    // newest rows taken of one list in one month
constexpr std::size_t common_from = 16;  // a word that so many reports of a month have leads to none of them
constexpr std::size_t candidates_max = 1'000;  // in one month
constexpr double cell_degrees = 0.001;         // about 100 m
constexpr double region_degrees = 0.005;       // about 500 m
constexpr std::size_t words_max = 512;
constexpr std::size_t names_max = 32;
constexpr double few_reports = 100;  // a name seen twice among ten is not rare for that

enum : std::uint64_t { by_number = 1, by_cell, by_name, by_near_name, by_door, by_word, by_place };

std::int64_t month_of(Instant at) {
    return std::chrono::floor<Hours>(at).time_since_epoch().count() / month_hours;
}

std::uint64_t key(std::uint64_t kind, std::uint64_t a, std::uint64_t b = 0) {
    return mixed(mixed(kind << 56 ^ a) + b);
}

// A surname is as frequent as it is, alone or in a full name.
NameDigest counted_as(NameDigest name) {
    return kind_of(name) == NameKind::of_full ? as(NameKind::surname, name) : name;
}

std::size_t counter_of(std::uint32_t word) { return word % counters; }

}  // namespace

RepeatFinder::RepeatFinder(RepeatRules rules, DigestKey key, Hours window)
    : rules_(std::move(rules)),
      key_(key),
      window_(window),
      reader_(rules_.wording, key_),
      word_counts_(counters, 0) {
    for (std::size_t i = 0; i < rules_.kinds.size(); ++i)
        for (const auto& code : rules_.kinds[i].classes) {
            kinds_[code] |= 1U << (i % 32);
            class_numbers_.try_emplace(code, static_cast<std::uint16_t>(class_numbers_.size() + 1));
        }
}

std::uint32_t RepeatFinder::kinds_of(const std::string& class_code) const {
    const auto found = kinds_.find(class_code);
    return found == kinds_.end() ? 0 : found->second;
}

RepeatFinder::Read RepeatFinder::read(const PastReport& report) const {
    Read out;
    out.text = reader_.read(report.text.reveal(), report.place.reveal());
    Report& r = out.report;
    r.has_point = report.point.has_value();
    if (report.point) r.vector = to_vector(*report.point);
    r.at = report.reported_at;
    r.number = reader_.number_digest(report.callback.reveal());
    r.kinds = kinds_of(report.class_code);
    if (const auto known = class_numbers_.find(report.class_code); known != class_numbers_.end())
        r.class_number = known->second;
    for (const Door& door : out.text.doors)
        if (r.door_count < r.doors.size()) r.doors[r.door_count++] = door;
    for (const WordRead& word : out.text.words) {
        out.words.push_back(word.digest);
        // Once somebody wrote "外号胖子", a text that says "胖子" may mean the same.
        const NameDigest nickname = nickname_of(word.digest);
        if (name_counts_.contains(nickname)) out.text.names.push_back({nickname, 0, word.where});
    }
    for (const WordRead& word : out.text.place_words) out.place.push_back(word.digest);
    for (const NameRead& name : out.text.names) {
        out.names.push_back(name.digest);
        if (name.surname != 0) out.names.push_back(name.surname);
    }
    for (auto* list : {&out.words, &out.names, &out.place}) {
        std::sort(list->begin(), list->end());
        list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    if (out.words.size() > words_max) out.words.resize(words_max);
    if (out.names.size() > names_max) out.names.resize(names_max);
    if (out.place.size() > names_max) out.place.resize(names_max);
    r.word_count = static_cast<std::uint16_t>(out.words.size());
    r.name_count = static_cast<std::uint8_t>(out.names.size());
    r.place_count = static_cast<std::uint8_t>(out.place.size());
    return out;
}

double RepeatFinder::rarity(std::uint32_t word) const {
    const double reports = static_cast<double>(where_.size()) + few_reports;
    return std::log2(reports / (1.0 + word_counts_[counter_of(word)]));
}

double RepeatFinder::rarity_of_name(NameDigest name) const {
    const auto found = name_counts_.find(counted_as(name));
    const double count = found == name_counts_.end() ? 0 : found->second;
    return std::log2((static_cast<double>(where_.size()) + few_reports) / (1 + count));
}

std::vector<std::uint32_t> RepeatFinder::rarest(const std::vector<std::uint32_t>& all, std::size_t most,
                                                bool seen_only) const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> counted;
    for (const std::uint32_t word : all) {
        const std::uint32_t count = word_counts_[counter_of(word)];
        if (count > 0 || !seen_only) counted.emplace_back(count, word);
    }
    std::sort(counted.begin(), counted.end());
    if (counted.size() > most) counted.resize(most);
    std::vector<std::uint32_t> words;
    for (const auto& [count, word] : counted) words.push_back(word);
    return words;
}

// What a report is listed under; and, asking, what it is looked for under: the cells around it too.
std::vector<RepeatFinder::Key> RepeatFinder::keys_of(const Read& read, bool asking) const {
    const Report& r = read.report;
    std::vector<Key> keys;
    if (r.number != 0) keys.push_back({key(by_number, r.number)});
    std::vector<std::uint64_t> regions;
    if (r.has_point) {
        const double latitude = std::asin(r.vector.z / earth_radius) / radians_per_degree;
        const double longitude = std::atan2(r.vector.y, r.vector.x) / radians_per_degree;
        const auto around = [&](double degrees, const auto& visit) {
            const auto row = static_cast<std::int64_t>(std::floor(latitude / degrees));
            const auto column = static_cast<std::int64_t>(std::floor(longitude / degrees));
            const std::int64_t reach = asking ? 1 : 0;
            for (std::int64_t y = row - reach; y <= row + reach; ++y)
                for (std::int64_t x = column - reach; x <= column + reach; ++x)
                    visit(static_cast<std::uint64_t>(y) << 32 ^ static_cast<std::uint32_t>(x));
        };
        around(cell_degrees, [&](std::uint64_t cell) {
            for (std::uint32_t bits = r.kinds; bits != 0; bits &= bits - 1)
                keys.push_back({key(by_cell, cell, bits & ~(bits - 1))});
        });
        around(region_degrees, [&](std::uint64_t region) { regions.push_back(region); });
    }
    for (const NameDigest name : read.names) {
        const bool alone = kind_of(name) == NameKind::surname || kind_of(name) == NameKind::of_full;
        if (!alone) keys.push_back({key(by_name, name), true});
        for (const auto region : regions)
            keys.push_back({key(by_near_name, region, alone ? as(NameKind::surname, name) : name)});
    }
    for (std::size_t i = 0; i < r.door_count; ++i)
        for (const auto region : regions)
            if (r.doors[i].room != 0) keys.push_back({key(by_door, region, r.doors[i].room)});
    for (const auto word : rarest(read.words, asking ? rare_words_asked : rare_words_kept, asking))
        keys.push_back({key(by_word, word), true});
    for (const auto word : rarest(read.place, asking ? place_words_asked : place_words_kept, asking)) {
        keys.push_back({key(by_place, word), true});
        for (std::size_t i = 0; i < r.door_count; ++i)
            if (r.doors[i].room != 0) keys.push_back({key(by_place, word, r.doors[i].room)});
    }
    return keys;
}

std::string_view RepeatFinder::id_of(const Month& month, const Report& report) {
    return std::string_view{month.ids}.substr(report.id, report.id_size);
}

std::uint64_t RepeatFinder::digest_of(std::string_view incident_id) const {
    return digest(incident_id, key_[0]);
}

void RepeatFinder::add(const PastReport& report) {
    remove(report.incident_id);
    const std::uint32_t kinds = kinds_of(report.class_code);
    if (kinds == 0) return;
    Read read = this->read(report);
    const std::int64_t number = month_of(report.reported_at);
    Month& month = months_[number];
    if (month.word_counts.empty()) month.word_counts.assign(counters, 0);
    const auto row = static_cast<Row>(month.reports.size());
    for (const Key& key : keys_of(read, false)) month.postings.add(key.value, row);
    read.report.tokens = static_cast<std::uint32_t>(month.tokens.size());
    read.report.is_live = true;
    for (const auto word : read.words)
        read.report.word_sum += static_cast<float>(std::max(0.0, rarity(word) - idle_bits));
    for (const auto word : read.place)
        read.report.place_sum += static_cast<float>(std::max(0.0, rarity(word)));
    month.tokens.insert(month.tokens.end(), read.words.begin(), read.words.end());
    month.tokens.insert(month.tokens.end(), read.names.begin(), read.names.end());
    month.tokens.insert(month.tokens.end(), read.place.begin(), read.place.end());
    for (const auto* list : {&read.words, &read.place})
        for (const auto word : *list) {
            ++month.word_counts[counter_of(word)];
            ++word_counts_[counter_of(word)];
        }
    for (const auto name : read.names) ++name_counts_[counted_as(name)];
    read.report.id = static_cast<std::uint32_t>(month.ids.size());
    read.report.id_size = static_cast<std::uint16_t>(report.incident_id.value().size());
    month.ids += report.incident_id.value();
    month.reports.push_back(read.report);
    where_[digest_of(report.incident_id.value())] = {number, row};
}

// Its digests go; only its number stays in the lists, as that of nothing.
void RepeatFinder::remove(const IncidentId& incident_id) { remove(digest_of(incident_id.value())); }

void RepeatFinder::remove(std::uint64_t id_digest) {
    const auto found = where_.find(id_digest);
    if (found == where_.end()) return;
    Month& month = months_.at(found->second.month);
    Report& report = month.reports[found->second.row];
    const auto first = month.tokens.begin() + report.tokens;
    const auto names = first + report.word_count;
    const auto place = names + report.name_count;
    const auto uncount = [&](auto from, auto to) {
        for (auto at = from; at != to; ++at) {
            --month.word_counts[counter_of(*at)];
            --word_counts_[counter_of(*at)];
        }
    };
    uncount(first, names);
    uncount(place, place + report.place_count);
    for (auto at = names; at != place; ++at)
        if (const auto counted = name_counts_.find(counted_as(*at));
            counted != name_counts_.end() && --counted->second == 0)
            name_counts_.erase(counted);
    std::fill(first, place + report.place_count, 0U);
    std::fill_n(month.ids.begin() + report.id, report.id_size, ' ');
    report = Report{};
    where_.erase(found);
}

void RepeatFinder::forget_before(Instant instant) {
    const std::int64_t first = month_of(instant);
    while (!months_.empty() && months_.begin()->first < first) {
        const Month& month = months_.begin()->second;
        for (const Report& report : std::vector<Report>{month.reports})
            if (report.is_live) remove(digest_of(id_of(month, report)));
        months_.erase(months_.begin());
    }
}

std::size_t RepeatFinder::bytes() const {
    std::size_t sum = word_counts_.capacity() * sizeof(std::uint32_t);
    for (const auto& [number, month] : months_) {
        sum += month.reports.capacity() * sizeof(Report) + month.ids.capacity();
        sum += (month.tokens.capacity() + month.word_counts.capacity()) * sizeof(std::uint32_t);
        sum += month.postings.bytes();
    }
    constexpr std::size_t entry = 48;  // of the two tables, about
    return sum + (where_.size() + name_counts_.size()) * entry;
}

RepeatFinder::Asked RepeatFinder::asked(const PastReport& report) const {
    Asked out{{read(report)}, {}, {}, 0, 0, rules_.weights.same_number, report.reported_at};
    for (const WordRead& word : out.text.words)
        out.rarities.push_back(std::max(0.0, rarity(word.digest) - idle_bits));
    for (const auto word : out.words) out.sum += std::max(0.0, rarity(word) - idle_bits);
    for (const auto word : out.place) {
        out.place_rarities.push_back(std::max(0.0, rarity(word)));
        out.place_sum += out.place_rarities.back();
    }
    std::size_t with_number = 0;
    for (const auto& [number, month] : months_)
        with_number += out.report.number == 0 ? 0 : month.postings.count(key(by_number, out.report.number));
    if (with_number > 1) out.number_bits -= std::log2(static_cast<double>(with_number));
    return out;
}

std::vector<RepeatHit> RepeatFinder::find(const PastReport& report) const {
    std::vector<RepeatHit> hits;
    if (kinds_of(report.class_code) == 0) return hits;
    const Asked asked = this->asked(report);
    const auto keys = keys_of(asked, true);
    std::vector<Row> rows;
    const std::int64_t last = month_of(report.reported_at);
    for (auto month = months_.lower_bound(month_of(report.reported_at - window_));
         month != months_.end() && month->first <= last; ++month) {
        rows.clear();
        const RowPostings& postings = month->second.postings;
        for (const Key& key : keys) {
            if (key.is_word && postings.count(key.value) >= common_from) continue;
            postings.visit(key.value, list_max, [&](Row row) { rows.push_back(row); });
            if (rows.size() >= candidates_max) break;
        }
        std::sort(rows.begin(), rows.end());
        rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
        for (const Row row : rows) {
            const Report& other = month->second.reports[row];
            if (!other.is_live || other.at > asked.at || other.at < asked.at - window_) continue;
            if (id_of(month->second, other) == report.incident_id.value()) continue;
            if (auto hit = weighed(asked, month->second, row)) hits.push_back(std::move(*hit));
        }
    }
    std::sort(hits.begin(), hits.end(), [](const RepeatHit& a, const RepeatHit& b) {
        return a.bits != b.bits ? a.bits > b.bits : a.incident_id < b.incident_id;
    });
    if (hits.size() > hits_max) hits.resize(hits_max);
    return hits;
}

}  // namespace anlan::planning
