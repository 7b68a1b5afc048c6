// How records leave memory when they are over, and come back when somebody names them (docs/design/rest.md).
#include "engine/engine.hpp"
#include "engine/snapshotter.hpp"

#include <utility>

namespace anlan::engine {

// Over, and owing nothing. Whether its row is closed, too, is asked only when it is about to leave.
bool Engine::is_over(const Stream& stream) const {
    return stream.module != nullptr && stream.version > 0 && stream.module->over &&
           stream.module->over(stream.state) && stream.module->obligations(stream.state).empty();
}

void Engine::look_again_for_rest(std::uint32_t number, Instant now) {
    Stream& stream = streams_.at(number);
    stream.touched = now;
    if (parts_.snapshotter != nullptr && is_over(stream)) calm_.push_back({now + limits_.rest_after, number});
}

const Stream* Engine::known(std::string_view id) {
    if (const Stream* found = streams_.find(id)) return found;
    if (!resting_) return nullptr;
    auto read = resting_->find(id);
    if (!read.ok()) {
        unread_ = std::move(read).error();
        return nullptr;
    }
    if (!*read) return nullptr;
    auto& rested = **read;
    const auto number = streams_.open(id, *rested.module);
    Stream& stream = streams_.at(number);
    stream.state = std::move(rested.state);
    stream.version = rested.version;
    stream.rested = rested.version;
    ++counts_.woken;
    look_again_for_rest(number, last_recorded_at_);
    return &stream;
}

Result<std::optional<Stream>, ports::Fault> Engine::read(std::string_view id) {
    if (const Stream* found = streams_.find(id)) return std::optional{*found};
    if (!resting_) return std::optional<Stream>{};
    ANLAN_TRY(auto read, resting_->find(id));
    if (!read) return std::optional<Stream>{};
    return std::optional{Stream{std::string{id}, read->module, std::move(read->state), read->version}};
}

// Between turns, and only while nothing that came due is still to be looked at: it is named by its number.
void Engine::let_rest(Instant now) {
    if (parts_.snapshotter == nullptr || !resting_ || due_next_ < due_.size()) return;
    for (const auto& saved : parts_.snapshotter->take_saved()) {
        if (parts_.saved) parts_.saved(saved);
        const auto number = streams_.number_of(saved.stream);
        if (!saved.rests || !number || streams_.at(*number).version != saved.version) continue;
        streams_.at(*number).rested = saved.version;
        leave(*number);
    }
    if (parts_.none_may_rest && parts_.none_may_rest()) return;
    for (; !calm_.empty() && calm_.front().at <= now; calm_.pop_front()) {
        const auto number = calm_.front().number;
        const Stream& stream = streams_.at(number);  // another one's by now, perhaps: then it is too early
        if (stream.touched + limits_.rest_after > now || !is_over(stream)) continue;
        const auto row = stream.module->row(stream.id, stream.state);
        if (row && row->open) continue;
        if (stream.rested == stream.version)
            leave(number);
        else
            parts_.snapshotter->rest({stream.id, stream.module, stream.state, stream.version}, row, head_);
    }
}

void Engine::leave(std::uint32_t number) {
    if (!is_over(streams_.at(number))) return;
    const Stream stream = streams_.at(number);
    wheel_.cancel(number);
    streams_.close(number);
    ++counts_.rested;
    if (parts_.rested) parts_.rested(stream);
}

}  // namespace anlan::engine
