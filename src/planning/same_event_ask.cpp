#include "planning/same_event.hpp"

#include "planning/same_event_text.hpp"
#include "planning/text.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace anlan::planning {
namespace {

constexpr double search_metres = 2000;  // farther reports are compared by callback number only
constexpr std::size_t shortlist_max = 64;
constexpr float not_worth_it = -1;

bool sees_everything(AreaNumber) { return true; }

int bits_in(const std::array<std::uint64_t, 4>& signature) {
    int bits = 0;
    for (const std::uint64_t word : signature) bits += std::popcount(word);
    return bits;
}

}  // namespace

// The question made ready: its pairs with their rarity, its signature, its place.
struct SameEventIndex::Asked {
    FoldedText folded;
    std::u32string spoken;             // as written, for showing words
    std::vector<std::uint64_t> pairs;  // in the order of the text
    std::vector<char> is_first;        // not said before in this text
    std::vector<double> rarities;
    double ordinary = 0;  // rarity up to which a pair is no name
    double ordinary_sum = 0;
    Signature signature{};
    Signature name_signature{};  // of the rarer pairs only
    float per_bit = 0;
    float per_name_bit = 0;
    std::optional<GeoVector> vector;
    GeoPoint point;
    Instant at{};
    std::uint32_t class_number = 0;
    bool has_class = false;
    std::optional<std::uint64_t> callback;
    std::array<float, 3> local{};
};

// Which areas the asker sees, as far as the question came across them.
class SameEventIndex::Sight {
public:
    explicit Sight(const SeesArea& sees) : sees_(sees) {}

    bool covers(AreaNumber area) {
        if (area.value() >= known_.size()) known_.resize(area.value() + 1, Known::not_asked);
        Known& known = known_[area.value()];
        if (known == Known::not_asked) known = sees_(area) ? Known::seen : Known::hidden;
        return known == Known::seen;
    }

private:
    enum class Known : char { not_asked, seen, hidden };
    const SeesArea& sees_;
    std::vector<Known> known_;
};

SameEventIndex::Asked SameEventIndex::asked(const SameEventQuestion& question) const {
    Asked out;
    out.spoken = decoded(question.text.reveal());
    out.folded = folded_text(out.spoken);
    out.ordinary = ordinary_rarity();
    out.pairs = pairs_in_order(with_arabic_numbers(out.folded.text));
    for (std::size_t i = 0; i < out.pairs.size(); ++i) {
        const std::uint64_t pair = out.pairs[i];
        const auto here = out.pairs.begin() + static_cast<std::ptrdiff_t>(i);
        out.is_first.push_back(std::find(out.pairs.begin(), here, pair) == here);
        out.rarities.push_back(rarity(pair));
        if (out.is_first.back()) out.ordinary_sum += topic_rarity(out.ordinary, out.rarities.back());
        out.signature[pair >> 6 & 3] |= 1ULL << (pair & 63);
        if (out.rarities.back() > out.ordinary) out.name_signature[pair >> 6 & 3] |= 1ULL << (pair & 63);
    }
    out.per_bit = 1 / std::max(1.0F, static_cast<float>(bits_in(out.signature)));
    out.per_name_bit = 1 / std::max(1.0F, static_cast<float>(bits_in(out.name_signature)));
    if (question.point && is_valid(*question.point)) {
        out.point = *question.point;
        out.vector = to_vector(out.point);
        out.local = {static_cast<float>(out.vector->x - origin_.x),
                     static_cast<float>(out.vector->y - origin_.y),
                     static_cast<float>(out.vector->z - origin_.z)};
    }
    out.at = question.asked_at;
    out.has_class = !question.class_code.empty();
    const auto code = classes_.find(question.class_code);
    out.class_number = code == classes_.end() ? 0 : code->second;
    out.callback = question.callback_hash;
    return out;
}

