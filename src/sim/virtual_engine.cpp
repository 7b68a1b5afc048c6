#include "sim/virtual_engine.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace anlan::sim {

// Until nothing is left for this instant: what people sent, and what policies made of it.
void VirtualEngine::run() {
    while (engine_.turn(now_, waiting_)) {
    }
}

void VirtualEngine::advance(Instant to) {
    for (auto due = engine_.next_due(); due && *due <= to; due = engine_.next_due()) {
        now_ = std::max(now_, *due);
        run();
    }
    now_ = std::max(now_, to);
}

void VirtualEngine::submit(engine::Submission submission,
                           std::function<void(engine::Outcome)> reply) noexcept {
    waiting_.push_back({std::move(submission), std::move(reply)});
    run();
}

void VirtualEngine::submit_all(std::vector<engine::Submission> submissions,
                               std::function<void(std::vector<engine::Outcome>)> reply) noexcept {
    auto outcomes = std::make_shared<std::vector<engine::Outcome>>();
    for (auto& submission : submissions)
        waiting_.push_back({std::move(submission), [outcomes](engine::Outcome outcome) {
                                outcomes->push_back(std::move(outcome));
                            }});
    run();
    reply(std::move(*outcomes));
}

}  // namespace anlan::sim
