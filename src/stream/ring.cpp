#include "stream/ring.hpp"

#include <algorithm>
#include <charconv>

namespace anlan::stream {
namespace {

// Ids, wire names and resources are ours and need no escape; this keeps a frame whole if one ever did.
void put_text(std::string& out, std::string_view name, std::string_view text) {
    out += name;
    out += '"';
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') out += c;
    out += '"';
}

template <class T>
bool take_number(std::string_view& text, T& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

}  // namespace

std::string event_id(std::string_view log_id, std::uint64_t position, std::uint32_t mark) {
    std::string id = std::string{log_id} + "-" + std::to_string(position);
    if (mark != 0) id += "." + std::to_string(mark);
    return id;
}

std::optional<Seen> seen_in(std::string_view id, std::string_view log_id) {
    if (!id.starts_with(log_id) || id.size() <= log_id.size() + 1 || id[log_id.size()] != '-')
        return std::nullopt;
    auto rest = id.substr(log_id.size() + 1);
    Seen seen;
    if (!take_number(rest, seen.position)) return std::nullopt;
    if (rest.empty()) return seen;
    if (!rest.starts_with('.')) return std::nullopt;
    rest.remove_prefix(1);
    if (!take_number(rest, seen.mark) || !rest.empty()) return std::nullopt;
    return seen;
}

std::string encode(const views::Change& change, std::string_view log_id) {
    std::string out;
    out.reserve(256 + (change.row ? change.row->json.size() : 0));
    out += "event: change\nid: ";
    out += event_id(log_id, change.position, change.mark);
    out += "\ndata: {\"position\":";
    out += std::to_string(change.position);
    put_text(out, ",\"stream\":", change.stream);
    out += ",\"version\":";
    out += std::to_string(change.version);
    put_text(out, ",\"wire\":", change.wire);
    put_text(out, ",\"resource\":", change.resource);
    put_text(out, ",\"recorded_at\":", to_text(change.recorded_at));
    put_text(out, ",\"happened_at\":", to_text(change.happened_at));
    out += ",\"row\":";
    out += change.row ? change.row->json : "null";
    out += change.row && change.row->open ? ",\"open\":true}\n\n" : ",\"open\":false}\n\n";
    return out;
}

std::string encode_left(const views::Change& change, std::string_view log_id) {
    views::Change bare{change.position,    change.stream,      change.version, "left", change.resource,
                       change.recorded_at, change.happened_at, std::nullopt,   {},     change.mark};
    return encode(bare, log_id);
}

std::string encode_reset(std::string_view log_id, std::uint64_t head, std::uint32_t mark,
                         std::string_view reason) {
    std::string out =
        "event: reset\nid: " + event_id(log_id, head, mark) + "\ndata: {\"position\":" + std::to_string(head);
    put_text(out, ",\"reason\":", reason);
    return out + "}\n\n";
}

std::uint32_t Ring::mark_at(std::uint64_t position) const {
    if (position == dropped_through) return dropped_mark;
    const auto sequence = sequence_after(position);
    if (sequence == first_sequence) return 0;
    const Entry& entry = entries[static_cast<std::size_t>(sequence - first_sequence - 1)];
    return entry.position == position ? entry.mark : 0;
}

std::uint64_t Ring::sequence_after(std::uint64_t position) const {
    const auto found =
        std::upper_bound(entries.begin(), entries.end(), position,
                         [](std::uint64_t p, const Entry& entry) { return p < entry.position; });
    return first_sequence + static_cast<std::uint64_t>(found - entries.begin());
}

std::uint32_t Ring::resource_index(std::string_view name) {
    const auto found = std::find(resources.begin(), resources.end(), name);
    const auto index = found - resources.begin();
    if (found == resources.end()) {
        resources.emplace_back(name);
        permissions.emplace_back();
    }
    return static_cast<std::uint32_t>(index);
}

std::optional<kernel::Scope> Ring::note_whereabouts(const views::Change& change) {
    std::optional<kernel::Scope> before;
    const auto known = whereabouts.find(change.stream);
    if (known != whereabouts.end() &&
        !(known->second.where == change.scope.where && known->second.shared_with == change.scope.shared_with))
        before = known->second;
    if (change.row && change.row->open)
        whereabouts.insert_or_assign(change.stream, change.scope);
    else if (known != whereabouts.end())
        whereabouts.erase(known);
    return before;
}

void Ring::push(Entry entry) {
    const auto sequence = end_sequence();
    for (const auto& weak : audiences)  // the slot may hold the verdict on a change long gone
        if (const auto audience = weak.lock())
            audience->verdicts[static_cast<std::size_t>(sequence % audience->verdicts.size())].store(
                Sight::not_asked, std::memory_order_relaxed);
    entries.push_back(std::move(entry));
}

void Ring::trim(const FeedLimits& limits, Instant now) {
    while (entries.size() > limits.changes_min &&
           (entries.size() > limits.changes_max || entries.front().recorded_at < now - limits.keep_for)) {
        dropped_through = entries.front().position;
        dropped_mark = entries.front().mark;
        entries.pop_front();
        ++first_sequence;
    }
}

std::shared_ptr<Audience> Ring::audience_of(const access::Seat& seat, std::size_t size) {
    std::erase_if(audiences, [](const auto& weak) { return weak.expired(); });
    for (const auto& weak : audiences) {
        auto known = weak.lock();
        if (known && known->seat.roles == seat.roles && known->seat.reach == seat.reach &&
            known->seat.given == seat.given && known->seat.only == seat.only &&
            known->seat.one_factor == seat.one_factor && known->seat.actor.kind == seat.actor.kind)
            return known;
    }
    access::Seat of = seat;
    of.actor.post_id = PostId{};
    auto made = std::make_shared<Audience>(std::move(of), size);
    audiences.push_back(made);
    return made;
}

}  // namespace anlan::stream
