#include "sim/world/consoles.hpp"

#include <charconv>
#include <optional>
#include <utility>

namespace anlan::sim {
namespace {

constexpr std::size_t bytes_in_read = 64 * 1024;

// The value of a line "name: value"; empty if there is no such line.
std::string_view field(std::string_view event, std::string_view name) {
    while (!event.empty()) {
        const auto end = event.find('\n');
        const auto line = event.substr(0, end);
        if (line.starts_with(name) && line.substr(name.size()).starts_with(": "))
            return line.substr(name.size() + 2);
        if (end == std::string_view::npos) return {};
        event.remove_prefix(end + 1);
    }
    return {};
}

// What stands in a flat JSON text after "name": up to a comma, a brace or the closing quote.
std::string_view member(std::string_view json, std::string_view name) {
    const auto at = json.find("\"" + std::string{name} + "\":");
    if (at == std::string_view::npos) return {};
    json.remove_prefix(at + name.size() + 3);
    if (json.starts_with('"')) return json.substr(1, json.find('"', 1) - 1);
    return json.substr(0, json.find_first_of(",}"));
}

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> position_of(std::string_view event_id) {
    const auto bar = event_id.rfind('-');
    if (bar == std::string_view::npos) return std::nullopt;
    event_id.remove_prefix(bar + 1);
    return number(event_id.substr(0, event_id.find('.')));
}

}  // namespace

Consoles::Consoles(std::vector<access::Seat> seats, std::uint64_t seed, double drops, ConsoleWatcher& watcher,
                   const Plants& plants)
    : seats_(std::move(seats)),
      consoles_(seats_.size()),
      chance_(seed),
      drops_(drops),
      watcher_(watcher),
      plants_(plants) {}

void Consoles::cut_off() {
    for (auto& console : consoles_) {
        console.stream.reset();
        console.rest.clear();
    }
}

void Consoles::look(SimulatedNode& node) {
    for (std::size_t i = 0; i < consoles_.size(); ++i) {
        if (!consoles_[i].stream) connect(i, node);
        read(i, node);
    }
}

void Consoles::connect(std::size_t number, SimulatedNode& node) {
    Console& console = consoles_[number];
    stream::Subscription wanted;
    wanted.seat = seats_[number];
    wanted.last_event_id = console.last_event_id;
    if (!console.last_event_id.empty()) ++counts_.resumed;
    if (console.last_event_id.empty()) watcher_.connected(number, node.feed().position());
    console.stream = node.feed().subscribe(std::move(wanted));
}

void Consoles::read(std::size_t number, SimulatedNode& node) {
    Console& console = consoles_[number];
    while (console.stream) {
        std::vector<ports::Bytes> chunks;
        const auto next = console.stream->read(bytes_in_read, chunks);
        for (const auto& chunk : chunks) console.rest += *chunk;
        if (plants_.console) plants_.console(console.rest);
        // A connection that breaks does so anywhere, also inside an event.
        const bool broken = chance_.hit(drops_);
        if (broken) console.rest.resize(chance_.below(console.rest.size() + 1));
        std::size_t done = 0;
        for (auto end = console.rest.find("\n\n"); end != std::string::npos;
             end = console.rest.find("\n\n", done)) {
            take(number, std::string_view{console.rest}.substr(done, end - done));
            done = end + 2;
        }
        console.rest.erase(0, done);
        if (broken || next == ports::ByteStream::Next::finished) {
            counts_.drops += broken ? 1 : 0;
            console.stream.reset();
            console.rest.clear();
            return;
        }
        if (next == ports::ByteStream::Next::drained) return watcher_.drained(number, node.feed().position());
    }
}

void Consoles::take(std::size_t number_of_console, std::string_view text) {
    Console& console = consoles_[number_of_console];
    const auto id = field(text, "id");
    const auto kind = field(text, "event");
    const auto data = field(text, "data");
    if (!id.empty()) console.last_event_id = id;
    if (kind.empty()) return;  // a greeting or a heartbeat
    ++counts_.frames;
    const auto position = number(member(data, "position"));
    if (!position || position_of(id) != position) return watcher_.malformed(number_of_console, text);
    if (kind == "reset") {
        ++counts_.resets;
        return watcher_.reset(number_of_console, {*position, member(data, "reason")});
    }
    const auto version = number(member(data, "version"));
    if (kind != "change" || !version) return watcher_.malformed(number_of_console, text);
    watcher_.changed(number_of_console,
                     {*position, member(data, "stream"), *version, member(data, "wire"), text});
}

}  // namespace anlan::sim
