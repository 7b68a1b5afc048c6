#include "sim/replay/real_log.hpp"

#include "sim/replay/civil_format.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <unordered_map>
#include <utility>

namespace anlan::sim {
namespace {

using Fields = std::vector<std::string>;

// Where the columns are; none for one that the log does not have.
struct Places {
    std::map<std::string_view, std::optional<std::size_t>> by_name;

    const std::string* of(const Fields& fields, std::string_view name) const {
        const auto found = by_name.find(name);
        return found == by_name.end() || !found->second ? nullptr : &fields[*found->second];
    }
};

Result<Places, CsvFault> find_places(const CsvHeader& header, const MappedColumns& columns) {
    Places places;
    std::optional<CsvFault> fault;
    const auto want = [&](std::string_view name, const std::optional<std::string>& column) {
        if (!column || fault) return;
        auto found = header.column(*column);
        if (found.ok())
            places.by_name.emplace(name, found.value());
        else
            fault = found.error();
    };
    boost::mp11::mp_for_each<boost::describe::describe_members<MappedColumns, boost::describe::mod_public>>(
        [&](auto member) { want(member.name, std::optional<std::string>{columns.*member.pointer}); });
    if (fault) return Unexpected{std::move(*fault)};
    return places;
}

std::optional<GeoPoint> read_point(std::string_view text) {
    double figures[2] = {};
    int found = 0;
    const char* at = text.data();
    const char* end = at + text.size();
    while (at != end && found < 2) {
        const auto [next, error] = std::from_chars(at, end, figures[found]);
        if (error == std::errc{}) {
            ++found;
            at = next;
        } else {
            ++at;
        }
    }
    const GeoPoint point{figures[0], figures[1]};
    if (found != 2 || !is_valid(point)) return std::nullopt;
    return point;
}

class Reading {
public:
    Reading(const Mapping& mapping, Places places) : mapping_(mapping), places_(std::move(places)) {}

    void take(const Fields& fields, int line) {
        line_ = line;
        const std::string& call_name = *places_.of(fields, "call");
        const std::string& unit_name = *places_.of(fields, "unit");
        if (call_name.empty()) return note("missing_call", "line " + std::to_string(line));
        where_ = "line " + std::to_string(line) + ": call " + call_name + ", unit " + unit_name;
        const auto [entry, is_new] = by_call_.try_emplace(call_name, log_.calls.size());
        if (is_new)
            log_.calls.push_back(read_call(fields, call_name));
        else
            compare(fields, log_.calls[entry->second]);
        if (unit_name.empty()) return note("missing_unit", where_);
        log_.calls[entry->second].responses.push_back(read_response(fields, unit_name));
        ++log_.responses;
    }

    RealLog finish() && {
        for (auto& call : log_.calls)
            std::sort(call.responses.begin(), call.responses.end(), [](const auto& a, const auto& b) {
                return std::pair{a.sequence, a.line} < std::pair{b.sequence, b.line};
            });
        std::sort(log_.calls.begin(), log_.calls.end(), [](const auto& a, const auto& b) {
            return std::pair{a.received.value_or(Instant::max()), a.line} <
                   std::pair{b.received.value_or(Instant::max()), b.line};
        });
        return std::move(log_);
    }

private:
    void note(const std::string& kind, std::string example) { log_.anomalies.note(kind, std::move(example)); }

    std::string text(const Fields& fields, std::string_view name) const {
        const auto* field = places_.of(fields, name);
        return field == nullptr ? std::string{} : *field;
    }

    std::optional<Instant> time(const Fields& fields, std::string_view name) {
        const auto* field = places_.of(fields, name);
        if (field == nullptr || field->empty()) return std::nullopt;
        auto instant = read_civil(*field, mapping_.time_format, Minutes{mapping_.civil_offset_minutes});
        if (!instant) note("unreadable_" + std::string{name}, where_ + ": " + *field);
        return instant;
    }

    // The row of a table that `value` stands in; an unknown value is noted once for each row of the log.
    template <class Row>
    const Row* look_up(const std::vector<Row>& rows, const std::string& value, const char* what) {
        const auto found =
            std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.from == value; });
        if (found != rows.end()) return &*found;
        if (!value.empty()) note("unmapped_" + std::string{what}, where_ + ": " + value);
        return nullptr;
    }

