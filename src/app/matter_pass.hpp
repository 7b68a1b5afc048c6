// Sends what the finder of repeats makes of new reports through the engine's door, one command at a time: the
// next report is looked at when the answer to the one before is there, so that the view knows of it.
#pragma once
#include "engine/submit.hpp"
#include "telemetry/log.hpp"
#include "views/repeat_reports.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace anlan::app {

// A command of the finder as the engine gets it: the same words are the same command.
engine::Submission matter_submission(const kernel::Followup& found);

class MatterPass {
public:
    struct Parts {
        views::RepeatReports& reports;
        engine::Submit& submit;
        telemetry::Log& log;
        // Whether the view has the whole log: before that it does not know what was suggested.
        std::function<bool()> whole;
    };
    explicit MatterPass(Parts parts) : parts_(parts) {}
    ~MatterPass() { stop(); }
    MatterPass(const MatterPass&) = delete;
    MatterPass& operator=(const MatterPass&) = delete;

    void start();
    void stop();
    // A report came in. From any thread.
    void wake();

private:
    void run();
    bool send_one();  // whether there may be more at once

    Parts parts_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    bool woken_ = false;
    std::thread thread_;
};

}  // namespace anlan::app
