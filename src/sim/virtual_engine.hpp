// The engine on a virtual clock: what is submitted is decided and answered before submit() returns, and time
// passes only when somebody says so. What falls due in between happens at its own instant.
#pragma once
#include "engine/engine.hpp"
#include "engine/submit.hpp"

#include <deque>

namespace anlan::sim {

class VirtualEngine final : public engine::Submit {
public:
    VirtualEngine(engine::Engine& engine, Instant start) : engine_(engine), now_(start) {}

    Instant now() const { return now_; }
    void advance(Instant to);

    void submit(engine::Submission submission, std::function<void(engine::Outcome)> reply) noexcept override;
    void submit_all(std::vector<engine::Submission> submissions,
                    std::function<void(std::vector<engine::Outcome>)> reply) noexcept override;

private:
    void run();

    engine::Engine& engine_;
    Instant now_;
    std::deque<engine::Pending> waiting_;
};

}  // namespace anlan::sim
