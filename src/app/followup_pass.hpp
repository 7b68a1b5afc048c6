// Sends what views find to be done (repeats of reports, incidents of the day) through the engine's door, one
// command at a time: the next is asked for when the answer to the one before is there, so that the view knows
// of it.
#pragma once
#include "engine/submit.hpp"
#include "telemetry/log.hpp"
#include "views/followup_source.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace anlan::app {

class FollowupPass {
public:
    struct Parts {
        std::vector<views::FollowupSource*> sources;
        engine::Submit& submit;
        telemetry::Log& log;
        // Whether the views have the whole log: before that they do not know what was done.
        std::function<bool()> whole;
    };
    explicit FollowupPass(Parts parts) : parts_(std::move(parts)) {}
    ~FollowupPass() { stop(); }
    FollowupPass(const FollowupPass&) = delete;
    FollowupPass& operator=(const FollowupPass&) = delete;

    void start();
    void stop();
    // Something came in. From any thread.
    void wake();

private:
    void run();
    bool send_one_each();                          // whether there may be more at once
    bool send_one(views::FollowupSource& source);  // the same, of this one

    Parts parts_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    bool woken_ = false;
    std::thread thread_;
};

}  // namespace anlan::app
