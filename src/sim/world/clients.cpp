#include "sim/world/clients.hpp"

#include <utility>

namespace anlan::sim {
namespace {

constexpr int attempts_max = 60;
constexpr Millis answer_awaited{8'000};
constexpr Millis after_a_fault{1'000};
constexpr Millis after_no_connection{3'000};
constexpr Millis usual_way{5};

bool is_passing(const engine::Outcome& outcome) {
    if (std::holds_alternative<ports::Fault>(outcome)) return true;
    const auto* refusal = std::get_if<kernel::Refusal>(&outcome);
    return refusal != nullptr && refusal->because == kernel::Because::busy;
}

}  // namespace

void Clients::submit(engine::Submission submission, std::function<void(engine::Outcome)> reply) noexcept {
    auto& line = lines_[submission.seat.actor.actor_id];
    if (!line) line = std::make_unique<Line>();
    line->waiting.push_back({std::move(submission), std::move(reply)});
    ++counts_.sent;
    if (line->waiting.size() == 1) say(*line);
}

void Clients::submit_all(std::vector<engine::Submission> submissions,
                         std::function<void(std::vector<engine::Outcome>)> reply) noexcept {
    auto outcomes = std::make_shared<std::vector<engine::Outcome>>();
    const auto expected = submissions.size();
    for (auto& submission : submissions)
        submit(std::move(submission), [outcomes, expected, reply](engine::Outcome outcome) {
            outcomes->push_back(std::move(outcome));
            if (outcomes->size() == expected) reply(std::move(*outcomes));
        });
}

Millis Clients::delay() {
    if (!parts_.faults.any()) return Millis{0};
    return chance_.hit(parts_.faults.delayed) ? chance_.seconds(0.1, parts_.faults.delay_seconds) : usual_way;
}

void Clients::say(Line& line) {
    ++line.turn;
    line.attempts = 0;
    carry(line, line.turn);
}

// One attempt: the request goes its way, and the person waits for so long.
void Clients::carry(Line& line, std::uint64_t turn) {
    if (line.turn != turn || line.waiting.empty()) return;
    if (++line.attempts > attempts_max) {
        ++counts_.given_up;
        return finish(line, ports::Fault{ports::Then::retry_call, "client.gave_up", "nobody answers"});
    }
    const int copies = chance_.hit(parts_.faults.doubled) ? 2 : 1;
    counts_.doubled += static_cast<std::uint64_t>(copies - 1);
    if (parts_.faults.any()) say_again(line, turn, answer_awaited);
    for (int i = 0; i < copies; ++i) {
        ++counts_.messages;
        if (chance_.hit(parts_.faults.lost)) {
            ++counts_.lost;
            continue;
        }
        if (!parts_.faults.any()) return deliver(line, turn, line.waiting.front().submission);
        parts_.calendar.plan(
            parts_.machine.now + delay(),
            [this, &line, turn, copy = line.waiting.front().submission] { deliver(line, turn, copy); });
    }
}

void Clients::deliver(Line& line, std::uint64_t turn, engine::Submission submission) {
    SimulatedNode* node = parts_.node();
    if (node == nullptr) {
        ++counts_.refused_connection;
        return say_again(line, turn, after_no_connection);
    }
    auto told = submission;
    node->submit(std::move(submission), [this, &line, turn, told](const engine::Outcome& outcome) {
        parts_.answered(told, outcome);
        if (!parts_.faults.any()) return hear(line, turn, outcome);
        if (chance_.hit(parts_.faults.lost)) {
            ++counts_.lost;
            return;
        }
        parts_.calendar.plan(parts_.machine.now + delay(),
                             [this, &line, turn, outcome] { hear(line, turn, outcome); });
    });
    if (!parts_.faults.any()) node->run();
}

void Clients::hear(Line& line, std::uint64_t turn, const engine::Outcome& outcome) {
    if (line.turn != turn || line.waiting.empty()) return;  // late: it was answered before
    if (is_passing(outcome)) return say_again(line, turn, after_a_fault);
    finish(line, outcome);
}

void Clients::say_again(Line& line, std::uint64_t turn, Millis after) {
    const int attempts = line.attempts;
    parts_.calendar.plan(parts_.machine.now + after, [this, &line, turn, attempts] {
        if (line.turn == turn && line.attempts == attempts) carry(line, turn);
    });
}

void Clients::finish(Line& line, engine::Outcome outcome) {
    const auto said = std::move(line.waiting.front());
    line.waiting.pop_front();
    ++line.turn;
    if (said.reply) said.reply(std::move(outcome));
    if (!line.waiting.empty()) say(line);
}

}  // namespace anlan::sim
