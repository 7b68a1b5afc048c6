// An area: a city, a district, a station's area or a beat, with its outline. It names the areas it lies in,
// and itself as the last of them, so that a record in it can be given its jurisdiction without a look-up.
#pragma once
#include "domain/area/events.hpp"
#include "kernel/decider.hpp"

namespace anlan::area {

inline constexpr std::size_t name_length_max = 200;
inline constexpr std::size_t reason_length_max = 1000;
inline constexpr std::size_t rings_max = 200;
inline constexpr std::size_t points_max = 20'000;  // of an outline, all rings together
static_assert(rings_max * 3 < points_max, "an outline of the most rings still has room for their points");

struct RegisterArea {
    static constexpr std::string_view name = "area.register";
    AreaLevel level{};
    std::string area_name;
    std::string code;
    Jurisdiction where;
    std::optional<GeoPoint> centre;
    std::vector<Ring> outline;
    bool generated = false;
    std::optional<std::string> source;
};
BOOST_DESCRIBE_STRUCT(RegisterArea, (), (level, area_name, code, where, centre, outline, generated, source))

// Members that are left out stay as they are.
struct CorrectArea {
    static constexpr std::string_view name = "area.correct";
    std::optional<std::string> area_name;
    std::optional<GeoPoint> centre;
    std::optional<std::vector<Ring>> outline;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(CorrectArea, (), (area_name, centre, outline, reason))

struct Area {
    using Command = std::variant<RegisterArea, CorrectArea>;
    using Event = area::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        bool registered = false;
        AreaLevel level{};
        std::string area_name;
        std::string code;
        Jurisdiction where;
        std::optional<GeoPoint> centre;
        std::vector<Ring> outline;
        bool generated = false;
        std::string source;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Area::State, (),
                      (registered, level, area_name, code, where, centre, outline, generated, source))

static_assert(kernel::Decider<Area>);

// The area's own id, and that of the area it lies in (empty for a city).
AreaId own_id(const Area::State& state);
AreaId parent_of(AreaLevel level, const Jurisdiction& where);
std::string_view name_of(AreaLevel level);

// Whether a point lies inside an outline (even-odd rule, on the plane of degrees).
bool is_inside(GeoPoint point, const std::vector<Ring>& outline);

}  // namespace anlan::area
