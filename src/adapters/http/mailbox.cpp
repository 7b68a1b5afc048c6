#include "adapters/http/mailbox.hpp"

#include "adapters/http/connection.hpp"

#include <boost/asio/post.hpp>

namespace anlan::adapters::http {

void Mailbox::deliver(std::shared_ptr<Slot> slot, std::uint64_t request, ports::Response response) {
    const std::lock_guard lock{mutex_};
    if (closed_) return;
    letters_.push_back({std::move(slot), request, std::move(response)});
    if (letters_.size() == 1) asio::post(context_, [self = shared_from_this()] { self->open_all(); });
}

void Mailbox::close() {
    std::vector<Letter> dropped;
    const std::lock_guard lock{mutex_};
    closed_ = true;
    dropped.swap(letters_);
}

void Mailbox::open_all() {
    std::vector<Letter> letters;
    {
        const std::lock_guard lock{mutex_};
        letters.swap(letters_);
    }
    for (Letter& letter : letters)
        if (letter.slot->connection != nullptr)
            letter.slot->connection->answered(letter.request, std::move(letter.response));
}

}  // namespace anlan::adapters::http
