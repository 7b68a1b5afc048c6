// Answers come from any thread; a connection lives on one. The first answer that is put into an empty box
// wakes the loop, all that follow until it looks cost nothing more: the engine answers a whole commit at
// once.
#pragma once
#include "ports/request_handler.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace anlan::adapters::http {

class Connection;

// Where an answer goes. Outlives the connection where a handler answers late; only the loop's thread looks
// inside.
struct Slot {
    Connection* connection = nullptr;
    std::uint64_t request = 0;  // which of the connection's requests is waited for
    const std::thread::id thread = std::this_thread::get_id();
};

class Mailbox : public std::enable_shared_from_this<Mailbox> {
public:
    explicit Mailbox(boost::asio::io_context& context) : context_(context) {}

    // Any thread.
    void deliver(std::shared_ptr<Slot> slot, std::uint64_t request, ports::Response response);
    // The loop is gone: whatever still comes is dropped.
    void close();

private:
    struct Letter {
        std::shared_ptr<Slot> slot;
        std::uint64_t request;
        ports::Response response;
    };
    void open_all();

    boost::asio::io_context& context_;
    std::mutex mutex_;
    std::vector<Letter> letters_;
    bool closed_ = false;
};

}  // namespace anlan::adapters::http
