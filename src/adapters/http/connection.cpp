#include "adapters/http/connection.hpp"

#include "adapters/http/gzip.hpp"

#include <utility>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace anlan::adapters::http {
namespace {

constexpr std::size_t input_min = 4 * 1024;
constexpr std::size_t input_max = 64 * 1024;
constexpr std::size_t file_piece = 256 * 1024;
constexpr std::size_t stream_piece = 64 * 1024;
constexpr std::size_t linger_bytes_max = 1024 * 1024;

template <class Handler>
class SuspendedAs final : public Suspended {
public:
    explicit SuspendedAs(Handler handler) : handler_(std::move(handler)) {}
    void go() override { std::move(handler_)(); }

private:
    Handler handler_;
};

}  // namespace

Connection::Connection(Loop& loop, std::unique_ptr<Transport> transport, std::string peer)
    : loop_(loop),
      transport_(std::move(transport)),
      peer_(std::move(peer)),
      reader_(loop.shared().limits),
      slot_(std::make_shared<Slot>()),
      input_(input_min) {
    static_assert(input_min < input_max);
    slot_->connection = this;
    loop_.add(*this);
}

Connection::~Connection() {
    slot_->connection = nullptr;
    loop_.remove(*this);
}

Task<void> Connection::run() {
    doing(Doing::opening);
    if (co_await transport_->open()) {
        while (co_await read_request())
            if (!co_await answer_request()) break;
        if (!output_.empty()) co_await flush();
    }
    gone_ = true;
    transport_->close();
}

// ---- reading

Task<bool> Connection::read_request() {
    if (begin_ == end_) doing(Doing::idle);
    for (;;) {
        if (begin_ < end_) {
            begin_ += reader_.put({input_.data() + begin_, end_ - begin_});
            if (reader_.stage() == Stage::complete) co_return true;
            if (reader_.stage() == Stage::failed) {
                co_await refuse(reader_.reason());
                co_return false;
            }
            const bool in_body = reader_.stage() == Stage::body;
            if (in_body && doing_ != Doing::reading_body) {
                doing(Doing::reading_body);
                if (reader_.expects_continue()) output_ += "HTTP/1.1 100 Continue\r\n\r\n";
            } else if (!in_body && doing_ != Doing::reading_head) {
                doing(Doing::reading_head);
            }
        }
        if (loop_.draining() && doing_ == Doing::idle) co_return false;
        if (!output_.empty() && !co_await flush()) co_return false;
        if (!co_await fill()) {
            if (expired_) co_await refuse(ports::Unreadable::too_slow);
            co_return false;
        }
    }
}

Task<bool> Connection::fill() {
    if (begin_ > 0) {
        std::copy(input_.begin() + static_cast<std::ptrdiff_t>(begin_),
                  input_.begin() + static_cast<std::ptrdiff_t>(end_), input_.begin());
        end_ -= begin_;
        begin_ = 0;
    }
    const bool roomy = reader_.stage() == Stage::body || end_ == input_.size();
    if (roomy && input_.size() < input_max) input_.resize(input_.size() * 2);
    if (end_ == input_.size()) co_return false;  // the reader refuses heads long before
    const auto size =
        co_await transport_->read_some(asio::buffer(input_.data() + end_, input_.size() - end_));
    end_ += size;
    co_return size > 0 && !expired_;
}

// ---- answering

Task<bool> Connection::answer_request() {
    Shared& shared = loop_.shared();
    ports::Request request = reader_.take();
    request.peer = peer_;
    request.secured = shared.secured;
    keep_ = reader_.keeps_alive() && !loop_.draining() ? Keep::alive : Keep::close;
    const Send send = request.method == "HEAD" ? Send::head : Send::whole;
    const bool reads = send == Send::head || request.method == "GET";
    if (reads && !shared.handler.serves(request.path) && shared.files.has(request.path))
        co_return co_await send_file(shared.files.answer(request), send);
    const bool gzip = takes_gzip(request.header("accept-encoding"));
    const auto asked_at = std::chrono::steady_clock::now();
    if (!co_await ask(std::move(request))) co_return false;
    const auto span = std::chrono::steady_clock::now() - asked_at;
    shared.request_span.observe_us(std::chrono::duration_cast<std::chrono::microseconds>(span).count());
    ports::Response response = std::move(*answer_);
    answer_.reset();
    while (response.finish) response = std::exchange(response.finish, {})();
    if (response.stream) {
        co_await stream_out(std::move(response));
        co_return false;
    }
    if (loop_.draining()) keep_ = Keep::close;
    if (gzip) compress_page(response);
    append_response(output_, response, send, facts(Framing::length));
    const bool more_came = begin_ < end_ && output_.size() < shared.limits.output_bytes;
    if (keep_ == Keep::alive && more_came) co_return true;
    co_return co_await flush() && keep_ == Keep::alive;
}

