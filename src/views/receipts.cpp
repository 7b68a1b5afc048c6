#include "views/receipts.hpp"

#include "base/check.hpp"
#include "codec/json.hpp"
#include "domain/area/events.hpp"
#include "domain/call/rules.hpp"
#include "domain/erasure/events.hpp"
#include "domain/erasure/rules.hpp"
#include "domain/incident/rules.hpp"
#include "domain/look/events.hpp"

#include <algorithm>
#include <mutex>

namespace anlan::views {
namespace {

// As much of a look's state, and of an erasure's, as is needed here.
struct LookState {
    std::optional<look::LookRecorded> last;
};
BOOST_DESCRIBE_STRUCT(LookState, (), (last))
struct PastErasure {
    std::string rule;
};
BOOST_DESCRIBE_STRUCT(PastErasure, (), (rule))
struct ErasureState {
    std::vector<PastErasure> erasures;
};
BOOST_DESCRIBE_STRUCT(ErasureState, (), (erasures))

// On the shelf: looks at a record from one post for one purpose.
struct Looks {
    std::string record;
    std::string post;
    std::string purpose;
    int count = 0;
    Instant last;
};
BOOST_DESCRIBE_STRUCT(Looks, (), (record, post, purpose, count, last))

// Whoever has the same mark by chance is of another record.
std::vector<std::pair<kernel::Shelf::Number, Looks>> looks_at(const kernel::Shelf& shelf,
                                                              const std::string& record) {
    std::vector<std::pair<kernel::Shelf::Number, Looks>> found;
    for (const auto number : shelf.find(shelf.mark(record))) {
        const auto bytes = shelf.get(number);
        if (!bytes) continue;  // the shelf is broken, which is told elsewhere
        auto looks = codec::read_json<Looks>(*bytes, codec::Unknown::refuse);
        ANLAN_CHECK(looks.ok(), "looks on the shelf are read as they were written");
        if (looks->record == record) found.emplace_back(number, std::move(looks).value());
    }
    return found;
}

template <class Seen>
Seen read(const kernel::Module& module, const kernel::StatePtr& state) {
    auto seen = codec::read_json<Seen>(module.encode_state(state), codec::Unknown::ignore);
    ANLAN_CHECK(seen.ok(), "a state is read as it was written");
    return std::move(seen).value();
}

// "0CQ4-7XK2-…", so that it can be read out.
std::string reference_of(std::string_view call_id) {
    const auto number = call_id.substr(std::min<std::size_t>(4, call_id.size()));
    std::string reference;
    for (std::size_t i = 0; i < number.size(); ++i) {
        if (i > 0 && i % 4 == 0) reference += '-';
        reference += number[i];
    }
    return reference;
}

kernel::Words result_words(const kernel::Rulebook& rules, const std::string& disposition) {
    if (const auto* found = find_disposition(rules.section<incident::Dispositions>(), disposition))
        return {found->zh, found->en};
    return {"已撤销，不再处理", "cancelled; nothing more will be done"};
}

Course course_of(const call::Brief& call, const std::optional<incident::Brief>& incident) {
    if (!call.outcome) return Course::received;
    if (*call.outcome == call::OutcomeKind::transferred) return Course::elsewhere;
    if (*call.outcome == call::OutcomeKind::answered) return Course::answered;
    if (*call.outcome == call::OutcomeKind::voided) return Course::voided;
    if (!incident) return Course::accepted;
    if (incident->closed_at) return Course::over;
    if (incident->arrived_at) return Course::on_scene;
    if (incident->en_route_at) return Course::on_the_way;
    return incident->dispatched_at ? Course::sent : Course::accepted;
}

void put_incident(ReceiptPage& page, const call::Brief& call, const incident::Brief& incident,
                  const kernel::Rulebook& rules) {
    page.sent_at = incident.dispatched_at;
    page.under_way_at = incident.en_route_at;
    page.on_scene_at = incident.arrived_at;
    page.over_at = incident.closed_at;
    page.episode = incident.episode;
    if (incident.closed_at) page.result = result_words(rules, incident.disposition);
    if (!incident.arrived_at && !incident.closed_at) page.arrive_by = incident.arrive_by;
    if (!page.call_back_by) page.call_back_by = incident.call_back_by;
    for (const auto& past : incident.earlier)
        page.earlier.push_back({past.opened_at, past.closed_at, result_words(rules, past.disposition)});
    page.contested = incident.closed_at && call.contested == incident.episode;
    if (call.rated == incident.episode) page.rating = call.rating;
}

}  // namespace

void Receipts::put(const std::string& call_id, const call::LivingLink& link) {
    take(call_id);
    calls_[link.link_hash] = call_id;
    links_[call_id] = link.link_hash;
}

void Receipts::take(const std::string& call_id) {
    const auto found = links_.find(call_id);
    if (found == links_.end()) return;
    calls_.erase(found->second);
    links_.erase(found);
}

void Receipts::note_look(const std::string& record, const std::string& post, const std::string& purpose,
                         Instant at) {
    if (!record.starts_with("cal_") && !record.starts_with("inc_")) return;
    const kernel::Shelf::Mark marks[] = {looks_->mark(record)};
    for (auto& [number, looks] : looks_at(*looks_, record)) {
        if (looks.post != post || looks.purpose != purpose) continue;
        ++looks.count;
        looks.last = std::max(looks.last, at);
        return looks_->put(number, codec::to_json(looks), marks);
    }
    looks_->put(next_looks_++, codec::to_json(Looks{record, post, purpose, 1, at}), marks);
}

void Receipts::held(const kernel::CountHeld& count) const {
    const std::shared_lock lock{mutex_};
    count("receipt_links", calls_.size());
    count("receipt_looks_on_disk", looks_->size());
}

void Receipts::apply(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    const std::unique_lock lock{mutex_};
    if (const auto* e = recorded.as<call::LinkIssued>()) put(stream, e->link);
    if (recorded.as<call::LinkRevoked>() != nullptr) take(stream);
    if (const auto* e = recorded.as<look::LookRecorded>())
        note_look(e->record, e->looked_from.value_or(recorded.envelope.actor.post_id).value(), e->purpose,
                  e->looked_at);
}

std::optional<LinkFigures> Receipts::figures() const {
    const auto& rules = rules_.section<call::Rules>().receipt;
    if (!rules) return std::nullopt;
    return LinkFigures{rules->language, rules->emergency_number, rules->wrong_links_max,
                       rules->wrong_links_window};
}

Result<std::optional<Receipts::Opened>, ports::Fault> Receipts::open(std::string_view link_hash,
                                                                     Instant now) const {
    Opened opened;
    {
        const std::shared_lock lock{mutex_};
        const auto found = calls_.find(link_hash);
        if (found == calls_.end()) return std::optional<Opened>{};
        opened.call_id = found->second;
    }
    ANLAN_TRY(auto call, brief<call::Brief>(opened.call_id));
    // Under duress nothing may show on the caller's side.
    if (!call || !call->link || call->link->link_hash != link_hash || now >= call->link->expires_at ||
        call->duress)
        return std::optional<Opened>{};
    opened.call = std::move(*call);
    if (opened.call.incident_id) {
        ANLAN_TRY(auto incident, brief<incident::Brief>(opened.call.incident_id->value()));
        opened.incident = std::move(incident);
    }
    return std::optional{std::move(opened)};
}

Result<std::string, ports::Fault> Receipts::area_name(const AreaId& area) const {
    if (area.value().empty()) return std::string{};
    ANLAN_TRY(const auto found, brief<area::Brief>(area.value()));
    return found ? found->area_name : std::string{};
}

Result<std::string, ports::Fault> Receipts::station_of(const Opened& opened) const {
    const Jurisdiction& where = opened.incident ? opened.incident->where : opened.call.where;
    for (const AreaId& area : {where.station, where.district}) {
        ANLAN_TRY(auto name, area_name(area));
        if (!name.empty()) return name;
    }
    return std::string{};
}

Result<std::optional<ReceiptPage>, ports::Fault> Receipts::page(std::string_view link_hash,
                                                                Instant now) const {
    const auto& figures = rules_.section<call::Rules>().receipt;
    ANLAN_TRY(const auto opened, open(link_hash, now));
    if (!opened || !figures) return std::optional<ReceiptPage>{};
    const call::Brief& call = opened->call;
    ReceiptPage page;
    page.call_id = opened->call_id;
    page.reference = reference_of(opened->call_id);
    page.course = course_of(call, opened->incident);
    ANLAN_TRY(page.station, station_of(*opened));
    page.received_at = call.received_at;
    page.accepted_at = call.decided_at;
    page.call_back_by = call.call_back_by;
    page.answer_by = call.answer_by;
    page.informed_at = call.informed_at;
    page.informed_all_read = call.informed_all_read;
    page.quiet = call.quiet;
    page.expires_at = call.link->expires_at;
    page.information_length_max = figures->information_length_max;
    const auto code = opened->incident ? std::optional{opened->incident->class_code} : call.class_code;
    const auto& unnamed = figures->unnamed_classes;
    const auto& catalogue = rules_.section<IncidentCatalogue>();
    const auto* known = code ? find_class(catalogue, *code) : nullptr;
    if (known != nullptr && (unnamed.empty() || !names_class(unnamed, *code)))
        page.what = kernel::Words{known->zh, known->en};
    if (opened->incident) put_incident(page, call, *opened->incident, rules_);
    page.reopens = page.over_at && now <= *page.over_at + figures->reopens_within;
    return std::optional{std::move(page)};
}

Result<std::optional<KeptRecord>, ports::Fault> Receipts::kept(const std::string& stream,
                                                               kernel::Words kind) const {
    ANLAN_TRY(const auto found, records_.find(stream));
    if (!found || !found->module->closed) return std::optional<KeptRecord>{};
    KeptRecord record;
    record.kind = std::move(kind);
    const auto closed = found->module->closed(found->state);
    const auto* rule = erasure::find_rule(rules_.section<erasure::Rules>(), found->module->name,
                                          closed ? closed->kind : std::string{});
    record.ruled = rule != nullptr;
    if (rule != nullptr) {
        record.rule = {rule->zh, rule->en};
        record.basis = rule->basis;
        record.days = rule->days;
        if (closed) record.until = erasure::kept_until(*rule, closed->at, rules_.civil_offset);
    }
    ANLAN_TRY(const auto past, records_.find(erasure::erasure_id_of(stream)));
    if (past) record.erased = !read<ErasureState>(*past->module, past->state).erasures.empty();
    return std::optional{std::move(record)};
}

Result<Done, ports::Fault> Receipts::add_looks(ReceiptData& data, const std::string& record) const {
    std::vector<std::pair<kernel::Shelf::Number, Looks>> found;
    {
        const std::unique_lock lock{mutex_};  // a shelf is asked by one thread at a time
        found = looks_at(*looks_, record);
    }
    const auto& levels = rules_.section<kernel::RoleLevels>();
    for (const auto& [number, one] : found) {
        LookedAt looked{{"其他岗位", "another post"}, {}, one.purpose, one.count, one.last};
        const auto parts = kernel::parts_of(PostId{one.post});
        const auto* role = parts ? kernel::find_role(levels, parts->role) : nullptr;
        if (role != nullptr) {
            looked.post = {role->zh, role->en};
            ANLAN_TRY(looked.area, area_name(parts->area));
        }
        data.looks.push_back(std::move(looked));
    }
    return Done{};
}

Result<std::optional<ReceiptData>, ports::Fault> Receipts::data(std::string_view link_hash,
                                                                Instant now) const {
    ANLAN_TRY(const auto opened, open(link_hash, now));
    if (!opened) return std::optional<ReceiptData>{};
    ReceiptData data;
    data.expires_at = opened->call.link->expires_at;
    ANLAN_TRY(auto of_call, kept(opened->call_id, {"报警记录", "Your report"}));
    if (of_call) data.kept.push_back(std::move(*of_call));
    ANLAN_TRY_DONE(add_looks(data, opened->call_id));
    if (opened->call.incident_id) {
        const auto& stream = opened->call.incident_id->value();
        ANLAN_TRY(auto of_incident, kept(stream, {"处警记录", "What was done about it"}));
        if (of_incident) data.kept.push_back(std::move(*of_incident));
        ANLAN_TRY_DONE(add_looks(data, stream));
    }
    return std::optional{std::move(data)};
}

}  // namespace anlan::views
