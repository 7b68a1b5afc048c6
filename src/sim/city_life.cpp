#include "sim/city_life.hpp"

#include "base/sortable_id.hpp"
#include "domain/call/commands.hpp"
#include "domain/call/rules.hpp"

#include <algorithm>
#include <utility>

namespace anlan::sim {
namespace {

constexpr std::size_t call_takers = 6;  // as many as the generated city has accounts for
constexpr auto same_event_window = Minutes{10};

// How many of a day's reports come in each civil hour, in per mille; they add up to 1,000.
constexpr std::array<int, 24> day_curve{22, 16, 12, 9,  8,  9,  16, 30, 45, 51, 52, 52,
                                        51, 48, 48, 50, 53, 58, 63, 68, 70, 67, 58, 44};

// What a citizen is likely to report: most is small, the terrible is rare.
double weight_of(const IncidentClass& kind) {
    double weight = 10;
    switch (kind.priority) {
        case Priority::p1:
            weight = 1;
            break;
        case Priority::p2:
            weight = 4;
            break;
        case Priority::p3:
            weight = 10;
            break;
        case Priority::p4:
            weight = 8;
            break;
    }
    return kind.urgency == Urgency::not_for_police ? weight / 2 : weight;
}

bool can_be_reported(const IncidentClass& kind) {
    return !kind.keywords.empty() && !kind.code.starts_with("other.");
}

}  // namespace

CityLife::CityLife(CityPlan plan, std::span<const kernel::Module> modules, const kernel::Rulebook& rules,
                   engine::Submit& door, CityLifeSettings settings)
    : plan_(std::move(plan)),
      book_(modules),
      rules_(rules),
      door_(door),
      settings_(std::move(settings)),
      chance_(settings.seed),
      travel_(planning::usual_travel_model()),
      city_(rules.section<kernel::RoleLevels>().city),
      life_(chance_.bits()) {
    double sum = 0;
    for (const auto& kind : rules.section<IncidentCatalogue>().classes) {
        if (!can_be_reported(kind)) continue;
        classes_.push_back(&kind);
        class_weights_.push_back(sum += weight_of(kind));
    }
    for (const auto& reason : rules.section<call::Rules>().void_reasons)
        void_endings_.push_back({reason.code, reason.call_back.has_value()});
    for (const auto& unit : plan_.units) {
        unit_by_id_.emplace(unit.unit_id, units_.size());
        units_.push_back({&unit, {}, unit.point, unit.point, {}, {}});
    }
}

CityLifeCounts CityLife::counts() const {
    CityLifeCounts counts = counts_;
    const std::lock_guard lock{answers_->mutex};
    counts.refused = answers_->refused;
    counts.refusals = answers_->refusals;
    return counts;
}

Instant CityLife::step(Instant now) {
    if (!began_) {
        began_ = now;
        schedule_next_report(now);
    }
    while (!due_.empty() && due_.top().at <= now) {
        const Due due = due_.top();
        due_.pop();
        take(due);
    }
    return due_.empty() ? now + Minutes{1} : due_.top().at;
}

void CityLife::take(const Due& due) {
    switch (due.what) {
        case What::report:
            return report(due.at);
        case What::answer:
            return answer(due.event, due.at);
        case What::write:
            return write(due.event, due.at);
        case What::decide:
            return decide(due.event, due.at);
        case What::dispatch:
            return dispatch(due.event, due.at);
        case What::acknowledge:
            return acknowledge(due.event, due.unit, due.at);
        case What::depart:
            return depart(due.event, due.unit, due.at);
        case What::arrive:
            return arrive(due.event, due.unit, due.at);
        case What::check:
            return check(due.event, due.unit, due.at);
        case What::clear:
            return clear(due.event, due.unit, due.at);
        case What::close:
            return close(due.event, due.at);
        case What::call_back:
            return call_back(due.event);
        case What::call_back_caller:
            return call_back_caller(due.event);
    }
}

void CityLife::schedule(Instant at, What what, std::size_t event, std::size_t unit) {
    due_.push({at, order_++, what, event, unit});
}

double CityLife::rate_at(Instant now) const {
    const auto civil = now + rules_.civil_offset;
    const auto hour =
        std::chrono::duration_cast<Hours>(civil - std::chrono::floor<std::chrono::days>(civil)).count();
    const double factor = settings_.rate_factor ? settings_.rate_factor(now) : 1;
    return factor * settings_.reports_per_day * day_curve[static_cast<std::size_t>(hour)] / 1'000 / 3'600;
}

void CityLife::schedule_next_report(Instant now) {
    if (settings_.reports_per_day <= 0) return;
    schedule(now + std::max(chance_.waiting(rate_at(now)), Millis{1}), What::report, 0);
}

std::size_t CityLife::new_event() {
    if (spare_events_.empty()) {
        events_.emplace_back();
        return events_.size() - 1;
    }
    const auto event = spare_events_.back();
    spare_events_.pop_back();
    events_[event] = Event{};
    return event;
}

const IncidentClass* CityLife::random_class() { return classes_[chance_.weighted(class_weights_)]; }

std::string CityLife::narrative_of(const Event& event) {
    const auto& word = chance_.one_of(event.kind->keywords).word;
    const std::string where = event.place->address.empty() ? event.place->name : event.place->address;
    return where + (event.same_as ? "，我也看到了，" : "，") + word + "，请派人来看看";
}

// --- reports
// ---------------------------------------------------------------------------------------------------

void CityLife::report(Instant now) {
    schedule_next_report(now);
    const auto number = counts_.reports++;
    if (number < settings_.first_report || number >= settings_.last_report) return;
    // Before the new one gets the place of an event that is over.
    std::erase_if(recent_, [&](std::size_t other) {
        return !events_[other].open || events_[other].opened_at + same_event_window < now;
    });
    const auto index = new_event();
    Event& event = events_[index];
    if (!recent_.empty() && chance_.hit(settings_.same_event_share)) {
        event.same_as = recent_[chance_.below(recent_.size())];
        event.kind = events_[*event.same_as].kind;
        event.place = events_[*event.same_as].place;
    } else {
        event.kind = random_class();
        event.place = &chance_.one_of(plan_.places);
    }
    event.call_id = sortable_id("cal", now, static_cast<std::uint32_t>(chance_.bits()));
    event.incident_id = "inc_" + event.call_id.substr(4);
    event.taker = chance_.below(call_takers);
    event.priority = event.kind->priority;

    static const std::vector<Channel> channels{
        Channel::phone, Channel::phone, Channel::phone, Channel::phone,   Channel::phone,
        Channel::phone, Channel::text,  Channel::web,   Channel::walk_in, Channel::group_message};
    call::ReceiveCall command;
    command.channel = chance_.one_of(channels);
    command.callback = PersonalText{"139" + std::to_string(10'000'000 + chance_.below(89'999'999))};
    command.text = PersonalText{narrative_of(event)};
    command.received_where = Jurisdiction{city_, {}, {}, {}};
    if (command.channel == Channel::phone)
        command.hint = call::LocationHint{event.place->point, chance_.between(30, 800), "cell", now};
    send(event.call_id, std::move(command), taker_seat(event.taker), "call_handling");
    schedule(now + chance_.seconds(2, chance_.hit(settings_.late_share) ? 25 : 8), What::answer, index);
}

void CityLife::answer(std::size_t index, Instant now) {
    send(events_[index].call_id, call::AnswerCall{}, taker_seat(events_[index].taker), "call_handling");
    schedule(now + chance_.seconds(10, 45), What::write, index);
}

void CityLife::write(std::size_t index, Instant now) {
    Event& event = events_[index];
    if (!event.same_as && chance_.hit(settings_.void_share)) return decide_void(index, now);
    Location location;
    location.place_text = PersonalText{event.place->address};
    location.place_id = PlaceId{event.place->place_id};
    location.place_label = event.place->name;
    location.point = event.place->point;
    location.where = event.place->where;
    call::WriteReport report;
    report.narrative = PersonalText{narrative_of(event)};
    report.class_code = event.kind->code;
    report.location = std::move(location);
    if (chance_.hit(0.04) && event.priority > Priority::p1) {
        event.priority = static_cast<Priority>(static_cast<int>(event.priority) - 1);
        report.priority = event.priority;
    }
    send(event.call_id, std::move(report), taker_seat(event.taker), "call_handling");
    schedule(now + chance_.seconds(5, 30), What::decide, index);
}

void CityLife::decide_void(std::size_t index, Instant now) {
    const VoidEnding& ending = chance_.one_of(void_endings_);
    call::VoidCall command;
    command.reason_code = ending.code;
    send(events_[index].call_id, std::move(command), taker_seat(events_[index].taker), "call_handling");
    ++counts_.voided;
    if (ending.calls_back) return schedule(now + chance_.seconds(20, 120), What::call_back_caller, index);
    spare_events_.push_back(index);
}

void CityLife::call_back_caller(std::size_t index) {
    const Event& event = events_[index];
    send(event.call_id, call::NoteCallBack{call::CallBackResult::reached, {}}, taker_seat(event.taker),
         "call_handling");
    spare_events_.push_back(index);
}

bool CityLife::decide_join(std::size_t index) {
    const Event& event = events_[index];
    if (!event.same_as || !events_[*event.same_as].open) return false;
    const Event& first = events_[*event.same_as];
    if (first.place != event.place || first.kind != event.kind) return false;  // another event by now
    call::JoinIncident command;
    command.incident_id = IncidentId{first.incident_id};
    command.matched_words = {PersonalText{first.kind->keywords.front().word}};
    command.distance_metres = 0;
    send(event.call_id, std::move(command), taker_seat(event.taker), "call_handling");
    ++counts_.joined;
    spare_events_.push_back(index);
    return true;
}

void CityLife::decide(std::size_t index, Instant now) {
    if (decide_join(index)) return;
    const Event& event = events_[index];
    if (event.kind->urgency != Urgency::not_for_police || event.kind->transfer_to.empty())
        return decide_open(index, now);
    call::TransferCall command;
    command.agency = event.kind->transfer_to.front();
    send(event.call_id, std::move(command), taker_seat(event.taker), "call_handling");
    ++counts_.transferred;
    spare_events_.push_back(index);
}

void CityLife::decide_open(std::size_t index, Instant now) {
    Event& event = events_[index];
    call::OpenIncident command;
    command.incident_id = IncidentId{event.incident_id};
    send(event.call_id, std::move(command), taker_seat(event.taker), "call_handling");
    event.open = true;
    event.opened_at = now;
    ++counts_.incidents;
    recent_.push_back(index);
    const double slow = event.priority <= Priority::p2 ? 35 : 150;
    schedule(now + chance_.seconds(4, chance_.hit(settings_.late_share) ? 3 * slow : slow), What::dispatch,
             index);
}

// --- seats
// -----------------------------------------------------------------------------------------------------

access::Seat CityLife::taker_seat(std::size_t taker) const {
    const auto post = kernel::post_id("call_taker", city_);
    const std::string login = post.value().substr(4) + (taker == 0 ? "" : '-' + std::to_string(taker + 1));
    return {{kernel::ActorKind::person, "acc_demo-" + login, post}, {"call_taker"}, {city_, {}, {}, {}}};
}

access::Seat CityLife::dispatcher_seat(const Jurisdiction& where) const {
    const bool in_district = !where.district.value().empty();
    const char* role = in_district ? "dispatcher" : "city_dispatcher";
    const auto post = kernel::post_id(role, in_district ? where.district : city_);
    return {{kernel::ActorKind::person, "acc_demo-" + post.value().substr(4), post},
            {role},
            {city_, in_district ? where.district : AreaId{}, {}, {}}};
}

access::Seat CityLife::crew_seat(const PlannedUnit& unit) const {
    if (unit.home.station.value().empty()) return dispatcher_seat(unit.home);  // by radio
    return {{kernel::ActorKind::person, "acc_demo-crew." + unit.unit_id.substr(4),
             kernel::post_id("patrol", unit.home.station)},
            {"patrol"},
            {unit.home.city, unit.home.district, unit.home.station, {}}};
}

}  // namespace anlan::sim
