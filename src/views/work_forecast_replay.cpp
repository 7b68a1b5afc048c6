// The questions that are asked of the forecast: pieces and rosters made ready, replayed, and told.
#include "codec/json.hpp"
#include "domain/instruction/rules.hpp"
#include "views/work_forecast.hpp"

#include <algorithm>

namespace anlan::views {
namespace {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

// Of the one forecast of each piece half-way, which a start makes anew for all of the log.
constexpr std::size_t half_way_owned_max = 40;  // of one post
constexpr int half_way_replays = 50;

std::vector<Millis> ascending(const std::deque<Millis>* measured, const std::vector<int>& usual) {
    std::vector<Millis> spans;
    if (measured != nullptr)
        spans.assign(measured->begin(), measured->end());
    else
        for (const int minutes : usual) spans.push_back(Minutes{minutes});
    std::sort(spans.begin(), spans.end());
    return spans;
}

double minutes_of(Millis span) { return static_cast<double>(span.count()) / 60'000; }

}  // namespace

// What planning::replay is asked about, with the texts that its spans point into.
struct WorkForecast::Replayed {
    std::vector<const Piece*> pieces;
    planning::OpenWork open;
    std::vector<bool> movable;
    std::vector<std::string> posts;  // of open.rosters
    std::map<std::pair<const ForecastWork*, std::string>, std::vector<Millis>> took;

    std::size_t post(const WorkForecast& view, const std::string& name) {
        const auto found = std::find(posts.begin(), posts.end(), name);
        if (found != posts.end()) return static_cast<std::size_t>(found - posts.begin());
        posts.push_back(name);
        open.rosters.push_back(view.rosters_.ahead(name, open.now));
        return posts.size() - 1;
    }
};

std::pair<SpansFrom, const std::deque<Millis>*> WorkForecast::spans_of(const ForecastWork& work,
                                                                       const std::string& station) const {
    const auto enough = [&](const std::string& where) -> const std::deque<Millis>* {
        const auto found = spans_.find({work.kind, where});
        if (found == spans_.end() || found->second.size() < static_cast<std::size_t>(forecast_.spans_least))
            return nullptr;
        return &found->second;
    };
    if (const auto* own = enough(station)) return {SpansFrom::station, own};
    if (const auto* city = enough("")) return {SpansFrom::city, city};
    return {SpansFrom::usual, nullptr};
}

std::vector<const WorkForecast::Piece*> WorkForecast::chosen(
    const std::string& station, const std::function<bool(const Piece&)>& wanted) const {
    std::vector<const Piece*> pieces;
    if (station.empty()) {
        for (const auto& [key, piece] : pieces_)
            if (wanted(piece)) pieces.push_back(&piece);
        return pieces;
    }
    const auto at = by_station_.find(station);
    if (at == by_station_.end()) return pieces;
    for (const auto& key : at->second) {
        const Piece& piece = pieces_.find(key)->second;
        if (wanted(piece)) pieces.push_back(&piece);
    }
    return pieces;
}

WorkForecast::Replayed WorkForecast::prepare(const std::vector<const Piece*>& pieces, Instant now,
                                             Instant until) const {
    Replayed replayed;
    replayed.pieces = pieces;
    replayed.open.now = now;
    replayed.open.until = until;
    std::map<std::string, int, std::less<>> in_hand;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const Piece& piece = *pieces[i];
        auto& took = replayed.took[{piece.work, piece.station}];
        if (took.empty())
            took = ascending(spans_of(*piece.work, piece.station).second, piece.work->usual_minutes);
        planning::OwedWork work;
        work.owner = replayed.post(*this, piece.owner);
        work.due_by = piece.due_by;
        work.took = took;
        work.luck = std::hash<std::string>{}(piece.stream + piece.work->kind);
        const bool waiting = waits(piece);
        for (std::size_t before = i; waiting && before-- > 0 && !work.after;) {
            const auto& after = piece.work->after;
            if (pieces[before]->stream == piece.stream &&
                std::find(after.begin(), after.end(), pieces[before]->work->kind) != after.end())
                work.after = before;
        }
        if (!work.after && in_hand[piece.owner]++ < rosters_.on_duty(piece.owner)) {
            const auto last = last_done_.find(piece.owner);
            const auto begun = last == last_done_.end() ? piece.begun : std::max(piece.begun, last->second);
            work.worked = rosters_.worked(piece.owner, begun, now);
        }
        replayed.open.work.push_back(work);
        replayed.movable.push_back(piece.work->movable && !waiting);
    }
    return replayed;
}

double WorkForecast::late_share(const std::string& station, const std::function<bool(const Piece&)>& wanted,
                                const Piece& of, Instant now) const {
    auto pieces = chosen(station, wanted);
    if (pieces.size() > half_way_owned_max) pieces.resize(half_way_owned_max);
    const auto at = std::find(pieces.begin(), pieces.end(), &of);
    if (at == pieces.end()) return 1;  // behind so many others of one post
    const auto replayed = prepare(pieces, now, of.due_by);
    const auto late = planning::replay(replayed.open, std::min(forecast_.replays, half_way_replays));
    return late.late[static_cast<std::size_t>(at - pieces.begin())];
}

ForecastPage WorkForecast::forecast(const Question& question,
                                    const std::function<bool(const kernel::Scope&)>& visible) const {
    ForecastPage page;
    page.now = question.now;
    page.until = question.until;
    auto pieces = chosen(question.station, [&](const Piece& piece) {
        const auto record = records_.find(piece.stream);
        return record != records_.end() && visible(record->second.module->scope(record->second.state));
    });
    page.complete = pieces.size() <= static_cast<std::size_t>(forecast_.work_max);
    if (!page.complete) pieces.resize(static_cast<std::size_t>(forecast_.work_max));
    auto replayed = prepare(pieces, question.now, question.until);
    const auto late = planning::replay(replayed.open, forecast_.replays);
    page.low = late.low;
    page.usual = late.usual;
    page.high = late.high;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const Piece& piece = *pieces[i];
        if (piece.due_by > question.until) continue;
        const bool overdue = piece.due_by <= question.now;
        ++(overdue ? page.overdue : page.owed);
        page.rows.push_back({piece.stream, piece.work->kind, PostId{piece.owner}, piece.due_by, overdue,
                             overdue ? 1 : late.late[i], rosters_.on_duty(piece.owner)});
    }
    for (const auto& [of, took] : replayed.took) {
        const auto [from, measured] = spans_of(*of.first, of.second);
        const auto count = measured == nullptr ? 0 : static_cast<std::int64_t>(measured->size());
        if (!question.station.empty())
            page.spans.push_back({of.first->kind, from, count, minutes_of(took[took.size() / 2])});
    }
    if (!question.station.empty() && late.expected > 0) propose(page, replayed, late, question.station);
    return page;
}

