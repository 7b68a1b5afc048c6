#include "adapters/http/loop.hpp"

#include "adapters/http/connection.hpp"
#include "adapters/http/response_writer.hpp"
#include "codec/peer_network.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace anlan::adapters::http {

Loop::Loop(Shared& shared)
    : shared_(shared),
      work_(context_.get_executor()),
      mailbox_(std::make_shared<Mailbox>(context_)),
      sweep_(context_),
      stream_tick_(context_) {
    tell_time();
    arm_sweep();
}

Loop::~Loop() { mailbox_->close(); }

void Loop::run() {
    context_.run();
    // Whoever is still here is cut: what they wait for will not come.
    mailbox_->close();
    abandon();
    over_ = true;  // a timer that is due already is not cancelled any more, and must not arm itself anew
    sweep_.cancel();
    stream_tick_.cancel();
    work_.reset();
    context_.restart();
    context_.run();
}

void Loop::stop() {
    asio::post(context_, [this] {
        draining_ = true;
        context_.stop();
    });
}

void Loop::tell_time() {
    now_ = std::chrono::steady_clock::now();
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    date_ = http_date(std::chrono::duration_cast<std::chrono::seconds>(wall).count());
}

void Loop::welcome(Socket socket, std::string peer) {
    auto connection =
        std::make_shared<Connection>(*this, shared_.make_transport(std::move(socket)), std::move(peer));
    asio::co_spawn(context_.get_executor(), [connection] { return connection->run(); }, asio::detached);
}

void Loop::remove(Connection& connection) {
    remove_stream(connection);
    if (connections_.erase(&connection) > 0) {
        shared_.open_connections.add(-1);
        shared_.count_out(codec::peer_network(connection.peer()));
    }
}

void Loop::add_stream(Connection& connection) {
    if (streams_.insert(&connection).second) shared_.open_streams.add(1);
    if (!streams_armed_) arm_streams();
}

void Loop::remove_stream(Connection& connection) {
    if (streams_.erase(&connection) > 0) shared_.open_streams.add(-1);
}

// Connections end while they are looked at, so a copy is walked and each is looked up again.
void Loop::arm_sweep() {
    sweep_.expires_after(shared_.limits.sweep_every);
    sweep_.async_wait([this](const boost::system::error_code& error) {
        if (error || over_) return;
        tell_time();
        const std::vector<Connection*> all{connections_.begin(), connections_.end()};
        for (Connection* connection : all)
            if (connections_.contains(connection)) connection->sweep(now_);
        arm_sweep();
    });
}

void Loop::arm_streams() {
    streams_armed_ = true;
    stream_tick_.expires_after(shared_.limits.stream_every);
    stream_tick_.async_wait([this](const boost::system::error_code& error) {
        streams_armed_ = false;
        if (error || over_) return;
        const auto now = std::chrono::steady_clock::now();
        const std::vector<Connection*> all{streams_.begin(), streams_.end()};
        for (Connection* connection : all)
            if (streams_.contains(connection)) connection->poll_stream(now);
        if (!streams_.empty() && !streams_armed_) arm_streams();
    });
}

void Loop::drain() {
    draining_ = true;
    const std::vector<Connection*> all{connections_.begin(), connections_.end()};
    for (Connection* connection : all)
        if (connections_.contains(connection)) connection->drain();
}

void Loop::abandon() {
    const std::vector<Connection*> all{connections_.begin(), connections_.end()};
    for (Connection* connection : all)
        if (connections_.contains(connection)) connection->abandon();
}

}  // namespace anlan::adapters::http
