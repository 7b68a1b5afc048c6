// The same-event ribbon: while a report is being written, at most three incidents that it may be about.
//
// Every incident of the last day lies in columns: point, time, class, callback hashes, and a signature of 256
// bits in which each pair of neighbouring characters of its reports sets one. A question goes over the
// incidents in the cells around it (and those without a point; over all, where the question has no point) and
// keeps the most alike by signature. Those few are weighed exactly: how much rare wording is shared, how
// near, how recent, same class, same callback number. Rare is what few reports of the day contain, so that a
// shared shop name counts and "有人" does not.
//
// No text is kept, only hashed pairs of characters. The words shown as matching are cut from the question
// itself.
//
// Who asks may not see every incident. What he may not see is left out before anything is chosen, so that it
// takes no place from what he may see, and the answer is the same as if it did not exist. That is decided by
// area, once for each area of a question.
#pragma once
#include "base/instant.hpp"
#include "base/personal_text.hpp"
#include "base/strong.hpp"
#include "planning/geo_vector.hpp"
#include "terms/ids.hpp"

#include <boost/describe.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::planning {

struct SameEventEntry {
    IncidentId incident_id;
    std::optional<GeoPoint> point;
    std::string class_code;  // empty: not known yet
    Instant reported_at{};
    PersonalText text;
    std::optional<std::uint64_t> callback_hash;
};

struct SameEventQuestion {
    std::optional<GeoPoint> point;
    std::string class_code;
    Instant asked_at{};
    PersonalText text;
    std::optional<std::uint64_t> callback_hash;
};

// What speaks for it, each 0 to 1.
struct SameEventParts {
    double words = 0;     // share of the rarer wording that both have
    double place = 0;     // 1 at the same point
    double time = 0;      // 1 just now
    double kind = 0;      // 1 same class
    double callback = 0;  // 1 same number

    friend bool operator==(const SameEventParts&, const SameEventParts&) = default;
};
BOOST_DESCRIBE_STRUCT(SameEventParts, (), (words, place, time, kind, callback))

struct SameEventHit {
    IncidentId incident_id;
    std::optional<Metres> distance;
    Seconds age{};  // since the incident was first reported
    double likeness = 0;
    SameEventParts parts;
    std::vector<PersonalText> words;  // of the question, that the incident's reports have too; longest first
};
BOOST_DESCRIBE_STRUCT(SameEventHit, (), (incident_id, distance, age, likeness, parts, words))

// How readily several people call about one incident of a class: a fire, yes; a fraud, hardly ever. Added to
// the sum.
struct SameEventClass {
    std::string class_code;
    double offset = 0;

    friend bool operator==(const SameEventClass&, const SameEventClass&) = default;
};
BOOST_DESCRIBE_STRUCT(SameEventClass, (), (class_code, offset))

// Weights of a logistic sum; the rulebook may hold others. These were fitted on generated reports
// (same_event_test).
struct SameEventWeights {
    double base = -2.32;
    double words = 8.25;
    double names = -1.08;
    double far = -14.37;
    double no_point = -8.97;
    double recent = 2.47;
    double old = -4.34;
    double same_class = 0.43;
    double other_class = -1.74;
    double same_callback = 15.31;
    double place = -2.07;
    double place_and_recent = 1.06;
    double place_and_kind = 2.94;
    double all_three = 2.13;
    double names_unplaced = 10.23;
    double closed = -1.5;
    double least_likeness = 0.055;
    double least_share_of_best = 0.35;  // a hit far less likely than the first is no alternative to it
    std::vector<SameEventClass> classes;

    friend bool operator==(const SameEventWeights&, const SameEventWeights&) = default;
};
BOOST_DESCRIBE_STRUCT(SameEventWeights, (),
                      (base, words, names, far, no_point, recent, old, same_class, other_class, same_callback,
                       place, place_and_recent, place_and_kind, all_three, names_unplaced, closed,
                       least_likeness, least_share_of_best, classes))

// Incidents of one area are seen by the same people. Numbers are given out by whoever keeps the index, from 0
// on without gaps.
using AreaNumber = Strong<struct AreaNumberTag, std::uint32_t>;
using SeesArea = std::function<bool(AreaNumber)>;

class SameEventIndex {
public:
    static constexpr std::size_t hits_max = 3;

    explicit SameEventIndex(SameEventWeights weights = {}, Hours window = Hours{24});

