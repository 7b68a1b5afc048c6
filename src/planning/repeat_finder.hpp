// Repeats: a new report comes in, and among the reports of a year those are found that are about the same
// matter, each with its reasons and the bits they weigh (terms/repeat_evidence.hpp).
//
// Reports lie in months, so that what is past the window goes a month at a time. A question first takes
// candidates by what few others share: the callback number, the cell of 100 m together with the kind of
// dispute, a full name or nickname, a surname or a door in the neighbourhood, the rarest wording. Each of
// these is one list of row numbers. Candidates are then weighed exactly.
//
// It knows reports and no persons: there is no question but this one, it is asked with a report and answered
// with reports. Kept of a number, a name or a word is a digest under a key that lives with the index and is
// written nowhere; what is shown as matching is cut from the report that is asked about.
#pragma once
#include "base/instant.hpp"
#include "planning/geo_vector.hpp"
#include "planning/repeat_text.hpp"
#include "planning/row_postings.hpp"
#include "terms/ids.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::planning {

struct PastReport {
    IncidentId incident_id;
    std::optional<GeoPoint> point;
    std::string class_code;
    Instant reported_at{};
    PersonalText text;
    PersonalText place;     // as the caller said it, and the register's name of it
    PersonalText callback;  // compared, never kept
};

struct RepeatHit {
    IncidentId incident_id;
    Instant reported_at{};
    double bits = 0;
    std::vector<Evidence> evidence;  // the weightiest first
};

class RepeatFinder {
public:
    static constexpr std::size_t hits_max = 20;

    // `window`: how far back reports are compared.
    RepeatFinder(RepeatRules rules, DigestKey key, Hours window);

    // Said twice: the later replaces the earlier. Reports come roughly in order of time.
    void add(const PastReport& report);
    void remove(const IncidentId& incident_id);
    void forget_before(Instant instant);  // whole months only, so that a little more is kept

    // The likeliest first, of those reported before it and within the window; itself is left out.
    std::vector<RepeatHit> find(const PastReport& report) const;
    // Whether a report of this class is looked at: it belongs to a kind of dispute.
    bool is_watched(const std::string& class_code) const { return kinds_of(class_code) != 0; }

    std::size_t size() const { return where_.size(); }
    std::size_t bytes() const;

private:
    using Row = RowPostings::Row;
    struct Report {
        GeoVector vector;
        Instant at{};
        std::uint64_t number = 0;
        std::uint32_t kinds = 0;   // a bit for each kind of dispute
        std::uint32_t id = 0;      // where its id begins
        std::uint32_t tokens = 0;  // where its digests begin: words, names, words of the place; each sorted
        float place_sum = 0;
        float word_sum = 0;  // of the words' rarity, as it was when the report came
        std::uint16_t id_size = 0;
        std::uint16_t word_count = 0;
        std::uint16_t class_number = 0;
        std::uint8_t name_count = 0;
        std::uint8_t place_count = 0;
        std::uint8_t door_count = 0;
        bool has_point = false;
        bool is_live = false;
        std::array<Door, 2> doors{};
    };
    struct Month {
        std::vector<Report> reports;
        std::vector<std::uint32_t> tokens;
        std::string ids;                         // one after the other
        std::vector<std::uint32_t> word_counts;  // sketch of how many reports have a word
        RowPostings postings;
    };
    struct Where {
        std::int64_t month = 0;
        Row row = 0;
    };
    struct Read {  // a report made comparable
        RepeatText text;
        Report report;
        std::vector<std::uint32_t> words;  // sorted, each once
        std::vector<NameDigest> names;     // surnames of full names too
        std::vector<std::uint32_t> place;
    };
    struct Key {
        std::uint64_t value = 0;
        bool is_word = false;  // leads nowhere where many have it
    };
    struct Asked;
    // A sum, and what it is made of where somebody wants to know.
    struct Weighing {
        double bits = 0;
        std::vector<Evidence>* kept = nullptr;

        void say(Evidence evidence) {
            bits += evidence.bits;
            if (kept != nullptr) kept->push_back(std::move(evidence));
        }
        std::vector<PersonalText> cut(const Asked& asked, Stretch where) const;
    };

    static std::string_view id_of(const Month& month, const Report& report);
    std::uint64_t digest_of(std::string_view incident_id) const;
    void remove(std::uint64_t id_digest);

    Read read(const PastReport& report) const;
    std::uint32_t kinds_of(const std::string& class_code) const;
    std::vector<Key> keys_of(const Read& read, bool asking) const;
    std::vector<std::uint32_t> rarest(const std::vector<std::uint32_t>& words, std::size_t most,
                                      bool seen_only) const;
    double rarity(std::uint32_t word) const;
    double rarity_of_name(NameDigest name) const;
    Asked asked(const PastReport& report) const;
    void weigh_place(const Asked& asked, const Month& month, const Report& other, Weighing& into) const;
    void weigh_names(const Asked& asked, const Month& month, const Report& other, Weighing& into) const;
    void weigh_words(const Asked& asked, const Month& month, const Report& other, Weighing& into) const;
    double shared_place(const Asked& asked, const Month& month, const Report& other) const;
    void weigh_rest(const Asked& asked, const Report& other, Weighing& into) const;
    std::optional<RepeatHit> weighed(const Asked& asked, const Month& month, Row row) const;

    RepeatRules rules_;
    DigestKey key_;
    Hours window_;
    RepeatReader reader_;
    std::map<std::int64_t, Month> months_;
    std::unordered_map<std::uint64_t, Where> where_;  // by a digest of the id
    std::unordered_map<std::string, std::uint32_t> kinds_;
    std::unordered_map<std::string, std::uint16_t> class_numbers_;
    std::vector<std::uint32_t> word_counts_;  // the sum of the months'
    std::unordered_map<NameDigest, std::uint32_t> name_counts_;
};

}  // namespace anlan::planning