// What the first pass thinks of one row: shared bits (those of names count more), nearness, recency, class.
float SameEventIndex::worth(const Asked& asked, const Glance& glance) const {
    constexpr float stale_minutes = 240;
    const auto minutes = static_cast<float>((asked.at - glance.last_at).count()) / 60'000;
    int name_bits = 0;
    for (std::size_t i = 0; i < glance.signature.size(); ++i)
        name_bits += std::popcount(glance.signature[i] & asked.name_signature[i]);
    const float names = static_cast<float>(name_bits) * asked.per_name_bit;
    if (minutes > stale_minutes && names < 0.4F) return not_worth_it;  // hours ago, and by no name the same
    int bits = 0;
    for (std::size_t i = 0; i < glance.signature.size(); ++i)
        bits += std::popcount(glance.signature[i] & asked.signature[i]);
    float worth = static_cast<float>(bits) * asked.per_bit + 2 * names;
    if (asked.vector && glance.has_point) {
        const float x = glance.x - asked.local[0];
        const float y = glance.y - asked.local[1];
        const float z = glance.z - asked.local[2];
        const float metres = std::sqrt(x * x + y * y + z * z);
        if (metres > static_cast<float>(search_metres)) return not_worth_it;
        worth += 1 - metres / static_cast<float>(search_metres);
    }
    worth += 2 / (1 + std::max(0.0F, minutes) / 30);
    return asked.class_number != 0 && glance.class_number == asked.class_number ? worth + 0.3F : worth;
}

// Keeps the best of what was glanced at; equal ones by row, so that the answer is always the same.
void SameEventIndex::keep_best(std::vector<Glanced>& glanced, std::size_t count) {
    if (glanced.size() <= count) return;
    std::nth_element(glanced.begin(), glanced.begin() + static_cast<std::ptrdiff_t>(count), glanced.end(),
                     [](const Glanced& a, const Glanced& b) {
                         return a.worth != b.worth ? a.worth > b.worth : a.row < b.row;
                     });
    glanced.resize(count);
}

