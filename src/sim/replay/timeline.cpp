#include "sim/replay/timeline.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace anlan::sim {
namespace {

struct NamedStamp {
    const char* name;
    std::optional<Instant> at;
};

std::string where(const LoggedCall& call, const LoggedResponse& response) {
    return "line " + std::to_string(response.line) + ": call " + call.call + ", unit " + response.unit;
}

// Missing and contradicting stamps of one response, as they stand in the log.
void note_oddities(const LoggedCall& call, const LoggedResponse& response, Anomalies& anomalies) {
    const std::array<NamedStamp, 8> stamps{{{"received", call.received},
                                            {"entry", call.entry},
                                            {"dispatch", response.dispatch},
                                            {"en_route", response.en_route},
                                            {"on_scene", response.on_scene},
                                            {"transport", response.transport},
                                            {"hospital", response.hospital},
                                            {"clear", response.clear}}};
    const NamedStamp* before = nullptr;
    for (const auto& stamp : stamps) {
        const std::string_view name = stamp.name;
        if (!stamp.at) {
            if (name != "transport" && name != "hospital")  // most responses take nobody anywhere
                anomalies.note("missing_" + std::string{name}, where(call, response));
            continue;
        }
        if (before != nullptr && *stamp.at < *before->at)
            anomalies.note(std::string{name} + "_before_" + before->name, where(call, response));
        before = &stamp;
    }
}

class Timeline {
public:
    explicit Timeline(const RealLog& log, Anomalies& anomalies) : log_(log), anomalies_(anomalies) {}

    std::vector<Step> make() {
        for (std::size_t i = 0; i < log_.calls.size(); ++i) add_call(i);
        std::sort(steps_.begin(), steps_.end(),
                  [](const Ordered& a, const Ordered& b) { return a.key() < b.key(); });
        std::vector<Step> steps;
        steps.reserve(steps_.size());
        for (auto& ordered : steps_) steps.push_back(ordered.step);
        return steps;
    }

private:
    using Key = std::tuple<Instant, Instant, std::size_t, std::size_t, StepKind>;
    // At one instant, what began earlier goes on first: a unit clears before it is sent again.
    struct Ordered {
        Step step;
        Instant began;
        std::size_t rank =
            0;  // of the response within its call; the call's own steps before or after all of them

        Key key() const { return {step.at, began, step.call, rank, step.kind}; }
    };
    static constexpr std::size_t after_all = ~std::size_t{0};

    void add(Step step, Instant began, std::size_t rank) { steps_.push_back({step, began, rank}); }

    void add_call(std::size_t index) {
        const auto& call = log_.calls[index];
        for (const auto& response : call.responses) note_oddities(call, response, anomalies_);
        std::optional<Instant> first = call.received ? call.received : call.entry;
        for (const auto& response : call.responses)
            if (!first) first = response.dispatch;
        if (!first)
            return anomalies_.note("call_without_times",
                                   "line " + std::to_string(call.line) + ": call " + call.call);
        add({*first, StepKind::receive, index, 0, call.received}, *first, 0);
        const Instant opened = std::max(*first, call.entry.value_or(*first));
        add({opened, StepKind::open, index, 0, call.entry}, opened, 0);
        Instant last = opened;
        for (std::size_t i = 0; i < call.responses.size(); ++i)
            last = std::max(last, add_response(index, i, opened));
        add({last, StepKind::close, index, 0, {}}, Instant::max(), after_all);
    }

    // Returns when the response ends.
    Instant add_response(std::size_t index, std::size_t number, Instant opened) {
        const auto& call = log_.calls[index];
        const auto& response = call.responses[number];
        std::optional<Instant> known = response.dispatch;
        for (const auto& later : {response.en_route, response.on_scene, response.clear})
            if (!known) known = later;
        if (!known) {
            anomalies_.note("response_without_times", where(call, response));
            return opened;
        }
        Instant at = std::max(*known, opened);
        const Instant began = at;
        const std::size_t rank = number + 1;
        add({at, StepKind::dispatch, index, number, response.dispatch}, began, rank);
        const auto follow = [&](StepKind kind, const std::optional<Instant>& stamp) {
            if (!stamp) return;
            at = std::max(at, *stamp);
            add({at, kind, index, number, stamp}, began, rank);
        };
        follow(StepKind::en_route, response.en_route);
        follow(StepKind::on_scene, response.on_scene);
        follow(StepKind::hospital, response.hospital);
        follow(StepKind::clear, response.clear);
        return at;
    }

    const RealLog& log_;
    Anomalies& anomalies_;
    std::vector<Ordered> steps_;
};

}  // namespace

std::vector<Step> make_timeline(const RealLog& log, Anomalies& anomalies) {
    return Timeline{log, anomalies}.make();
}

}  // namespace anlan::sim
