// A place of the register: one address with its name, its other names, its point and the beat it lies in. A
// place that is gone is retired, never removed: incidents of other days still name it.
#pragma once
#include "domain/place/events.hpp"
#include "kernel/decider.hpp"

namespace anlan::place {

inline constexpr std::size_t text_length_max = 300;  // bytes of a name, an alias, an address
inline constexpr std::size_t reason_length_max = 1000;
inline constexpr std::size_t aliases_max = 64;
static_assert(text_length_max < reason_length_max, "a reason may quote a whole address");

struct RegisterPlace {
    static constexpr std::string_view name = "place.register";
    std::string place_name;
    std::vector<std::string> aliases;
    std::string kind;
    std::optional<std::string> address;
    std::optional<std::string> road;
    std::optional<std::string> house_number;
    Jurisdiction where;
    std::optional<GeoPoint> point;
    bool generated = false;
    std::optional<std::string> source;
};
BOOST_DESCRIBE_STRUCT(RegisterPlace, (),
                      (place_name, aliases, kind, address, road, house_number, where, point, generated,
                       source))

struct AddAlias {
    static constexpr std::string_view name = "place.add_alias";
    std::string alias;
};
BOOST_DESCRIBE_STRUCT(AddAlias, (), (alias))

// Members that are left out stay as they are.
struct CorrectPlace {
    static constexpr std::string_view name = "place.correct";
    std::optional<std::string> place_name;
    std::optional<std::vector<std::string>> aliases;
    std::optional<std::string> kind;
    std::optional<std::string> address;
    std::optional<std::string> road;
    std::optional<std::string> house_number;
    std::optional<Jurisdiction> where;
    std::optional<GeoPoint> point;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(CorrectPlace, (),
                      (place_name, aliases, kind, address, road, house_number, where, point, reason))

struct RetirePlace {
    static constexpr std::string_view name = "place.retire";
    std::string reason;
    std::optional<PlaceId> replaced_by;
};
BOOST_DESCRIBE_STRUCT(RetirePlace, (), (reason, replaced_by))

struct Place {
    using Command = std::variant<RegisterPlace, AddAlias, CorrectPlace, RetirePlace>;
    using Event = place::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        bool registered = false;
        bool retired = false;
        std::optional<PlaceId> replaced_by;
        std::string place_name;
        std::vector<std::string> aliases;
        std::string kind;
        std::string address;
        std::string road;
        std::string house_number;
        Jurisdiction where;
        std::optional<GeoPoint> point;
        bool generated = false;
        std::string source;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Place::State, (),
                      (registered, retired, replaced_by, place_name, aliases, kind, address, road,
                       house_number, where, point, generated, source))

static_assert(kernel::Decider<Place>);

}  // namespace anlan::place