void WorkForecast::propose(ForecastPage& page, Replayed& replayed, const planning::LateForecast& before,
                           const std::string& station) const {
    std::vector<std::size_t> takers;
    for (const auto& post : rosters_.at_station(station, rules_.section<instruction::Rules>().carriers))
        if (rosters_.on_duty(post) > 0) takers.push_back(replayed.post(*this, post));
    const planning::MoveLimits limits{.moves_max = forecast_.moves_max, .worth = forecast_.move_worth};
    const auto moves =
        planning::best_moves(replayed.open, replayed.movable, takers, before, forecast_.replays, limits);
    for (const auto& move : moves) {
        const Piece& piece = *replayed.pieces[move.work];
        page.moves.push_back({piece.stream, piece.work->kind, PostId{piece.owner},
                              PostId{replayed.posts[move.to]}, move.usual_after});
    }
}

std::vector<kernel::QuerySpec> WorkForecast::queries() {
    kernel::QuerySpec spec;
    spec.name = "forecast.read";
    spec.permission = "instruction.read";
    spec.path = "/v1/forecast";
    spec.parameters = {{"station", false, {"派出所", "The station"}},
                       {"hours", false, {"今后几小时", "So many hours ahead"}}};
    spec.title = {"今后几小时内哪些会超时、可以转给谁",
                  "What will be late within the next hours, and who could take some of it"};
    spec.result_schema = codec::schema<ForecastPage>();
    spec.answer = [this](const kernel::QueryRequest& request) -> Result<std::string, Refusal> {
        const auto text = [&](const char* name) {
            const auto found = request.parameters.find(name);
            return found == request.parameters.end() ? std::string{} : found->second;
        };
        int hours = forecast_.hours;
        if (const auto given = text("hours"); !given.empty()) {
            auto read = codec::read_json<int>(given, codec::Unknown::refuse);
            if (!read.ok() || read.value() < 1 || read.value() > forecast_.hours_max)
                return Unexpected{
                    Refusal{"forecast.hours_invalid",
                            "Whole hours from 1 to " + std::to_string(forecast_.hours_max) + ".",
                            Because::invalid, Remedy::fix_input, "hours"}};
            hours = read.value();
        }
        return codec::to_json(
            forecast({text("station"), request.now, request.now + Hours{hours}}, request.visible));
    };
    kernel::QuerySpec calibration;
    calibration.name = "forecast.calibration";
    calibration.permission = "instruction.read";
    calibration.path = "/v1/forecast/calibration";
    calibration.title = {"预测与实际对照", "How well forecasts came true"};
    calibration.result_schema = codec::schema<CalibrationPage>();
    calibration.answer = [this](const kernel::QueryRequest&) -> Result<std::string, Refusal> {
        return codec::to_json(CalibrationPage{calibration_.tell()});
    };
    return {std::move(spec), std::move(calibration)};
}

}  // namespace anlan::views
