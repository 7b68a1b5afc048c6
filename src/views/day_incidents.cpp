#include "views/day_incidents.hpp"

#include "domain/call/events.hpp"
#include "domain/erasure/events.hpp"
#include "domain/incident/events.hpp"
#include "domain/instruction/events.hpp"
#include "domain/matter/events.hpp"
#include "domain/selection/events.hpp"

#include <algorithm>

namespace anlan::views {
namespace {

void add(std::set<std::string>& to, std::set<std::string> found) { to.merge(std::move(found)); }

}  // namespace

DayIncidents::DayIncidents(std::span<const kernel::Module> modules, const kernel::Rulebook& rules)
    : rulebook_(rules) {
    for (const auto& module : modules) {
        if (module.name != "selection") continue;
        put_forward_ = module.find_command("selection.put_forward");
        take_off_ = module.find_command("selection.take_off");
    }
    ANLAN_CHECK(put_forward_ != nullptr && take_off_ != nullptr, "the selection module has its commands");
}

void DayIncidents::apply(const kernel::Recorded& recorded) {
    const std::lock_guard lock{mutex_};
    const auto& envelope = recorded.envelope;
    if (envelope.wire.starts_with("call.")) {
        apply_call(recorded);
    } else if (recorded.as<incident::IncidentOpened>() != nullptr) {
        apply_opened(recorded);
    } else if (envelope.wire.starts_with("incident.")) {
        if (const auto found = incidents_.find(envelope.stream); found != incidents_.end())
            apply_incident(recorded, found->second);
    } else if (envelope.wire.starts_with("matter.")) {
        apply_matter(recorded);
    } else if (envelope.wire.starts_with("instruction.")) {
        apply_instruction(recorded);
    } else if (envelope.wire.starts_with("selection.")) {
        apply_selection(recorded);
    } else if (const auto* erased = recorded.as<erasure::RecordErased>()) {
        forget_words(erased->record);
    }
    forget(envelope.recorded_at);
}

// --- what is said

void DayIncidents::apply_call(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    if (const auto* received = recorded.as<call::CallReceived>()) {
        Call& call = calls_[stream];
        call.received_at = received->received_at;
        call.first_words = selection::found_in_text(rules(), received->text.reveal());
        call.heard.found = call.first_words;
        return;
    }
    const auto* written = recorded.as<call::ReportWritten>();
    const auto found = calls_.find(stream);
    if (written == nullptr || found == calls_.end()) return;
    Call& call = found->second;
    call.heard.found = call.first_words;
    add(call.heard.found, selection::found_in_text(rules(), written->report.narrative.reveal()));
    add(call.heard.found, selection::found_in_answers(rules(), written->report.answers));
    call.heard.injured = written->report.injured == Stated::yes;
    call.heard.weapon = written->report.weapon == Stated::yes;
    if (const auto incident = incidents_.find(call.incident); incident != incidents_.end()) {
        incident->second.calls[stream] = call.heard;
        wait_for(call.incident, incident->second);
    }
}

void DayIncidents::add_call(Incident& incident, const std::string& id, const std::string& call) {
    const auto found = calls_.find(call);
    incident.calls[call] = found == calls_.end() ? Heard{} : found->second.heard;
    if (found != calls_.end()) found->second.incident = id;
}

void DayIncidents::apply_opened(const kernel::Recorded& recorded) {
    const auto& e = *recorded.as<incident::IncidentOpened>();
    const auto& id = recorded.envelope.stream;
    Incident& incident = incidents_[id];
    incident.opened_at = e.opened_at;
    incident.class_code = e.class_code;
    incident.where = e.location.where;
    incident.duress = e.duress;
    incident.heard.injured = e.injured == Stated::yes;
    incident.heard.weapon = e.weapon == Stated::yes;
    add(incident.heard.found, selection::found_in_text(rules(), e.summary.reveal()));
    add(incident.heard.found, selection::found_in_answers(rules(), e.answers));
    if (e.call_id) add_call(incident, id, e.call_id->value());
    if (e.joined_before)
        for (const auto& call : *e.joined_before) add_call(incident, id, call.value());
    wait_for(id, incident);
}

void DayIncidents::apply_incident(const kernel::Recorded& recorded, Incident& incident) {
    apply_calls_of(recorded, incident);
    apply_words_of(recorded, incident);
    if (const auto* reclassified = recorded.as<incident::IncidentReclassified>())
        incident.class_code = reclassified->class_code;
    else if (const auto* corrected = recorded.as<incident::LocationCorrected>())
        incident.where = corrected->location.where;
    else if (recorded.as<incident::IncidentCancelled>() != nullptr)
        incident.cancelled = true;
    else if (recorded.as<incident::IncidentReopened>() != nullptr)
        incident.cancelled = false;
    else if (recorded.as<incident::IncidentMerged>() != nullptr)
        incident.merged = true;
    else if (recorded.as<incident::MergeUndone>() != nullptr)
        incident.merged = false;
    wait_for(recorded.envelope.stream, incident);
}

// Who called about it, also by a merge; those go back with what is split off or was merged in error.
void DayIncidents::apply_calls_of(const kernel::Recorded& recorded, Incident& incident) {
    const auto& id = recorded.envelope.stream;
    if (const auto* added = recorded.as<incident::CallAdded>()) {
        add_call(incident, id, added->call_id.value());
    } else if (const auto* removed = recorded.as<incident::CallRemoved>()) {
        incident.calls.erase(removed->call_id.value());
    } else if (const auto* absorbed = recorded.as<incident::IncidentAbsorbed>()) {
        for (const auto& call : absorbed->calls) add_call(incident, id, call.call_id.value());
        incident.duress = incident.duress || absorbed->duress;
    } else if (const auto* undone = recorded.as<incident::AbsorptionUndone>()) {
        if (const auto from = incidents_.find(undone->from.value()); from != incidents_.end())
            for (const auto& [call, heard] : from->second.calls) incident.calls.erase(call);
    } else if (const auto* split = recorded.as<incident::IncidentSplit>()) {
        for (const auto& call : split->calls) incident.calls.erase(call.call_id.value());
    }
}

void DayIncidents::apply_words_of(const kernel::Recorded& recorded, Incident& incident) {
    if (const auto* note = recorded.as<incident::NoteAdded>())
        add(incident.heard.found, selection::found_in_text(rules(), note->text.reveal()));
    else if (const auto* closed = recorded.as<incident::IncidentClosed>())
        add(incident.heard.found, selection::found_in_text(rules(), closed->note.reveal()));
    else if (recorded.as<incident::DuressNoted>() != nullptr)
        incident.duress = true;
}

// What was found in words that are erased speaks for nothing on a list that is still open: so it is after a
// start, too, when the words can be read no more.
void DayIncidents::forget_words(const std::string& record) {
    if (const auto call = calls_.find(record); call != calls_.end()) {
        const std::string incident = call->second.incident;
        calls_.erase(call);
        if (const auto found = incidents_.find(incident); found != incidents_.end()) {
            found->second.calls[record] = Heard{};
            wait_for(incident, found->second);
        }
    }
    if (const auto found = incidents_.find(record); found != incidents_.end()) {
        found->second.heard.found.clear();
        wait_for(record, found->second);
    }
}

// --- matters

void DayIncidents::apply_matter(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    Matter& matter = matters_[stream];
    const auto put_in = [&](const matter::Report& report) {
        matter.reports.emplace_back(report.incident_id.value(), report.where.station);
        matter.last_at = std::max(matter.last_at, report.reported_at);
        matter_of_[report.incident_id.value()] = stream;
    };
    const auto take_out = [&](const std::string& incident) {
        std::erase_if(matter.reports, [&](const auto& report) { return report.first == incident; });
        if (const auto found = matter_of_.find(incident);
            found != matter_of_.end() && found->second == stream)
            matter_of_.erase(found);
        wait_for(incident);
    };
    if (const auto* suggested = recorded.as<matter::MatterSuggested>()) {
        matter.reports.clear();
        for (const auto& report : suggested->reports) put_in(report);
    } else if (const auto* added = recorded.as<matter::ReportAdded>()) {
        put_in(added->report);
    } else if (recorded.as<matter::MatterRejected>() != nullptr) {
        matter.counts = false;
    } else if (recorded.as<matter::DecisionUndone>() != nullptr) {
        matter.counts = true;
    } else if (const auto* out = recorded.as<matter::ReportTakenOut>()) {
        take_out(out->incident_id.value());
    } else if (const auto* split = recorded.as<matter::MatterSplit>()) {
        for (const auto& report : split->reports) take_out(report.incident_id.value());
    } else {
        return;
    }
    wait_for_reports(matter);
}

void DayIncidents::wait_for_reports(const Matter& matter) {
    for (const auto& [incident, station] : matter.reports) wait_for(incident);
}

// --- instructions, but for those that a list's pick ordered: by a matter, or by hand

void DayIncidents::apply_instruction(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    if (const auto* issued = recorded.as<instruction::InstructionIssued>()) {
        if (!issued->incident_id || (issued->batch && issued->batch->starts_with("sel_"))) return;
        const auto found = incidents_.find(issued->incident_id->value());
        if (found == incidents_.end()) return;
        found->second.instruction = stream;
        instructed_[stream] = found->first;
        wait_for(found->first, found->second);
    } else if (recorded.as<instruction::InstructionWithdrawn>() != nullptr) {
        const auto of = instructed_.find(stream);
        if (of == instructed_.end()) return;
        const auto found = incidents_.find(of->second);
        instructed_.erase(of);
        if (found == incidents_.end() || found->second.instruction != stream) return;
        found->second.instruction.clear();
        wait_for(found->first, found->second);
    }
}

// --- the lists

void DayIncidents::apply_selection(const kernel::Recorded& recorded) {
    const auto& list = recorded.envelope.stream;
    if (const auto* opened = recorded.as<selection::SelectionOpened>()) {
        if (const auto day = selection::day_named(opened->day, rulebook_.civil_offset))
            lists_[list] = {*day, opened->where, false};
    } else if (const auto* put = recorded.as<selection::CandidatePutForward>()) {
        list_has(list, put->candidate);
    } else if (const auto* anew = recorded.as<selection::CandidateWeighedAnew>()) {
        list_has(list, anew->candidate);
    } else if (const auto* left = recorded.as<selection::CandidateLeft>()) {
        const auto found = incidents_.find(left->incident_id.value());
        if (found == incidents_.end()) return;
        for (Listing& listing : found->second.listings) {
            if (listing.list != list) continue;
            listing.outside = left->because;
            ++listing.revision;
        }
        wait_for(found->first, found->second);
    } else if (recorded.as<selection::SelectionClosed>() != nullptr ||
               recorded.as<selection::SelectionLapsed>() != nullptr) {
        is_over(list);
    }
}

void DayIncidents::list_has(const std::string& list, const selection::Candidate& candidate) {
    const auto found = incidents_.find(candidate.incident_id.value());
    if (found == incidents_.end()) return;
    auto& listings = found->second.listings;
    const auto known =
        std::find_if(listings.begin(), listings.end(), [&](const Listing& one) { return one.list == list; });
    Listing listing = known == listings.end() ? Listing{list, 0, {}, {}} : *known;
    if (known != listings.end()) listings.erase(known);
    ++listing.revision;
    listing.candidate = candidate;
    listing.outside.clear();
    listings.push_back(std::move(listing));
    wait_for(found->first, found->second);
}

// What is on it stays as it is, and is followed no more. What was refused there has its place elsewhere.
void DayIncidents::is_over(const std::string& list) {
    const auto known = lists_.find(list);
    if (known == lists_.end()) return;  // of days that are past
    known->second.over = true;
    std::erase_if(incidents_, [&](const auto& entry) {
        const auto& listings = entry.second.listings;
        return !listings.empty() && listings.back().list == list && listings.back().outside != "moved";
    });
    for (const auto& incident : std::exchange(refused_, {})) wait_for(incident);
}

// --- what is to be sent

void DayIncidents::wait_for(const std::string& id, Incident& incident) {
    if (std::exchange(incident.waiting, true)) return;
    waiting_.push_back(id);
}

void DayIncidents::wait_for(const std::string& id) {
    if (const auto found = incidents_.find(id); found != incidents_.end()) wait_for(id, found->second);
}

std::string DayIncidents::way_out(const Incident& incident) const {
    if (incident.cancelled) return "cancelled";
    if (incident.merged) return "merged";
    return selection::is_criminal(rules(), incident.class_code) ? "criminal" : "";
}

Jurisdiction DayIncidents::district_of(const Incident& incident) const {
    Jurisdiction where{incident.where.city, incident.where.district, {}, {}};
    if (where.city.value().empty()) where.city = rulebook_.section<kernel::RoleLevels>().city;
    return where;
}

// Its own day's, or the first after it whose list is not closed.
std::optional<selection::Day> DayIncidents::day_for(const Incident& incident) const {
    const auto where = district_of(incident);
    auto day = selection::day_of(incident.opened_at, rulebook_.civil_offset);
    for (int tried = 0; tried <= rules().followed_days + 1; ++tried) {
        const auto list = lists_.find(selection::selection_id(day, where));
        if (list == lists_.end() || !list->second.over) return day;
        day = selection::day_of(day.ends, rulebook_.civil_offset);
    }
    return std::nullopt;
}

selection::Candidate DayIncidents::candidate(const std::string& id, const Incident& incident) const {
    selection::Known known;
    known.class_code = incident.class_code;
    known.found = incident.heard.found;
    known.injured = incident.heard.injured;
    known.weapon = incident.heard.weapon;
    known.duress = incident.duress;
    known.callers = static_cast<int>(incident.calls.size());
    for (const auto& [call, heard] : incident.calls) {
        known.found.insert(heard.found.begin(), heard.found.end());
        known.injured = known.injured || heard.injured;
        known.weapon = known.weapon || heard.weapon;
    }
    const auto stands_in = matter_of_.find(id);
    const auto matter = stands_in == matter_of_.end() ? matters_.end() : matters_.find(stands_in->second);
    if (matter != matters_.end() && matter->second.counts) {
        std::set<AreaId> stations;
        for (const auto& [report, station] : matter->second.reports)
            if (!station.value().empty()) stations.insert(station);
        known.reports = static_cast<int>(matter->second.reports.size());
        known.stations = static_cast<int>(stations.size());
        known.matter_id = matter->first;
    }
    auto weighed = selection::weigh(rules(), known);
    return {IncidentId{id},         incident.opened_at,           incident.class_code,
            incident.where.station, std::move(weighed.reasons),   weighed.points,
            weighed.to_decide,      !incident.instruction.empty()};
}

}  // namespace anlan::views