std::function<void(ports::Response)> Connection::reply_to(std::uint64_t request) {
    return [slot = slot_, mailbox = loop_.shared_mailbox(), request](ports::Response response) {
        if (std::this_thread::get_id() == slot->thread) {
            Connection* connection = slot->connection;
            if (connection != nullptr && connection->asking_ && slot->request == request) {
                connection->answer_ = std::move(response);
                return;
            }
        }
        mailbox->deliver(slot, request, std::move(response));
    };
}

Task<bool> Connection::ask(ports::Request request) {
    doing(Doing::answering);
    answer_.reset();
    asking_ = true;
    loop_.shared().handler.handle(std::move(request), reply_to(++slot_->request));
    asking_ = false;
    if (!answer_ && !output_.empty() && !co_await flush()) co_return false;
    if (!answer_ && !gone_) co_await suspend();
    ++slot_->request;  // an answer that comes now is late
    co_return answer_.has_value();
}

void Connection::answered(std::uint64_t request, ports::Response response) {
    if (slot_->request != request || answer_) return;
    answer_ = std::move(response);
    wake();
}

Task<bool> Connection::send_file(const FileAnswer& answer, Send send) {
    append_head(output_, answer.response, facts(Framing::length, answer.length));
    if (send == Send::whole && answer.file) {
        for (std::uint64_t sent = 0; sent < answer.length;) {
            const auto piece =
                static_cast<std::size_t>(std::min<std::uint64_t>(file_piece, answer.length - sent));
            if (answer.file->read(answer.offset + sent, piece, output_) < piece) {
                keep_ = Keep::close;  // it got shorter while we sent it: only the end of the connection can
                                      // say so
                co_await flush();
                co_return false;
            }
            sent += piece;
            if (!co_await flush()) co_return false;
        }
    }
    co_return co_await flush() && keep_ == Keep::alive;
}

Task<bool> Connection::flush() {
    if (output_.empty()) co_return true;
    const auto before = doing_;
    const auto deadline_before = deadline_;
    doing(Doing::writing);
    const asio::const_buffer buffer{output_.data(), output_.size()};
    const bool sent = co_await transport_->write({&buffer, 1});
    output_.clear();
    if (output_.capacity() > 2 * file_piece) output_.shrink_to_fit();
    doing_ = before;
    deadline_ = deadline_before;
    co_return sent;
}

// The answer, then a while in which what still comes is read and dropped: closing on unread bytes would reset
// the connection, and the answer could be lost with it.
Task<void> Connection::refuse(ports::Unreadable reason) {
    loop_.shared().unreadable.add();
    expired_ = false;
    keep_ = Keep::close;
    append_response(output_, loop_.shared().handler.unreadable(reason), Send::whole, facts(Framing::length));
    if (!co_await flush()) co_return;
    doing(Doing::lingering);
    for (std::size_t dropped = 0; dropped < linger_bytes_max;) {
        const auto size = co_await transport_->read_some(asio::buffer(input_.data(), input_.size()));
        if (size == 0) co_return;
        dropped += size;
    }
}

HeadFacts Connection::facts(Framing framing, std::uint64_t length) const {
    return {keep_, framing, length, loop_.date(), loop_.shared().secured, loop_.shared().content_policy};
}

// ---- endless answers

