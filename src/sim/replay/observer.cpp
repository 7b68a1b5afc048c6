#include "sim/replay/observer.hpp"

#include "domain/incident/events.hpp"
#include "domain/unit/events.hpp"

#include <utility>

namespace anlan::sim {
namespace {

constexpr std::size_t index_of(Stamp stamp) { return static_cast<std::size_t>(stamp); }

// Another deadline took the place of the old one, or none did: neither met nor missed.
bool changes_what_is_owed(const kernel::AnyEvent& event) {
    return event.as<incident::PriorityChanged>() != nullptr ||
           event.as<incident::IncidentReclassified>() != nullptr ||
           event.as<incident::LocationCorrected>() != nullptr;
}

}  // namespace

void ReplayObserver::apply(std::span<const kernel::Committed> committed) {
    for (std::size_t i = 0; i < committed.size(); ++i) {
        ++events_;
        note_stamps(committed[i]);
        // The state is the one after the whole command, so its last event is the one to ask.
        const bool last = i + 1 == committed.size() ||
                          committed[i + 1].envelope.stream != committed[i].envelope.stream ||
                          committed[i + 1].envelope.command_id != committed[i].envelope.command_id;
        if (const auto* missed = committed[i].event.as<kernel::DeadlineMissed>()) {
            auto& owed = owed_[committed[i].envelope.stream];
            const auto found = owed.find({committed[i].module->name + '.' + missed->kind, missed->key});
            if (found != owed.end()) found->second.missed = true;
        }
        if (last) note_obligations(committed[i]);
    }
}

void ReplayObserver::note_stamp(const std::string& assignment, Stamp stamp, Instant at) {
    by_assignment_[assignment].at[index_of(stamp)] = at;
}

void ReplayObserver::note_stamps(const kernel::Committed& committed) {
    const auto& event = committed.event;
    if (const auto* opened = event.as<incident::IncidentOpened>()) {
        by_incident_[committed.envelope.stream] = {opened->received_at, opened->opened_at};
    } else if (const auto* assigned = event.as<unit::UnitAssigned>()) {
        by_assignment_[assigned->assignment_id].incident = assigned->incident_id.value();
        note_stamp(assigned->assignment_id, Stamp::dispatch, assigned->assigned_at);
    } else if (const auto* departed = event.as<unit::UnitEnRoute>()) {
        note_stamp(departed->assignment_id, Stamp::en_route, departed->en_route_at);
    } else if (const auto* arrived = event.as<unit::UnitArrived>()) {
        note_stamp(arrived->assignment_id, Stamp::on_scene, arrived->arrived_at);
    } else if (const auto* cleared = event.as<unit::UnitCleared>()) {
        note_stamp(cleared->assignment_id, Stamp::clear, cleared->cleared_at);
    }
}

void ReplayObserver::note_obligations(const kernel::Committed& committed) {
    const auto& open = committed.module->obligations(committed.state);
    const auto known = owed_.find(committed.envelope.stream);
    if (open.empty() && known == owed_.end()) return;
    OwedBy before = known == owed_.end() ? OwedBy{} : std::move(known->second);
    OwedBy after;
    for (const auto& obligation : open)
        after.emplace(std::pair{committed.module->name + '.' + obligation.kind, obligation.key},
                      Owed{obligation.since, obligation.missed});
    for (const auto& [name, owed] : before) {
        const auto still = after.find(name);
        if (still != after.end() && still->second.since == owed.since) continue;
        auto& tally = tallies_[name.first];
        if (owed.missed)
            ++tally.missed;
        else if (changes_what_is_owed(committed.event))
            ++tally.lapsed;
        else
            ++tally.met;
    }
    if (after.empty())
        owed_.erase(committed.envelope.stream);
    else
        owed_[committed.envelope.stream] = std::move(after);
}

void ReplayObserver::overrule(const std::string& assignment, Stamp stamp, std::optional<Instant> logged) {
    overruled_[assignment].push_back({stamp, logged});
}

std::vector<ReplayObserver::Response> ReplayObserver::responses() const {
    std::vector<Response> all;
    all.reserve(by_assignment_.size());
    for (const auto& [assignment, seen] : by_assignment_) {
        Response response = seen;
        if (const auto incident = by_incident_.find(seen.incident); incident != by_incident_.end()) {
            response.at[index_of(Stamp::received)] = incident->second[0];
            response.at[index_of(Stamp::entry)] = incident->second[1];
        }
        if (const auto found = overruled_.find(assignment); found != overruled_.end())
            for (const auto& [stamp, logged] : found->second) response.at[index_of(stamp)] = logged;
        all.push_back(std::move(response));
    }
    return all;
}

Intervals ReplayObserver::intervals() const {
    const auto all = responses();
    const auto between = [&](Stamp from, Stamp to) {
        std::vector<std::int64_t> seconds;
        for (const auto& response : all) {
            const auto& begin = response.at[index_of(from)];
            const auto& end = response.at[index_of(to)];
            if (begin && end && *begin <= *end)
                seconds.push_back(std::chrono::duration_cast<Seconds>(*end - *begin).count());
        }
        return interval_of(std::move(seconds));
    };
    return {between(Stamp::received, Stamp::entry),    between(Stamp::entry, Stamp::dispatch),
            between(Stamp::dispatch, Stamp::en_route), between(Stamp::en_route, Stamp::on_scene),
            between(Stamp::dispatch, Stamp::on_scene), between(Stamp::on_scene, Stamp::clear)};
}

std::map<std::string, ObligationTally> ReplayObserver::obligations() const {
    auto tallies = tallies_;
    for (const auto& [stream, owed] : owed_)
        for (const auto& [name, one] : owed)
            ++(one.missed ? tallies[name.first].missed : tallies[name.first].open);
    return tallies;
}

}  // namespace anlan::sim
