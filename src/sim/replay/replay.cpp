#include "sim/replay/replay.hpp"

#include "domain/area/area.hpp"
#include "domain/call/commands.hpp"
#include "domain/incident/incident.hpp"
#include "domain/unit/unit.hpp"
#include "sim/command_book.hpp"
#include "sim/replay/observer.hpp"
#include "sim/replay/proposals.hpp"
#include "sim/replay/timeline.hpp"
#include "sim/virtual_engine.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace anlan::sim {
namespace {

// Ids know letters, digits, dots and hyphens.
std::string id_part(const std::string& text) {
    std::string id;
    for (const char c : text) {
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.';
        id += plain ? c : '-';
    }
    return id;
}

class Replay {
public:
    Replay(RealLog log, const Mapping& mapping, const ReplayParts& parts)
        : log_(std::move(log)),
          anomalies_(std::move(log_.anomalies)),
          mapping_(mapping),
          parts_(parts),
          book_(parts.modules),
          proposals_(mapping),
          engine_({parts.modules, parts.rules, parts.log, {}, [this](auto committed) { publish(committed); }},
                  {}) {
        seat_.actor = {kernel::ActorKind::import, "replay of " + mapping.name, {}};
    }

    Result<ReplayReport, ports::Fault> run(const Progress& progress) {
        ANLAN_TRY(const auto head, parts_.log.head());
        if (head.records > 0)
            return Unexpected{ports::Fault{
                ports::Then::stop, "replay.log_not_empty",
                "a replay needs an empty log, this one has " + std::to_string(head.records) + " records"}};
        constexpr std::size_t steps_between_progress = 2'000;
        const auto steps = make_timeline(log_, anomalies_);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (i == 0) begin(steps[0].at);
            door_->advance(steps[i].at);
            take(steps[i]);
            if (progress && i % steps_between_progress == 0) progress(i, steps.size());
            if (engine_.stopped()) return Unexpected{*engine_.stopped()};
            if (fault_) return Unexpected{*fault_};
        }
        if (progress) progress(steps.size(), steps.size());
        return report(steps);
    }

private:
    void publish(std::span<const kernel::Committed> committed) {
        observer_.apply(committed);
        if (parts_.publish) parts_.publish(committed);
    }

    // Sends it and tells whether it was accepted; a refusal is an anomaly of the log, named by its code.
    template <class C>
    bool send(const std::string& stream, C command, std::optional<Instant> happened_at,
              const std::string& where) {
        auto submission = book_.submission(stream, std::move(command), seat_, std::to_string(++commands_));
        submission.purpose = "import";
        submission.happened_at = happened_at;
        std::optional<kernel::Refusal> refusal;
        door_->submit(std::move(submission), [&](engine::Outcome outcome) {
            if (auto* fault = std::get_if<ports::Fault>(&outcome)) fault_ = *fault;
            if (auto* refused = std::get_if<kernel::Refusal>(&outcome)) refusal = std::move(*refused);
        });
        if (refusal) anomalies_.note("refused_" + refusal->code, where + ": " + refusal->message);
        return !refusal && !fault_;
    }

    void begin(Instant first) {
        door_.emplace(engine_, first);
        register_area(area::AreaLevel::city, mapping_.city_name, {AreaId{mapping_.city}, {}, {}, {}});
    }

    void register_area(area::AreaLevel level, const std::string& name, const Jurisdiction& where) {
        const std::string id = !where.station.value().empty()    ? where.station.value()
                               : !where.district.value().empty() ? where.district.value()
                                                                 : where.city.value();
        if (!areas_.insert(id).second) return;
        area::RegisterArea command;
        command.level = level;
        command.area_name = name;
        command.code = name;
        command.where = where;
        command.source = mapping_.source;
        send(id, std::move(command), {}, "area " + name);
    }

    // The log's districts and stations become areas when they are first named.
    Jurisdiction place_of(const LoggedCall& call) {
        Jurisdiction where{AreaId{mapping_.city}, {}, {}, {}};
        if (call.district.empty()) return where;
        where.district = AreaId{mapping_.city + "-d" + id_part(call.district)};
        register_area(area::AreaLevel::district, call.district, where);
        if (call.station.empty()) return where;
        // A station's area may lie in several districts of the log; each part is an area of its own.
        where.station = AreaId{where.district.value() + "-s" + id_part(call.station)};
        register_area(area::AreaLevel::station, call.station, where);
        return where;
    }