    void add(const SameEventEntry& entry);
    // One more report of the same incident, or an addition to its text.
    void add_report(const IncidentId& incident_id, const PersonalText& text, Instant reported_at,
                    std::optional<std::uint64_t> callback_hash);
    void place(const IncidentId& incident_id, std::optional<GeoPoint> point);
    void classify(const IncidentId& incident_id, std::string class_code);
    void belong(const IncidentId& incident_id, AreaNumber area);  // before this: to area 0
    void close(const IncidentId& incident_id);
    void reopen(const IncidentId& incident_id);
    void remove(const IncidentId& incident_id);
    // Everything last reported before this instant.
    void forget_before(Instant instant);

    std::size_t size() const { return by_id_.size(); }
    std::vector<SameEventHit> ask(const SameEventQuestion& question, const SeesArea& sees) const;
    std::vector<SameEventHit> ask(const SameEventQuestion& question) const;  // by one who sees everything

    // The figures that `weights` are applied to, for whoever fits them.
    struct Features {
        double words = 0;     // ordinary wording in common, as a share of the lesser of both
        double names = 0;     // the rarest run of characters in common: a shop, a road
        double near = 0;      // 1 at the same point, 1/e at 200 m
        double far = 0;       // 1 at 2 km; 0 for the same caller, who may have moved on
        double no_point = 0;  // on one side or both
        double recent = 0;    // 1 now, 1/e after 15 minutes
        double old = 0;       // 1 after two hours, 3 after six
        double same_class = 0;
        double other_class = 0;
        double same_callback = 0;
        double place = 0;  // near or by name
        double place_and_recent = 0;
        double place_and_kind = 0;
        double all_three = 0;
        double names_unplaced = 0;  // names where a point is missing
        double closed = 0;
        double class_offset = 0;
    };
    std::vector<std::pair<IncidentId, Features>> features(const SameEventQuestion& question) const;

    bool knows(const IncidentId& incident_id) const { return by_id_.contains(incident_id); }
    std::size_t rows() const { return incidents_.size(); }  // in use, or to be used again

private:
    using Row = std::uint32_t;
    using Signature = std::array<std::uint64_t, 4>;
    struct Incident {
        IncidentId incident_id;
        GeoVector vector;
        Instant first_at{};
        Instant last_at{};
        std::uint32_t class_number = 0;
        AreaNumber area{};
        std::uint64_t cell = 0;
        bool has_point = false;
        bool is_closed = false;
        std::vector<std::uint64_t> pairs;  // sorted
        double ordinary_sum = 0;           // as it was when the last pair was added
        std::vector<std::uint64_t> callbacks;
    };
    // What the first pass reads, packed.
    struct Glance {
        Signature signature{};
        Instant last_at{};
        float x = 0, y = 0, z = 0;  // from a point in the city, so that a float is exact to a metre
        std::uint32_t class_number = 0;
        AreaNumber area{};
        bool is_live = false;
        bool has_point = false;
    };
    struct Glanced {
        float worth = 0;
        Row row = 0;
    };
    struct Asked;
    class Sight;
    struct Common {
        double ordinary = 0;
        double best_name = 0;
    };

    Asked asked(const SameEventQuestion& question) const;
    float worth(const Asked& asked, const Glance& glance) const;
    static void keep_best(std::vector<Glanced>& glanced, std::size_t count);
    std::vector<Row> shortlist(const Asked& asked, Sight& sight) const;
    Common common_of(const Asked& asked, const Incident& incident) const;
    Features features_of(const Asked& asked, const Incident& incident) const;
    double likeness(const Features& features) const;
    SameEventHit hit_of(const Asked& asked, const Incident& incident, const Features& features) const;
    double rarity(std::uint64_t pair) const;
    double ordinary_rarity() const;
    double greatest_rarity() const;
    std::uint32_t class_number(const std::string& code);
    void put_in_cell(Row row);
    void take_from_cell(Row row);
    void refresh(Row row);
    void add_pairs(Incident& incident, const PersonalText& text);
    Row* find(const IncidentId& incident_id);
    void remove_row(Row row);

    SameEventWeights weights_;
    Hours window_;
    GeoVector origin_;
    bool has_origin_ = false;
    std::vector<Incident> incidents_;
    std::vector<Glance> glances_;
    std::vector<Row> unused_;
    std::unordered_map<IncidentId, Row> by_id_;
    std::unordered_map<std::uint64_t, std::vector<Row>> cells_;
    std::vector<Row> unplaced_;
    std::unordered_map<std::uint64_t, std::vector<Row>> by_callback_;
    std::unordered_map<std::uint64_t, std::uint32_t> pair_counts_;  // incidents that contain it
    std::unordered_map<std::string, std::uint32_t> classes_;
    std::vector<double> class_offsets_;  // by class number
};

}  // namespace anlan::planning
