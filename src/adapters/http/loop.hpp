// One thread of the server and what belongs to it: its connections, their deadlines, the answers that reach
// it from other threads. Nothing here is touched by another thread, except the mailbox and stop-like calls
// that are posted.
#pragma once
#include "adapters/http/mailbox.hpp"
#include "adapters/http/settings.hpp"
#include "adapters/http/transport.hpp"
#include "adapters/http/web_files.hpp"
#include "telemetry/metrics.hpp"

#include <boost/asio/basic_waitable_timer.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace anlan::adapters::http {

class Connection;
using SteadyTime = std::chrono::steady_clock::time_point;

// What all connections share; outlives them.
struct Shared {
    ports::RequestHandler& handler;
    Limits limits;
    WebFiles files;
    MakeTransport make_transport;
    ports::Secured secured = ports::Secured::no;
    std::string content_policy;
    telemetry::Gauge& open_connections;
    telemetry::Gauge& open_streams;
    telemetry::Counter& unreadable;
    telemetry::Counter& turned_away;
    telemetry::Histogram& request_span;
    std::atomic<std::size_t> connections{0};
    std::mutex left_mutex{};
    std::condition_variable left{};                               // a connection ended
    std::unordered_map<std::string, std::size_t> of_source = {};  // connections; under left_mutex

    // False: there are too many, or too many from there.
    bool count_in(const std::string& source) {
        const std::lock_guard lock{left_mutex};
        if (connections.load() >= limits.connections) return false;
        const auto found = of_source.find(source);
        if (found != of_source.end() && found->second >= limits.connections_of_source) return false;
        ++of_source[source];
        connections.fetch_add(1);
        return true;
    }
    void count_out(const std::string& source) {
        {
            const std::lock_guard lock{left_mutex};
            connections.fetch_sub(1);
            if (const auto found = of_source.find(source); found != of_source.end() && --found->second == 0)
                of_source.erase(found);
        }
        left.notify_all();
    }

    void wait_until_empty(Millis within) {
        std::unique_lock lock{left_mutex};
        left.wait_for(lock, within, [&] { return connections.load() == 0; });
    }
};

class Loop {
public:
    explicit Loop(Shared& shared);
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void run();  // until stop()
    void stop();

    // On the loop's thread.
    void welcome(Socket socket, std::string peer);
    void add(Connection& connection) { connections_.insert(&connection); }
    void remove(Connection& connection);
    void add_stream(Connection& connection);
    void remove_stream(Connection& connection);
    void drain();    // idle connections close, busy ones after their answer
    void abandon();  // all close now

    asio::io_context& context() { return context_; }
    Mailbox& mailbox() { return *mailbox_; }
    std::shared_ptr<Mailbox> shared_mailbox() { return mailbox_; }
    Shared& shared() { return shared_; }
    const std::string& date() const { return date_; }
    SteadyTime now() const { return now_; }  // as of the last sweep: for deadlines
    bool draining() const { return draining_; }

private:
    using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                             asio::wait_traits<std::chrono::steady_clock>, Executor>;
    void arm_sweep();
    void arm_streams();
    void tell_time();

    Shared& shared_;
    asio::io_context context_{1};
    asio::executor_work_guard<Executor> work_;
    std::shared_ptr<Mailbox> mailbox_;
    Timer sweep_;
    Timer stream_tick_;
    bool streams_armed_ = false;
    bool draining_ = false;
    bool over_ = false;
    std::unordered_set<Connection*> connections_;
    std::unordered_set<Connection*> streams_;
    std::string date_;
    SteadyTime now_{};
};

}  // namespace anlan::adapters::http
