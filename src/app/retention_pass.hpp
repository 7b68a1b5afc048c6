// The clock's pass over what is kept no longer: at start, and then once a minute, asks the view what is due
// and sends it through the engine's door, a batch at a time.
#pragma once
#include "engine/submit.hpp"
#include "ports/clock.hpp"
#include "telemetry/log.hpp"
#include "views/retention.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace anlan::app {

// A command of the pass as the engine gets it: the clock acts, and the same keys are the same command.
engine::Submission erasure_submission(kernel::Followup due);

class RetentionPass {
public:
    struct Parts {
        views::Retention& retention;
        const views::Records& records;
        engine::Submit& submit;
        ports::Clock& clock;
        telemetry::Log& log;
    };
    explicit RetentionPass(Parts parts) : parts_(parts) {}
    ~RetentionPass() { stop(); }
    RetentionPass(const RetentionPass&) = delete;
    RetentionPass& operator=(const RetentionPass&) = delete;

    void start();
    void stop();
    // Something is due at once: an erasure that was ordered. From any thread.
    void wake();

private:
    void run();
    bool send_batch();  // whether there may be more at once

    Parts parts_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    bool woken_ = false;
    std::thread thread_;
};

}  // namespace anlan::app
