#include "views/weekly_facts.hpp"

#include "domain/area/events.hpp"
#include "domain/errand/events.hpp"
#include "domain/instruction/events.hpp"
#include "domain/matter/events.hpp"
#include "domain/post/events.hpp"
#include "domain/unit/events.hpp"

#include <algorithm>

namespace anlan::views {

// The week in which it happened, unless that is counted already.
WeekNumber WeeklyFacts::week_for(Instant happened, Instant recorded) const {
    const auto own = bulletin::week_of(happened, rules_.civil_offset).number;
    if (own > counted_through_) return own;
    return bulletin::week_of(recorded, rules_.civil_offset).number;
}

void WeeklyFacts::apply(const kernel::Recorded& recorded, WeekNumber counted_through) {
    counted_through_ = counted_through;
    const auto& wire = recorded.envelope.wire;
    if (wire.starts_with("call."))
        apply_call(recorded);
    else if (wire.starts_with("incident."))
        apply_incident(recorded);
    else if (wire.starts_with("instruction."))
        apply_instruction(recorded);
    else if (wire.starts_with("errand."))
        apply_errand(recorded);
    else if (wire.starts_with("matter."))
        apply_matter(recorded);
    else if (wire.starts_with("post."))
        apply_post(recorded);
    else
        apply_register(recorded);
    apply_forbidden(recorded);
}

void WeeklyFacts::apply_call(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    if (const auto* received = recorded.as<call::CallReceived>()) {
        CallFact& fact = calls_[stream];
        fact.week = week_for(received->received_at, recorded.envelope.recorded_at);
        fact.at = received->received_at;
        fact.channel = received->channel;
        fact.where = received->received_where;
        return;
    }
    const auto found = calls_.find(stream);
    if (found == calls_.end()) return;
    const auto placed = [&](const Jurisdiction& where) {
        if (!where.district.value().empty()) found->second.where = where;
    };
    if (const auto* written = recorded.as<call::ReportWritten>())
        placed(written->report.location.where);
    else if (const auto* applied = recorded.as<call::LocationHintApplied>())
        placed(applied->location.where);
    else if (recorded.as<call::OutcomeDecided>() != nullptr)
        found->second.decided = true;
    else if (recorded.as<call::OutcomeUndone>() != nullptr)
        found->second.decided = false;
}

void WeeklyFacts::apply_incident(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    if (const auto* opened = recorded.as<incident::IncidentOpened>()) {
        IncidentFact& fact = incidents_[stream];
        fact.week = week_for(opened->opened_at, recorded.envelope.recorded_at);
        fact.at = opened->opened_at;
        fact.class_code = opened->class_code;
        fact.where = opened->location.where;
        return;
    }
    const auto found = incidents_.find(stream);
    if (found == incidents_.end()) return;
    IncidentFact& fact = found->second;
    if (const auto* reclassified = recorded.as<incident::IncidentReclassified>())
        fact.class_code = reclassified->class_code;
    else if (const auto* corrected = recorded.as<incident::LocationCorrected>())
        fact.where = corrected->location.where;
    else if (const auto* rated = recorded.as<incident::RatingNoted>())
        fact.rating = rated->rating;
    apply_ends(recorded, fact);
    apply_units_of(recorded, fact);
}

void WeeklyFacts::apply_ends(const kernel::Recorded& recorded, IncidentFact& fact) {
    if (const auto* closed = recorded.as<incident::IncidentClosed>()) {
        fact.closed = fact.ever_closed = true;
        fact.disposition = closed->disposition;
    } else if (recorded.as<incident::IncidentCancelled>() != nullptr) {
        fact.cancelled = true;
    } else if (recorded.as<incident::IncidentReopened>() != nullptr) {
        fact.closed = fact.cancelled = false;
        fact.reopened = true;
        fact.disposition.clear();
    } else if (recorded.as<incident::IncidentMerged>() != nullptr) {
        fact.merged = true;
    } else if (recorded.as<incident::MergeUndone>() != nullptr) {
        fact.merged = false;
    }
}

// Who came too late came too late, and who came was in time unless that had been noted before.
void WeeklyFacts::apply_units_of(const kernel::Recorded& recorded, IncidentFact& fact) {
    const auto sent = [&](UnitKind kind, const std::string& assignment, const UnitId& unit) {
        fact.dispatched = true;
        if (kind == UnitKind::police_post) fact.posts_sent[assignment] = unit.value();
    };
    const auto arrived = [&](const std::string& assignment) {
        fact.arrived = true;
        const auto post = fact.posts_sent.find(assignment);
        if (post != fact.posts_sent.end()) fact.posts_arrived.insert(post->second);
    };
    if (const auto* noted = recorded.as<incident::AssignmentNoted>()) {
        sent(noted->kind, noted->assignment_id, noted->unit_id);
    } else if (const auto* taken = recorded.as<incident::AssignmentTakenOver>()) {
        sent(taken->kind, taken->assignment_id, taken->unit_id);
        if (taken->arrived_at) arrived(taken->assignment_id);
    } else if (const auto* arrival = recorded.as<incident::ArrivalNoted>()) {
        arrived(arrival->assignment_id);
    } else if (const auto* missed = recorded.as<kernel::DeadlineMissed>()) {
        fact.dispatch_missed = fact.dispatch_missed || missed->kind == "dispatch";
        fact.arrive_missed = fact.arrive_missed || missed->kind == "arrive";
    }
}

void WeeklyFacts::end_stage(const kernel::Recorded& recorded, InstructionFact& instruction,
                            const std::string& stage, bool in_time) {
    if (!instruction.ended.insert(stage).second) return;
    const Instant at = recorded.envelope.recorded_at;
    stages_.push_back({week_for(at, at), recorded.envelope.stream, instruction.where, stage, in_time});
}

void WeeklyFacts::apply_instruction(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    if (const auto* issued = recorded.as<instruction::InstructionIssued>()) {
        instructions_[stream] = {issued->where, {}};
        return;
    }
    const auto found = instructions_.find(stream);
    if (found == instructions_.end()) return;
    InstructionFact& fact = found->second;
    const Instant at = recorded.envelope.recorded_at;
    const auto counts = [&](const char* stage) {
        stages_.push_back({week_for(at, at), stream, fact.where, stage, true});
    };
    if (recorded.as<instruction::InstructionSigned>() != nullptr) {
        end_stage(recorded, fact, "sign", true);
    } else if (recorded.as<instruction::InstructionPassedOn>() != nullptr) {
        end_stage(recorded, fact, "pass_on", true);
    } else if (recorded.as<instruction::InstructionAnswered>() != nullptr) {
        end_stage(recorded, fact, "reply", true);
        counts("answered");
    } else if (recorded.as<instruction::AnswerReturned>() != nullptr) {
        counts("returned");
    } else if (const auto* missed = recorded.as<kernel::DeadlineMissed>()) {
        end_stage(recorded, fact, missed->kind, false);
    } else if (recorded.as<instruction::AnswerAccepted>() != nullptr ||
               recorded.as<instruction::InstructionWithdrawn>() != nullptr) {
        instructions_.erase(found);
    }
}

void WeeklyFacts::apply_errand(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    if (const auto* issued = recorded.as<errand::ErrandIssued>()) {
        errands_[stream] = {issued->where, issued->department, issued->minutes, false};
        return;
    }
    const auto found = errands_.find(stream);
    if (found == errands_.end()) return;
    ErrandFact& fact = found->second;
    const Instant at = recorded.envelope.recorded_at;
    const auto tell = [&](bool in_time) {
        if (!fact.told) stages_.push_back({week_for(at, at), stream, fact.where, "errand", in_time});
        fact.told = true;
    };
    if (recorded.as<errand::ErrandAnswered>() != nullptr) {
        tell(true);
        work_.push_back({week_for(at, at), stream, fact.where, fact.department, fact.minutes});
        errands_.erase(found);
    } else if (recorded.as<kernel::DeadlineMissed>() != nullptr) {
        tell(false);
    } else if (recorded.as<errand::ErrandWithdrawn>() != nullptr ||
               recorded.as<errand::ErrandLapsed>() != nullptr) {
        errands_.erase(found);
    }
}

// --- matters

void WeeklyFacts::count_matter(const std::string& incident, int by) {
    if (const auto found = incidents_.find(incident); found != incidents_.end()) found->second.matters += by;
}

void WeeklyFacts::put_in(MatterFact& matter, const std::string& incident) {
    if (!incidents_.contains(incident)) return;
    if (std::find(matter.incidents.begin(), matter.incidents.end(), incident) != matter.incidents.end())
        return;
    matter.incidents.push_back(incident);
    if (matter.counts) count_matter(incident, 1);
}

void WeeklyFacts::take_out(MatterFact& matter, const std::string& incident) {
    if (std::erase(matter.incidents, incident) > 0 && matter.counts) count_matter(incident, -1);
}

void WeeklyFacts::apply_matter(const kernel::Recorded& recorded) {
    MatterFact& matter = matters_[recorded.envelope.stream];
    const auto counts = [&](bool now) {
        if (matter.counts == now) return;
        matter.counts = now;
        for (const auto& incident : matter.incidents) count_matter(incident, now ? 1 : -1);
    };
    if (const auto* suggested = recorded.as<matter::MatterSuggested>())
        for (const auto& report : suggested->reports) put_in(matter, report.incident_id.value());
    else if (const auto* added = recorded.as<matter::ReportAdded>())
        put_in(matter, added->report.incident_id.value());
    else if (recorded.as<matter::MatterRejected>() != nullptr)
        counts(false);
    else if (recorded.as<matter::DecisionUndone>() != nullptr)
        counts(true);
    else if (const auto* out = recorded.as<matter::ReportTakenOut>())
        take_out(matter, out->incident_id.value());
    else if (const auto* split = recorded.as<matter::MatterSplit>())
        for (const auto& report : split->reports) take_out(matter, report.incident_id.value());
}

// --- duty, and what the city is made of

void WeeklyFacts::apply_post(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    if (const auto* created = recorded.as<post::PostCreated>()) {
        posts_[stream] = {created->role, created->where};
    } else if (const auto* begun = recorded.as<post::DutyBegun>()) {
        on_duty_[{stream, begun->account_id.value()}] = begun->began_at;
    } else if (const auto* ended = recorded.as<post::DutyEnded>()) {
        const auto found = on_duty_.find({stream, ended->account_id.value()});
        if (found == on_duty_.end()) return;
        past_duties_.push_back({found->first.second, stream, found->second, ended->ended_at});
        on_duty_.erase(found);
    }
}

std::vector<DutyFact> WeeklyFacts::duties(Instant now) const {
    auto all = past_duties_;
    for (const auto& [key, since] : on_duty_) all.push_back({key.second, key.first, since, now});
    return all;
}

void WeeklyFacts::apply_register(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    if (const auto* area = recorded.as<area::AreaRegistered>()) {
        if (area->level == area::AreaLevel::station)
            stations_[stream] = {area->area_name, area->where};
        else if (area->level != area::AreaLevel::beat)
            districts_[stream] = {area->area_name, area->where};
    } else if (const auto* corrected = recorded.as<area::AreaCorrected>()) {
        for (auto* all : {&stations_, &districts_})
            if (const auto found = all->find(stream); found != all->end() && corrected->area_name)
                found->second.unit_name = *corrected->area_name;
    } else if (const auto* unit = recorded.as<unit::UnitRegistered>()) {
        if (unit->kind == UnitKind::police_post) police_posts_[stream] = {unit->call_sign, unit->home};
    }
}

void WeeklyFacts::apply_forbidden(const kernel::Recorded& recorded) {
    const auto& envelope = recorded.envelope;
    const auto post = posts_.find(envelope.actor.post_id.value());
    if (post == posts_.end()) return;
    const auto& rules = rules_.section<bulletin::Rules>().in_community;
    if (std::find(rules.roles.begin(), rules.roles.end(), post->second.role) == rules.roles.end()) return;
    for (const auto& work : rules.forbidden)
        if (work.wire == envelope.wire)
            forbidden_.push_back({week_for(envelope.recorded_at, envelope.recorded_at), post->first,
                                  envelope.actor.actor_id, envelope.stream, work.minutes});
}

void WeeklyFacts::forget(WeekNumber through, Instant ended) {
    const auto past = [&](const auto& fact) { return fact.week <= through; };
    std::erase_if(calls_, [&](const auto& one) { return past(one.second); });
    std::erase_if(incidents_, [&](const auto& one) { return past(one.second); });
    std::erase_if(stages_, past);
    std::erase_if(work_, past);
    std::erase_if(forbidden_, past);
    std::erase_if(past_duties_, [&](const DutyFact& duty) { return duty.until <= ended; });
    for (auto& [stream, matter] : matters_)
        std::erase_if(matter.incidents, [&](const auto& id) { return !incidents_.contains(id); });
}

void WeeklyFacts::held(const kernel::CountHeld& count) const {
    count("weekly_reports_for_a_week", calls_.size() + incidents_.size());
    count("weekly_work_for_a_week", stages_.size() + work_.size() + forbidden_.size() + past_duties_.size());
    count("weekly_open", instructions_.size() + errands_.size() + on_duty_.size());
    count("weekly_matters_for_a_year", matters_.size());
}

}  // namespace anlan::views