    static std::string where_in_log(const LoggedCall& call) {
        return "line " + std::to_string(call.line) + ": call " + call.call;
    }
    static std::string where_in_log(const LoggedCall& call, const LoggedResponse& response) {
        return "line " + std::to_string(response.line) + ": call " + call.call + ", unit " + response.unit;
    }
    static std::string call_id(const LoggedCall& call) { return "cal_" + id_part(call.call); }
    static std::string incident_id(const LoggedCall& call) { return "inc_" + id_part(call.call); }
    static std::string unit_id(const LoggedResponse& response) { return "unt_" + id_part(response.unit); }
    static std::string assignment_id(const LoggedCall& call, const LoggedResponse& response) {
        return id_part(call.call) + '-' + id_part(response.unit) + '-' + std::to_string(response.line);
    }

    void take(const Step& step) {
        const auto& call = log_.calls[step.call];
        if (step.kind == StepKind::receive) return receive(call, step);
        if (step.kind == StepKind::open) return open(call, step);
        if (step.kind == StepKind::close) return close(call, step);
        const auto& response = call.responses[step.response];
        switch (step.kind) {
            case StepKind::dispatch:
                return dispatch(call, response, step);
            case StepKind::en_route:
                return depart(call, response, step);
            case StepKind::on_scene:
                return arrive(call, response, step);
            case StepKind::hospital:
                return proposals_.went_to_hospital(response);
            case StepKind::clear:
                return clear(call, response, step);
            default:
                return;
        }
    }

    void receive(const LoggedCall& call, const Step& step) {
        call::ReceiveCall command;
        command.channel = Channel::phone;
        command.external_reference = call.call;
        command.received_where = Jurisdiction{AreaId{mapping_.city}, {}, {}, {}};
        command.received_at = step.stamp;
        if (step.stamp == std::nullopt) disown(call, Stamp::received, std::nullopt);
        send(call_id(call), std::move(command), step.stamp, where_in_log(call));
        proposals_.call_received(call);
    }

    call::WriteReport report_of(const LoggedCall& call) {
        Location location;
        location.place_text = PersonalText{call.address};
        location.point = call.point;
        location.where = place_of(call);
        call::WriteReport report;
        report.narrative = PersonalText{call.type};
        report.class_code = call.incident_class;
        report.priority = call.original;
        report.location = std::move(location);
        return report;
    }

    void open(const LoggedCall& call, const Step& step) {
        call::OpenIncident command;
        command.incident_id = IncidentId{incident_id(call)};
        command.report = report_of(call);
        command.decided_at = step.stamp;
        if (!step.stamp) disown(call, Stamp::entry, std::nullopt);
        if (send(call_id(call), command, step.stamp, where_in_log(call))) return;
        // What the log says of the entry cannot be: it is entered now, and the figures keep the log's word.
        disown(call, Stamp::entry, step.stamp);
        command.decided_at.reset();
        send(call_id(call), std::move(command), {}, where_in_log(call));
    }

    // The call's own stamp is not what the engine has; each of its responses counts by the log's word.
    void disown(const LoggedCall& call, Stamp stamp, std::optional<Instant> logged) {
        for (const auto& response : call.responses)
            observer_.overrule(assignment_id(call, response), stamp, logged);
    }

    void change_priority(const LoggedCall& call, Priority to, const char* reason) {
        const auto* incident = engine_.find(incident_id(call));
        if (incident == nullptr) return;
        if (static_cast<const incident::Incident::State*>(incident->state.get())->priority == to) return;
        send(incident_id(call), incident::ChangePriority{to, reason}, {}, where_in_log(call));
    }

    const unit::Unit::State* unit_state(const LoggedResponse& response) const {
        const auto* stream = engine_.find(unit_id(response));
        return stream == nullptr ? nullptr : static_cast<const unit::Unit::State*>(stream->state.get());
    }

    void make_known(const LoggedCall& call, const LoggedResponse& response) {
        if (!units_.insert(response.unit).second) return;
        unit::RegisterUnit command;
        command.kind = response.kind;
        command.call_sign = response.unit;
        command.home.city = AreaId{mapping_.city};
        command.crew_size = 1;  // the log does not say
        command.source = mapping_.source;
        send(unit_id(response), std::move(command), {}, where_in_log(call, response));
        send(unit_id(response), unit::BeginDuty{}, {}, where_in_log(call, response));
    }