// The rows worth weighing, of those that the asker sees: among those around the point and among those without
// a point, or among all.
std::vector<SameEventIndex::Row> SameEventIndex::shortlist(const Asked& asked, Sight& sight) const {
    std::vector<Glanced> placed;
    std::vector<Glanced> unplaced;
    const Instant oldest = asked.at - window_;
    const auto look = [&](Row row, std::vector<Glanced>& into) {
        const Glance& glance = glances_[row];
        if (!glance.is_live || glance.last_at < oldest) return;
        const float value = worth(asked, glance);
        if (value != not_worth_it && sight.covers(glance.area)) into.push_back({value, row});
    };
    if (asked.vector) {
        visit_cells_around(asked.point, search_metres, [&](std::uint64_t key) {
            const auto cell = cells_.find(key);
            if (cell == cells_.end()) return;
            for (const Row row : cell->second) look(row, placed);
        });
        for (const Row row : unplaced_) look(row, unplaced);
    } else {
        for (Row row = 0; row < glances_.size(); ++row) look(row, unplaced);
    }
    keep_best(placed, shortlist_max);
    keep_best(unplaced, asked.vector ? shortlist_max / 2 : shortlist_max);
    std::vector<Row> rows;
    for (const auto* list : {&placed, &unplaced})
        for (const Glanced& one : *list) rows.push_back(one.row);
    if (asked.callback) {
        const auto found = by_callback_.find(*asked.callback);
        if (found != by_callback_.end())
            for (const Row row : found->second)
                if (incidents_[row].last_at >= oldest && sight.covers(incidents_[row].area))
                    rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

// Rarity in common: of ordinary wording, and beyond that of the rarest run of neighbouring pairs.
SameEventIndex::Common SameEventIndex::common_of(const Asked& asked, const Incident& incident) const {
    Common out;
    double run = 0;
    for (std::size_t i = 0; i < asked.pairs.size(); ++i) {
        if (!std::binary_search(incident.pairs.begin(), incident.pairs.end(), asked.pairs[i])) {
            run = 0;
            continue;
        }
        if (asked.is_first[i]) out.ordinary += topic_rarity(asked.ordinary, asked.rarities[i]);
        run += std::max(0.0, asked.rarities[i] - asked.ordinary);
        out.best_name = std::max(out.best_name, run);
    }
    return out;
}

SameEventIndex::Features SameEventIndex::features_of(const Asked& asked, const Incident& incident) const {
    constexpr double near_metres = 200;
    constexpr double recent_seconds = 15 * 60;
    constexpr double old_seconds = 2 * 3600;
    const double name_rarity = 1.5 * (greatest_rarity() - asked.ordinary);  // a name of three characters
    Features out;
    const Common common = common_of(asked, incident);
    const double lesser = std::min(asked.ordinary_sum, incident.ordinary_sum);
    out.words = lesser > 0 ? std::min(1.0, common.ordinary / lesser) : 0;
    out.names = common.best_name > 0 ? std::min(1.0, common.best_name / name_rarity) : 0;
    if (asked.vector && incident.has_point) {
        const double metres = arc_of_chord_squared(chord_squared(*asked.vector, incident.vector)).value();
        out.near = std::exp(-metres / near_metres);
        out.far = std::min(1.0, metres / search_metres);
    } else {
        out.no_point = 1;
        out.names_unplaced = out.names;
    }
    const auto seconds = static_cast<double>(
        std::max<std::int64_t>(0, std::chrono::duration_cast<Seconds>(asked.at - incident.last_at).count()));
    out.recent = std::exp(-seconds / recent_seconds);
    out.old = std::min(3.0, seconds / old_seconds);
    if (asked.has_class && incident.class_number != 0)
        (asked.class_number == incident.class_number ? out.same_class : out.other_class) = 1;
    const auto& calls = incident.callbacks;
    if (asked.callback && std::find(calls.begin(), calls.end(), *asked.callback) != calls.end()) {
        out.same_callback = 1;
        out.far = 0;
    }
    out.place = 1 - (1 - out.near) * (1 - out.names);
    const double kind = std::max(out.same_class, out.words);
    out.place_and_recent = out.place * out.recent;
    out.place_and_kind = out.place * kind;
    out.all_three = out.place * kind * out.recent;
    out.closed = incident.is_closed ? 1 : 0;
    const std::uint32_t known = incident.class_number != 0 ? incident.class_number : asked.class_number;
    out.class_offset = class_offsets_[known];
    return out;
}

double SameEventIndex::likeness(const Features& f) const {
    const SameEventWeights& w = weights_;
    const double sum =
        w.base + w.words * f.words + w.names * f.names + w.far * f.far + w.no_point * f.no_point +
        w.recent * f.recent + w.old * f.old + w.same_class * f.same_class + w.other_class * f.other_class +
        w.same_callback * f.same_callback + w.place * f.place + w.place_and_recent * f.place_and_recent +
        w.place_and_kind * f.place_and_kind + w.all_three * f.all_three +
        w.names_unplaced * f.names_unplaced + w.closed * f.closed + f.class_offset;
    return 1 / (1 + std::exp(-sum));
}

SameEventHit SameEventIndex::hit_of(const Asked& asked, const Incident& incident,
                                    const Features& features) const {
    SameEventHit hit;
    hit.incident_id = incident.incident_id;
    if (asked.vector && incident.has_point)
        hit.distance = arc_of_chord_squared(chord_squared(*asked.vector, incident.vector));
    hit.age = std::chrono::duration_cast<Seconds>(asked.at - incident.first_at);
    hit.likeness = likeness(features);
    hit.parts = {features.words, features.near, features.recent, features.same_class, features.same_callback};
    for (std::u32string& word : shared_words(asked.spoken, asked.folded, incident.pairs))
        hit.words.emplace_back(encoded(word));
    return hit;
}

std::vector<SameEventHit> SameEventIndex::ask(const SameEventQuestion& question) const {
    return ask(question, sees_everything);
}

std::vector<SameEventHit> SameEventIndex::ask(const SameEventQuestion& question, const SeesArea& sees) const {
    const Asked asked = this->asked(question);
    Sight sight(sees);
    struct Weighed {
        double likeness = 0;
        Row row = 0;
        Features features;
    };
    std::vector<Weighed> weighed;
    for (const Row row : shortlist(asked, sight)) {
        const Features features = features_of(asked, incidents_[row]);
        const double value = likeness(features);
        if (value >= weights_.least_likeness) weighed.push_back({value, row, features});
    }
    std::sort(weighed.begin(), weighed.end(), [&](const Weighed& a, const Weighed& b) {
        if (a.likeness != b.likeness) return a.likeness > b.likeness;
        return incidents_[a.row].incident_id < incidents_[b.row].incident_id;
    });
    if (weighed.size() > hits_max) weighed.resize(hits_max);
    while (weighed.size() > 1 &&
           weighed.back().likeness < weights_.least_share_of_best * weighed.front().likeness)
        weighed.pop_back();
    std::vector<SameEventHit> hits;
    for (const Weighed& one : weighed) hits.push_back(hit_of(asked, incidents_[one.row], one.features));
    return hits;
}

std::vector<std::pair<IncidentId, SameEventIndex::Features>> SameEventIndex::features(
    const SameEventQuestion& question) const {
    const Asked asked = this->asked(question);
    const SeesArea sees = sees_everything;
    Sight sight(sees);
    std::vector<std::pair<IncidentId, Features>> out;
    for (const Row row : shortlist(asked, sight))
        out.emplace_back(incidents_[row].incident_id, features_of(asked, incidents_[row]));
    return out;
}

}  // namespace anlan::planning