Task<void> Connection::stream_out(ports::Response response) {
    const Framing framing = reader_.is_http_1_1() ? Framing::chunks : Framing::until_close;
    keep_ = Keep::close;
    append_head(output_, response, facts(framing));
    if (!co_await flush()) co_return;
    stream_ = std::move(response.stream);
    last_sent_ = std::chrono::steady_clock::now();
    doing(Doing::streaming);
    loop_.add_stream(*this);
    asio::co_spawn(
        loop_.context().get_executor(), [self = shared_from_this()] { return self->watch_for_end(); },
        asio::detached);
    while (!gone_) {
        auto next = ports::ByteStream::Next::drained;
        const auto chunks = next_chunks(next);
        if (!chunks.empty() && !co_await send_chunks(chunks)) break;
        if (next == ports::ByteStream::Next::finished) break;
        if (next == ports::ByteStream::Next::drained && !gone_) co_await suspend();
    }
    loop_.remove_stream(*this);
    stream_.reset();
    if (framing == Framing::chunks && !gone_) output_ += "0\r\n\r\n";
}

std::vector<ports::Bytes> Connection::next_chunks(ports::ByteStream::Next& next) {
    std::vector<ports::Bytes> chunks;
    if (stream_->ready()) {
        next = stream_->read(stream_piece, chunks);
    } else if (std::chrono::steady_clock::now() - last_sent_ >= loop_.shared().limits.heartbeat_every) {
        if (auto beat = stream_->heartbeat())
            chunks.push_back(std::move(beat));
        else
            next = ports::ByteStream::Next::finished;
    }
    return chunks;
}

Task<bool> Connection::send_chunks(const std::vector<ports::Bytes>& chunks) {
    std::size_t size = 0;
    for (const auto& chunk : chunks) size += chunk->size();
    const std::string opening = reader_.is_http_1_1() ? fmt::format("{:x}\r\n", size) : std::string{};
    std::vector<asio::const_buffer> buffers;
    buffers.reserve(chunks.size() + 2);
    if (!opening.empty()) buffers.emplace_back(opening.data(), opening.size());
    for (const auto& chunk : chunks) buffers.emplace_back(chunk->data(), chunk->size());
    if (!opening.empty()) buffers.emplace_back("\r\n", 2);
    doing(Doing::writing);
    const bool sent = co_await transport_->write(buffers);
    doing(Doing::streaming);
    last_sent_ = std::chrono::steady_clock::now();
    co_return sent;
}

// A console says nothing more; when it leaves, this is how we learn of it.
Task<void> Connection::watch_for_end() {
    std::array<char, 256> ignored{};
    while (co_await transport_->read_some(asio::buffer(ignored)) > 0) {
    }
    gone_ = true;
    wake();
}

void Connection::poll_stream(SteadyTime now) {
    if (!suspended_ || !stream_) return;
    if (gone_ || stream_->ready() || now - last_sent_ >= loop_.shared().limits.heartbeat_every) wake();
}

// ---- waiting

Task<void> Connection::suspend() {
    co_await asio::async_initiate<const UseAwaitable, void()>(
        [this](auto handler) {
            suspended_ = std::make_unique<SuspendedAs<decltype(handler)>>(std::move(handler));
        },
        UseAwaitable{});
}

void Connection::wake() {
    if (!suspended_) return;
    const auto suspended = std::move(suspended_);
    suspended->go();
}

void Connection::doing(Doing what) {
    const Limits& limits = loop_.shared().limits;
    doing_ = what;
    switch (what) {
        case Doing::opening:
        case Doing::reading_head:
            deadline_ = loop_.now() + limits.head_within;
            break;
        case Doing::idle:
            deadline_ = loop_.now() + limits.idle_for;
            break;
        case Doing::reading_body:
            deadline_ = loop_.now() + limits.body_within;
            break;
        case Doing::answering:
            deadline_ = loop_.now() + limits.answer_within;
            break;
        case Doing::writing:
            deadline_ = loop_.now() + limits.write_within;
            break;
        case Doing::lingering:
            deadline_ = loop_.now() + limits.linger_for;
            break;
        case Doing::streaming:
            deadline_ = SteadyTime::max();
            break;
    }
}

void Connection::sweep(SteadyTime now) {
    if (now < deadline_) return;
    const bool reading = doing_ == Doing::reading_head || doing_ == Doing::reading_body;
    if (!reading || expired_) return abandon();
    expired_ = true;  // told so, with an answer
    deadline_ = now + loop_.shared().limits.linger_for;
    transport_->interrupt();
}

void Connection::drain() {
    if (doing_ == Doing::idle || doing_ == Doing::opening || stream_) abandon();
}

void Connection::abandon() {
    gone_ = true;
    transport_->close();
    wake();
}

}  // namespace anlan::adapters::http
