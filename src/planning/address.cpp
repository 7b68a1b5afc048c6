#include "planning/address.hpp"

#include "planning/address_said.hpp"
#include "planning/address_weighing.hpp"
#include "planning/geo_vector.hpp"
#include "planning/text.hpp"

#include <algorithm>
#include <set>

namespace anlan::planning {
namespace {

constexpr double resolved_least = 0.55;
constexpr double asked_least = 0.3;
constexpr double clear_lead = 0.12;
constexpr Metres same_spot{150};

bool is_rival(const AddressCandidate& best, const AddressCandidate& other) {
    if (other.place_id == best.place_id && other.point == best.point) return false;
    return best.district != other.district || distance(best.point, other.point) > same_spot;
}

// The text says something that sets this candidate apart from others of the same name: its district, street
// or community, the road it lies on, a place beside it. A house number does not: another road may have it
// too, and not every number is in the register.
bool is_told_apart(const AddressCandidate& candidate) {
    const bool is_by_road =
        candidate.precision == AddressPrecision::number || candidate.precision == AddressPrecision::road;
    return std::any_of(candidate.matched.begin() + 1, candidate.matched.end(), [&](const AddressNote& note) {
        return note.part != AddressPart::road_number && !(is_by_road && note.part == AddressPart::road);
    });
}

// The text names a district, street or road that is not the candidate's: one of the two was misheard, so it
// is asked.
bool is_contradicted(const AddressCandidate& candidate) {
    return std::any_of(candidate.unmatched.begin(), candidate.unmatched.end(), [](const AddressNote& note) {
        return note.part == AddressPart::district || note.part == AddressPart::town ||
               note.part == AddressPart::road;
    });
}

std::string value_of(const AddressCandidate& candidate, const PlaceEntry* entry, Distinction by) {
    if (by == Distinction::district) return candidate.district;
    if (by == Distinction::town) return candidate.town;
    return by == Distinction::road && entry != nullptr ? entry->road : candidate.label;
}

// The coarsest thing in which the candidates differ.
Distinction distinction_of(const std::vector<WeighedEntry>& asked) {
    for (const Distinction by : {Distinction::district, Distinction::town, Distinction::road}) {
        std::set<std::string> values;
        for (const WeighedEntry& one : asked) values.insert(value_of(one.candidate, one.entry, by));
        if (values.size() > 1) return by;
    }
    return Distinction::name;
}

void put_choices(AddressAnswer& answer, std::vector<WeighedEntry> asked,
                 const std::optional<GeoPoint>& hint) {
    if (hint && is_valid(*hint))
        std::sort(asked.begin(), asked.end(), [&](const WeighedEntry& a, const WeighedEntry& b) {
            const Metres x = distance(*hint, a.candidate.point);
            const Metres y = distance(*hint, b.candidate.point);
            return x != y ? x < y : a.candidate.place_id < b.candidate.place_id;
        });
    if (asked.size() > address_choices_max) asked.resize(address_choices_max);
    answer.distinguished_by = distinction_of(asked);
    for (WeighedEntry& one : asked) {
        const std::string value = value_of(one.candidate, one.entry, answer.distinguished_by);
        auto choice = std::find_if(answer.choices.begin(), answer.choices.end(),
                                   [&](const AddressChoice& c) { return c.value == value; });
        if (choice == answer.choices.end()) choice = answer.choices.insert(choice, {value, {}});
        choice->candidates.push_back(std::move(one.candidate));
    }
}

// Who else must be offered beside the best: whoever is nearly as likely, and, where the text does not tell
// the best apart, whoever has its name in another district.
std::vector<WeighedEntry> rivals_of(const std::vector<WeighedEntry>& weighed) {
    const WeighedEntry& best = weighed.front();
    std::vector<WeighedEntry> out{best};
    for (const WeighedEntry& other : weighed) {
        if (!is_rival(best.candidate, other.candidate)) continue;
        const bool is_near = other.candidate.likeness >= best.candidate.likeness - clear_lead;
        const bool is_namesake =
            other.own_name == best.own_name && other.candidate.district != best.candidate.district;
        if (is_near || (is_namesake && !is_told_apart(best.candidate))) out.push_back(other);
    }
    return out;
}

// Once something is asked, a few less likely places cost nothing and may be the one.
void add_further(const std::vector<WeighedEntry>& weighed, std::vector<WeighedEntry>& asked) {
    constexpr std::size_t offered = 5;
    constexpr double further_lead = 0.25;
    const double least = std::max(asked_least, weighed.front().candidate.likeness - further_lead);
    for (const WeighedEntry& one : weighed) {
        if (asked.size() >= offered || one.candidate.likeness < least) return;
        const bool is_known = std::any_of(asked.begin(), asked.end(), [&](const WeighedEntry& other) {
            return !is_rival(other.candidate, one.candidate);
        });
        if (!is_known) asked.push_back(one);
    }
}

}  // namespace

AddressAnswer resolve_address(const Gazetteer& gazetteer, const AddressQuestion& question) {
    Said said = said_in(gazetteer, question.text);
    AddressAnswer answer;
    answer.relation = said.relation;
    std::vector<WeighedEntry> weighed = weighed_entries(gazetteer, said);
    answer.details = std::move(said.details);
    answer.phones = std::move(said.phones);
    if (weighed.empty() || weighed.front().candidate.likeness < asked_least) return answer;
    std::vector<WeighedEntry> rivals = rivals_of(weighed);
    const AddressCandidate& best = weighed.front().candidate;
    if (rivals.size() > 1 || best.likeness < resolved_least || is_contradicted(best)) {
        answer.verdict = AddressVerdict::ask;
        add_further(weighed, rivals);
        put_choices(answer, std::move(rivals), question.hint);
        return answer;
    }
    answer.verdict = AddressVerdict::resolved;
    answer.place = std::move(weighed.front().candidate);
    answer.point = moved(answer.place->point, Metres{answer.relation.north}, Metres{answer.relation.east});
    return answer;
}

}  // namespace anlan::planning
