// One connection: requests are read, handed to the handler, answered in order. Requests that arrive together
// are answered together, in one write. All on the loop's thread.
#pragma once
#include "adapters/http/loop.hpp"
#include "adapters/http/request_reader.hpp"
#include "adapters/http/response_writer.hpp"

#include <optional>
#include <vector>

namespace anlan::adapters::http {

// A suspended coroutine, whatever its type.
class Suspended {
public:
    virtual ~Suspended() = default;
    virtual void go() = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Loop& loop, std::unique_ptr<Transport> transport, std::string peer);
    const std::string& peer() const { return peer_; }
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Task<void> run();

    void answered(std::uint64_t request, ports::Response response);  // from the mailbox
    void sweep(SteadyTime now);
    void poll_stream(SteadyTime now);
    void drain();
    void abandon();

private:
    enum class Doing { opening, idle, reading_head, reading_body, answering, writing, streaming, lingering };

    Task<bool> read_request();
    Task<bool> fill();
    Task<bool> answer_request();
    Task<bool> ask(ports::Request request);  // false: no answer came
    Task<bool> send_file(const FileAnswer& answer, Send send);
    Task<bool> flush();
    Task<void> refuse(ports::Unreadable reason);
    Task<void> stream_out(ports::Response response);
    Task<bool> send_chunks(const std::vector<ports::Bytes>& chunks);
    Task<void> watch_for_end();
    Task<void> suspend();

    HeadFacts facts(Framing framing, std::uint64_t length = 0) const;
    std::function<void(ports::Response)> reply_to(std::uint64_t request);
    void doing(Doing what);
    void wake();
    std::vector<ports::Bytes> next_chunks(ports::ByteStream::Next& next);

    Loop& loop_;
    std::unique_ptr<Transport> transport_;
    std::string peer_;
    RequestReader reader_;
    std::shared_ptr<Slot> slot_;

    std::vector<char> input_;  // bytes from begin_ to end_ are read and not yet taken
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::string output_;  // answers not yet sent
    Keep keep_ = Keep::alive;
    Doing doing_ = Doing::opening;
    SteadyTime deadline_{};
    bool expired_ = false;  // the deadline passed while a request was being read
    bool gone_ = false;     // the other side of a stream, or we are closing

    std::optional<ports::Response> answer_;
    bool asking_ = false;  // inside handle(): an answer from this thread needs no mailbox
    std::unique_ptr<Suspended> suspended_;
    std::unique_ptr<ports::ByteStream> stream_;
    SteadyTime last_sent_{};
};

}  // namespace anlan::adapters::http