    void dispatch(const LoggedCall& call, const LoggedResponse& response, const Step& step) {
        const std::string where = where_in_log(call, response);
        proposals_.dispatched(call, response, step.at);
        make_known(call, response);
        unit::AssignUnit command;
        command.incident_id = IncidentId{incident_id(call)};
        command.priority = call.priority;
        command.assignment_id = assignment_id(call, response);
        command.incident_class = call.incident_class;
        command.at = step.stamp;
        if (const auto* active = unit::active_assignment(*unit_state(response))) {
            anomalies_.note("unit_on_two_calls", where + ": still on " + active->incident_id.value());
            command.override_reason = "the log has the unit on both";
        }
        if (!step.stamp) observer_.overrule(*command.assignment_id, Stamp::dispatch, std::nullopt);
        const bool is_first = &response == &call.responses.front();
        if (is_first) change_priority(call, call.priority, "as the log has it when the first unit was sent");
        if (send(unit_id(response), command, step.stamp, where)) return;
        observer_.overrule(*command.assignment_id, Stamp::dispatch, step.stamp);
        command.at.reset();
        send(unit_id(response), std::move(command), {}, where);
    }

    // A status as the log has it; where that contradicts what is known it is left out, or (`say`) said
    // without it.
    enum class Otherwise { leave_out, say_now };
    template <class C>
    void tell(const LoggedCall& call, const LoggedResponse& response, const Step& step, C command,
              Stamp stamp, Otherwise otherwise) {
        command.assignment_id = assignment_id(call, response);
        command.at = step.stamp;
        const std::string where = where_in_log(call, response);
        if (send(unit_id(response), command, step.stamp, where)) return;
        observer_.overrule(*command.assignment_id, stamp, step.stamp);
        if (otherwise == Otherwise::leave_out) return;
        command.at.reset();
        send(unit_id(response), std::move(command), {}, where);
    }

    void depart(const LoggedCall& call, const LoggedResponse& response, const Step& step) {
        tell(call, response, step, unit::DepartForScene{}, Stamp::en_route, Otherwise::leave_out);
    }
    void arrive(const LoggedCall& call, const LoggedResponse& response, const Step& step) {
        unit::ArriveOnScene command;
        command.point = call.point;
        tell(call, response, step, std::move(command), Stamp::on_scene, Otherwise::leave_out);
    }
    void clear(const LoggedCall& call, const LoggedResponse& response, const Step& step) {
        tell(call, response, step, unit::ClearUnit{}, Stamp::clear, Otherwise::say_now);
        proposals_.cleared(response, step.at);
    }

    void close(const LoggedCall& call, const Step&) {
        change_priority(call, call.final, "the log's final priority");
        const auto* stream = engine_.find(incident_id(call));
        if (stream == nullptr) return;
        incident::CloseIncident command;
        command.disposition = call.disposition;
        if (incident::has_live_assignment(
                *static_cast<const incident::Incident::State*>(stream->state.get())))
            command.override_reason = "the log does not say when the last unit cleared";
        send(incident_id(call), std::move(command), {}, where_in_log(call));
    }

    ReplayReport report(const std::vector<Step>& steps) {
        ReplayReport report;
        report.format = mapping_.name;
        report.source = mapping_.source;
        report.rulebook_version = parts_.rules.version;
        report.calls = log_.calls.size();
        report.unit_responses = log_.responses;
        report.units = units_.size();
        if (!steps.empty()) {
            report.from = steps.front().at;
            report.until = steps.back().at;
        }
        report.intervals = observer_.intervals();
        report.recommendation = proposals_.figures();
        report.obligations = observer_.obligations();
        report.anomalies = anomalies_.by_kind();
        report.commands = commands_;
        report.events = observer_.events();
        return report;
    }

    RealLog log_;
    Anomalies anomalies_;
    const Mapping& mapping_;
    const ReplayParts& parts_;
    CommandBook book_;
    ProposalCheck proposals_;
    ReplayObserver observer_;
    engine::Engine engine_;
    std::optional<VirtualEngine> door_;
    access::Seat seat_;
    std::set<std::string> areas_;
    std::set<std::string> units_;
    std::uint64_t commands_ = 0;
    std::optional<ports::Fault> fault_;
};

}  // namespace

Result<ReplayReport, ports::Fault> replay(RealLog log, const Mapping& mapping, const ReplayParts& parts,
                                          const Progress& progress) {
    return Replay{std::move(log), mapping, parts}.run(progress);
}

}  // namespace anlan::sim
