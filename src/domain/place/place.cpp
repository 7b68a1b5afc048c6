#include "domain/place/place.hpp"

#include "domain/place/rules.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace anlan::place {
namespace {

using kernel::Because;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Place::State;
using Events = Place::Events;
using Decision = Place::Decision;

std::optional<Refusal> check_aliases(const std::vector<std::string>& aliases) {
    if (aliases.size() > aliases_max)
        return invalid("place.too_many_aliases", "A place has at most 64 other names.", ".aliases");
    for (const std::string& alias : aliases)
        if (alias.empty() || alias.size() > text_length_max)
            return invalid("place.alias_invalid", "Another name has 1 to 300 bytes.", ".aliases");
    return std::nullopt;
}

// What a place must be after a command, whichever command makes it so.
std::optional<Refusal> check(const State& place, const kernel::Rulebook& rulebook) {
    if (place.place_name.empty() && place.address.empty())
        return invalid("place.nameless", "A place has a name or an address.", ".place_name");
    if (place.place_name.size() > text_length_max || place.address.size() > text_length_max ||
        place.road.size() > text_length_max || place.house_number.size() > text_length_max)
        return invalid("place.text_too_long", "Names and addresses have at most 300 bytes.", ".address");
    if (!knows_kind(rulebook.section<Rules>(), place.kind))
        return invalid("place.kind_unknown", "The kind must be a code of the rulebook's places.", ".kind");
    if (place.point && !is_valid(*place.point))
        return invalid("place.point_invalid", "The point is not on the earth.", ".point");
    if (place.where.city.value().empty())
        return invalid("place.city_missing", "A place belongs to a city at least.", ".where.city");
    return check_aliases(place.aliases);
}

std::optional<Refusal> check_reason(const std::string& reason) {
    if (!reason.empty() && reason.size() <= reason_length_max) return std::nullopt;
    return invalid("place.reason_required", "Say why, in at most 1000 bytes.", ".reason");
}

std::optional<Refusal> check_in_use(const State& state) {
    if (!state.registered)
        return Refusal{"place.unknown", "There is no such place.", Because::unknown, Remedy::fix_input, {}};
    if (state.retired)
        return Refusal{
            "place.is_retired", "This place is no longer in use.", Because::conflict, Remedy::none, {}};
    return std::nullopt;
}

template <class T>
void keep_if_new(std::optional<T>& stated, const T& known) {
    if (stated && *stated == known) stated.reset();
}

// The correction without what is already so.
PlaceCorrected what_changes(const State& state, const CorrectPlace& c, Instant at) {
    PlaceCorrected change{c.place_name,   c.aliases, c.kind,  c.address, c.road,
                          c.house_number, c.where,   c.point, c.reason,  at};
    keep_if_new(change.place_name, state.place_name);
    keep_if_new(change.aliases, state.aliases);
    keep_if_new(change.kind, state.kind);
    keep_if_new(change.address, state.address);
    keep_if_new(change.road, state.road);
    keep_if_new(change.house_number, state.house_number);
    keep_if_new(change.where, state.where);
    if (change.point == state.point) change.point.reset();
    return change;
}

bool says_nothing(const PlaceCorrected& e) {
    return !e.place_name && !e.aliases && !e.kind && !e.address && !e.road && !e.house_number && !e.where &&
           !e.point;
}

bool is_same(const State& state, const RegisterPlace& c) {
    return state.place_name == c.place_name && state.kind == c.kind &&
           state.address == c.address.value_or("") && state.where == c.where && state.point == c.point;
}

struct Fold {
    State& state;

    void operator()(const PlaceRegistered& e) const {
        state.registered = true;
        state.place_name = e.place_name;
        state.aliases = e.aliases;
        state.kind = e.kind;
        state.address = e.address;
        state.road = e.road;
        state.house_number = e.house_number;
        state.where = e.where;
        state.point = e.point;
        state.generated = e.generated;
        state.source = e.source;
    }
    void operator()(const PlaceAliasAdded& e) const { state.aliases.push_back(e.alias); }
    void operator()(const PlaceCorrected& e) const {
        if (e.place_name) state.place_name = *e.place_name;
        if (e.aliases) state.aliases = *e.aliases;
        if (e.kind) state.kind = *e.kind;
        if (e.address) state.address = *e.address;
        if (e.road) state.road = *e.road;
        if (e.house_number) state.house_number = *e.house_number;
        if (e.where) state.where = *e.where;
        if (e.point) state.point = e.point;
    }
    void operator()(const PlaceRetired& e) const {
        state.retired = true;
        state.replaced_by = e.replaced_by;
    }
};

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const RegisterPlace& c) const {
        if (state.registered && is_same(state, c)) return Events{};
        if (state.registered)
            return Unexpected{Refusal{"place.already_registered",
                                      "This place is registered with other particulars.",
                                      Because::conflict,
                                      Remedy::reload,
                                      {}}};
        PlaceRegistered event{c.place_name,
                              c.aliases,
                              c.kind,
                              c.address.value_or(""),
                              c.road.value_or(""),
                              c.house_number.value_or(""),
                              c.where,
                              c.point,
                              c.generated,
                              c.source.value_or(""),
                              now.at};
        return checked(std::move(event));
    }
    Decision operator()(const AddAlias& c) const {
        if (auto wrong = check_in_use(state)) return Unexpected{*wrong};
        if (std::find(state.aliases.begin(), state.aliases.end(), c.alias) != state.aliases.end())
            return Events{};
        if (c.alias == state.place_name) return Events{};
        return checked(PlaceAliasAdded{c.alias, now.at});
    }
    Decision operator()(const CorrectPlace& c) const {
        if (auto wrong = check_in_use(state)) return Unexpected{*wrong};
        if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
        PlaceCorrected change = what_changes(state, c, now.at);
        if (says_nothing(change)) return Events{};
        return checked(std::move(change));
    }
    Decision operator()(const RetirePlace& c) const {
        if (!state.registered || !state.retired) {
            if (auto wrong = check_in_use(state)) return Unexpected{*wrong};
        }
        if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
        if (state.retired) return Events{};
        return Events{PlaceRetired{c.reason, c.replaced_by, now.at}};
    }

private:
    // The event, if the place is a sound one with it.
    Decision checked(Event event) const {
        if (auto wrong = check(Place::evolve(state, event), now.rules)) return Unexpected{*wrong};
        return Events{std::move(event)};
    }
};

}  // namespace

Place::Decision Place::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

Place::State Place::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Place::obligations(const State&) { return kernel::nothing_owed; }

bool knows_kind(const Rules& rules, const std::string& code) {
    return std::any_of(rules.kinds.begin(), rules.kinds.end(),
                       [&](const PlaceKind& kind) { return kind.code == code; });
}

std::optional<kernel::RuleFault> validate(const Rules& rules) {
    if (rules.kinds.empty()) return kernel::RuleFault{".kinds", "at least one kind of place"};
    std::set<std::string> seen;
    for (std::size_t i = 0; i < rules.kinds.size(); ++i) {
        const PlaceKind& kind = rules.kinds[i];
        const std::string path = ".kinds[" + std::to_string(i) + "]";
        if (kind.code.empty() || kind.zh.empty() || kind.en.empty())
            return kernel::RuleFault{path, "a code, and words for people in zh and en"};
        if (!seen.insert(kind.code).second)
            return kernel::RuleFault{path + ".code", "a code not used before"};
    }
    return std::nullopt;
}

}  // namespace anlan::place