    Priority priority(const Fields& fields, std::string_view column, Priority otherwise) {
        const auto* row = look_up(mapping_.priorities, text(fields, column), "priority");
        return row == nullptr ? otherwise : row->to;
    }

    LoggedCall read_call(const Fields& fields, const std::string& name) {
        LoggedCall call;
        call.line = line_;
        call.call = name;
        call.type = text(fields, "type");
        const auto* type = look_up(mapping_.classes, call.type, "class");
        call.incident_class = type == nullptr ? mapping_.defaults.incident_class : type->to;
        const auto* end = look_up(mapping_.dispositions, text(fields, "disposition"), "disposition");
        call.disposition = end == nullptr ? mapping_.defaults.disposition : end->to;
        call.original = priority(fields, "original_priority", mapping_.defaults.priority);
        call.priority = priority(fields, "priority", call.original);
        call.final = priority(fields, "final_priority", call.priority);
        call.received = time(fields, "received");
        call.entry = time(fields, "entry");
        call.point = point(fields);
        call.address = text(fields, "address");
        call.district = text(fields, "district");
        call.station = text(fields, "station");
        return call;
    }

    std::optional<GeoPoint> point(const Fields& fields) {
        std::string written = text(fields, "point");
        if (written.empty() && places_.of(fields, "latitude") != nullptr)
            written = text(fields, "latitude") + ' ' + text(fields, "longitude");
        if (written.empty() || written == " ") return std::nullopt;
        auto point = read_point(written);
        if (!point) note("unreadable_point", where_ + ": " + written);
        return point;
    }

    // Each row of a call repeats what is the call's own. Where rows disagree the first one is believed.
    void compare(const Fields& fields, const LoggedCall& call) {
        const bool same = time(fields, "received") == call.received && time(fields, "entry") == call.entry &&
                          text(fields, "type") == call.type;
        if (!same) note("rows_of_a_call_disagree", where_);
    }

    LoggedResponse read_response(const Fields& fields, const std::string& unit) {
        LoggedResponse response;
        response.line = line_;
        response.unit = unit;
        const auto* kind = look_up(mapping_.unit_kinds, text(fields, "unit_kind"), "unit_kind");
        response.kind = kind == nullptr ? mapping_.defaults.unit_kind : kind->to;
        response.capability = kind == nullptr ? mapping_.defaults.capability : kind->capability;
        const std::string sequence = text(fields, "sequence");
        std::from_chars(sequence.data(), sequence.data() + sequence.size(), response.sequence);
        response.dispatch = time(fields, "dispatch");
        response.en_route = time(fields, "en_route");
        response.on_scene = time(fields, "on_scene");
        response.transport = time(fields, "transport");
        response.hospital = time(fields, "hospital");
        response.clear = time(fields, "clear");
        return response;
    }

    const Mapping& mapping_;
    Places places_;
    RealLog log_;
    std::unordered_map<std::string, std::size_t> by_call_;
    std::string where_;
    int line_ = 0;
};

}  // namespace

void Anomalies::note(const std::string& kind, std::string example) {
    auto& anomaly = by_kind_[kind];
    ++anomaly.count;
    if (anomaly.examples.size() < examples_max) anomaly.examples.push_back(std::move(example));
}

Result<RealLog, CsvFault> read_real_log(std::string_view csv, const Mapping& mapping,
                                        const Progress& progress) {
    constexpr int rows_between_progress = 10'000;
    CsvReader reader{csv};
    ANLAN_TRY(auto header, reader.next());
    if (!header) return Unexpected{CsvFault{1, "a header line"}};
    ANLAN_TRY(auto places, find_places(CsvHeader{std::move(*header)}, mapping.columns));
    Reading reading{mapping, std::move(places)};
    for (int rows = 1;; ++rows) {
        ANLAN_TRY(auto record, reader.next());
        if (!record) break;
        reading.take(*record, reader.line());
        if (progress && rows % rows_between_progress == 0) progress(reader.bytes_read(), csv.size());
    }
    return std::move(reading).finish();
}

}  // namespace anlan::sim
