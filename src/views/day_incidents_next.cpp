// The commands that bring the lists to what the incidents are, and what is forgotten.
#include "codec/json.hpp"
#include "views/day_incidents.hpp"

#include <algorithm>

namespace anlan::views {
namespace {

constexpr Hours calls_for{24};
constexpr Minutes swept_every{10};
constexpr Hours matters_for{24 * 366};

// The bodies of the module's commands selection.put_forward and selection.take_off.
struct PutForward {
    std::string day;
    Jurisdiction where;
    selection::Candidate candidate;
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(PutForward, (), (day, where, candidate, revision))
struct TakeOff {
    IncidentId incident_id;
    std::string because;
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(TakeOff, (), (incident_id, because, revision))

template <class Body>
kernel::Followup command(std::string stream, const kernel::CommandSpec* spec, const Body& body) {
    auto value = spec->decode(codec::to_json(body));
    ANLAN_CHECK(value.ok(), "the pass writes commands that the selection module reads");
    return {std::move(stream), {spec, std::move(value).value()}};
}

std::string content_of(const kernel::Followup& followup) {
    return followup.stream + " " + followup.command.spec->name + " " +
           followup.command.spec->encode(followup.command.value);
}

}  // namespace

kernel::Followup DayIncidents::put_forward(const std::string& id, const Incident& incident,
                                           const selection::Day& day) const {
    const auto where = district_of(incident);
    const auto list = selection::selection_id(day, where);
    PutForward body{day.text, where, candidate(id, incident), 0};
    for (const Listing& listing : incident.listings)
        if (listing.list == list) body.revision = listing.revision;
    return command(list, put_forward_, body);
}

kernel::Followup DayIncidents::take_off(const std::string& id, const Listing& listing,
                                        std::string because) const {
    return command(listing.list, take_off_, TakeOff{IncidentId{id}, std::move(because), listing.revision});
}

std::optional<kernel::Followup> DayIncidents::look_at(const std::string& stream,
                                                      const Incident& incident) const {
    const Listing* here = incident.listings.empty() ? nullptr : &incident.listings.back();
    const auto list = here == nullptr ? lists_.end() : lists_.find(here->list);
    if (here != nullptr && (list == lists_.end() || list->second.over)) {
        if (here->outside != "moved") return std::nullopt;
        here = nullptr;
    }
    const std::string out = way_out(incident);
    const bool elsewhere = here != nullptr && list->second.where.district != incident.where.district;
    const std::string because = out.empty() && elsewhere ? "moved" : out;
    if (here != nullptr && !because.empty() && here->outside != because)
        return take_off(stream, *here, because);
    if (!out.empty()) return std::nullopt;
    if (here == nullptr || elsewhere) {
        const auto day = day_for(incident);
        if (!day) return std::nullopt;
        return put_forward(stream, incident, *day);
    }
    if (here->outside.empty() && here->candidate == candidate(stream, incident)) return std::nullopt;
    return put_forward(stream, incident, list->second.day);
}

std::optional<kernel::Followup> DayIncidents::next() {
    const std::lock_guard lock{mutex_};
    while (!waiting_.empty()) {
        const std::string id = std::move(waiting_.front());
        waiting_.pop_front();
        const auto found = incidents_.find(id);
        if (found == incidents_.end()) continue;
        found->second.waiting = false;
        auto followup = look_at(id, found->second);
        if (!followup) continue;
        auto content = content_of(*followup);
        if (content == found->second.refused) continue;
        sent_ = Sent{id, std::move(content)};
        return followup;
    }
    return std::nullopt;
}

void DayIncidents::put_back(const kernel::Followup& unsent) {
    const std::lock_guard lock{mutex_};
    if (sent_ && sent_->content == content_of(unsent)) wait_for(sent_->incident);
    sent_.reset();
}

// It would be refused again, so it is sent again only as another command, or when a list is over.
void DayIncidents::refused(const kernel::Followup& sent) {
    const std::lock_guard lock{mutex_};
    if (!sent_ || sent_->content != content_of(sent)) return;
    if (const auto found = incidents_.find(sent_->incident); found != incidents_.end()) {
        found->second.refused = sent_->content;
        refused_.insert(sent_->incident);
        wait_for(found->first, found->second);  // its place may be on another list by now
    }
    sent_.reset();
}

// --- what is forgotten

void DayIncidents::forget(Instant now) {
    if (now < swept_at_ + swept_every) return;
    std::erase_if(calls_, [&](const auto& entry) { return entry.second.received_at < now - calls_for; });
    forget_past(now - Hours{24 * (rules().followed_days + 1)});
    if (std::chrono::floor<std::chrono::days>(now) != std::chrono::floor<std::chrono::days>(swept_at_)) {
        std::erase_if(matters_, [&](const auto& entry) { return entry.second.last_at < now - matters_for; });
        std::erase_if(matter_of_, [&](const auto& entry) { return !matters_.contains(entry.second); });
    }
    swept_at_ = now;
}

// An incident goes no later than the lists that it may be on.
void DayIncidents::forget_past(Instant oldest) {
    std::erase_if(incidents_, [&](const auto& entry) { return entry.second.opened_at < oldest; });
    std::erase_if(instructed_, [&](const auto& entry) { return !incidents_.contains(entry.second); });
    std::erase_if(waiting_, [&](const std::string& id) { return !incidents_.contains(id); });
    std::erase_if(refused_, [&](const std::string& id) { return !incidents_.contains(id); });
    std::erase_if(lists_, [&](const auto& entry) { return entry.second.day.ends < oldest; });
}

void DayIncidents::held(const kernel::CountHeld& count) const {
    const std::lock_guard lock{mutex_};
    count("day_incidents", incidents_.size());
    count("day_calls", calls_.size());
    count("day_lists", lists_.size());
    count("day_waiting", waiting_.size());
    count("day_matters_for_a_year", matters_.size());
    count("day_in_matters_for_a_year", matter_of_.size());
}

}  // namespace anlan::views
