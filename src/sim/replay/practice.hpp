// Which of the free units a control room would send next, from nothing but what was known at that moment:
// where each unit was last seen and how long ago, where it lives, and whom the room sent to such calls so
// far. A log tells neither positions between calls nor who is on duty, so both are read off the dispatches
// themselves.
//
// The order is a conditional logit (one weight for each feature, one set for each capability, because
// nearness decides for an engine and hardly for an ambulance that is always on the road). It learns one step
// from each dispatch, after it was asked about it: no record is ever used before its time.
#pragma once
#include "base/instant.hpp"
#include "terms/geo_point.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

// What is asked for, as it is known when the call is dispatched.
struct Ask {
    std::string capability;
    std::string type;
    std::string district;
    std::string station;
    int urgency = 0;  // of the priority
    GeoPoint point;
    Instant at;
};

class DispatchPractice {
public:
    // The unit's home: a station whose area's centre is learned from the calls in it; empty where it has
    // none.
    void know_unit(const std::string& unit, const std::string& capability, const std::string& home_station);
    // Station areas are learned from the calls received in them.
    void know_call(const std::string& station, GeoPoint point);

    struct Option {
        std::string unit;
        GeoPoint last_point;
        double score = 0;
    };
    // Every free unit of the capability, best first.
    std::vector<Option> propose(const Ask& ask) const;
    // The unit really sent: it is busy from now on, and the next proposals are a little more like this
    // choice.
    void learn(const Ask& ask, const std::string& unit);
    void cleared(const std::string& unit, Instant at);
    void went_to_hospital(const std::string& unit);  // so it is no longer where the call was

private:
    static constexpr std::size_t features = 24;
    using Features = std::array<double, features>;

    struct Seen {
        std::string unit;
        std::string home_station;
        GeoPoint last_point;
        Instant idle_since{};
        Instant shift_since{};
        double latitude_sum = 0, longitude_sum = 0;
        int dispatches = 0;
        bool placed = false;  // last_point means something
        bool busy = false;
        bool away = false;  // last seen at a hospital
        std::array<int, 24> by_hour{};
        std::vector<Instant> recent;
    };
    struct Weights {
        Features weight{};
        Features gradient{};
    };
    struct Centre {
        double latitude_sum = 0, longitude_sum = 0;
        int calls = 0;
    };
    using Counts = std::unordered_map<std::string, int>;

    std::vector<const Seen*> free_units(const std::string& capability) const;
    Features features_of(const Seen& unit, const Ask& ask) const;
    GeoPoint home_of(const Seen& unit) const;
    int sent_before(std::string_view situation, const std::string& unit) const;
    static std::array<std::string, 6> situations(const Ask& ask);
    const Weights& weights(const std::string& capability) const;
    void adjust(const Ask& ask, const std::string& unit);

    std::map<std::string, std::vector<std::string>> by_capability_;
    std::unordered_map<std::string, Seen> units_;
    std::unordered_map<std::string, Centre> stations_;
    std::unordered_map<std::string, Counts> sent_;  // situation → unit → how often
    std::map<std::string, Weights> weights_;
    Weights first_weights_ = starting_weights();

    static Weights starting_weights();
};

}  // namespace anlan::sim
