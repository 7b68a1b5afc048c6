// Opus in Ogg (RFC 3533, RFC 7845): pages, each with its sum and a table of segments that packets are put
// together of. Written anew: our own serial number, no comments, pages of a second.
#include "codec/media_formats.hpp"
#include "codec/media_opus.hpp"

#include <array>
#include <vector>

namespace anlan::codec::media {
namespace {

constexpr std::string_view mark = "OggS", tags_mark = "OpusTags";
constexpr std::uint32_t continued = 1, begins = 2, ends = 4;
constexpr std::size_t segments_max = 255, segment_bytes_max = 255, sum_at = 22;
constexpr std::size_t tags_bytes_max = 64 * 1'024;
constexpr std::uint32_t our_serial = 1;
constexpr std::uint32_t page_samples = opus_rate;  // a second

constexpr std::array<std::uint32_t, 256> sums_of_bytes() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t sum = i << 24U;
        for (int bit = 0; bit < 8; ++bit) sum = sum << 1U ^ ((sum >> 31U) != 0 ? 0x04C11DB7U : 0U);
        table[i] = sum;
    }
    return table;
}

// Of a page whose own sum is zero.
std::uint32_t sum_of(std::string_view page) {
    static constexpr auto table = sums_of_bytes();
    std::uint32_t sum = 0;
    for (const char c : page) sum = sum << 8U ^ table[(sum >> 24U ^ static_cast<unsigned char>(c)) & 0xFFU];
    return sum;
}

struct Page {
    std::uint32_t flags = 0;
    std::uint32_t serial = 0;
    std::uint32_t number = 0;
    std::string_view segments;  // a length each
    std::string_view body;
};

std::optional<Page> take_page(Front& from) {
    const auto begin = from.rest();
    Page page;
    const bool marked = from.take(mark.size()) == mark && from.big(1) == 0;
    page.flags = from.big(1);
    from.take(8);  // how far the sound is: counted anew
    page.serial = from.little(4);
    page.number = from.little(4);
    const std::uint32_t sum = from.little(4);
    page.segments = from.take(from.big(1));
    std::size_t bytes = 0;
    for (const char length : page.segments) bytes += static_cast<unsigned char>(length);
    page.body = from.take(bytes);
    if (!marked || from.failed()) return std::nullopt;
    std::string whole{begin.substr(0, begin.size() - from.rest().size())};
    whole.replace(sum_at, 4, 4, '\0');
    return sum_of(whole) == sum ? std::optional{page} : std::nullopt;
}

// The packets of one stream, from its first page to the one that says that it is the last, or to the end.
class Packets {
public:
    std::optional<std::vector<std::string>> in(std::string_view bytes) {
        Front from{bytes};
        for (bool over = false; !over && !from.rest().empty();) {
            const auto page = take_page(from);
            if (!page || !fits(*page) || !take_segments(*page)) return std::nullopt;
            over = (page->flags & ends) != 0;
        }
        if (in_the_middle_ || packets_.empty()) return std::nullopt;
        return std::move(packets_);
    }

private:
    bool fits(const Page& page) {
        const bool first = next_ == 0;
        if (first) serial_ = page.serial;
        return page.serial == serial_ && page.number == next_++ && ((page.flags & begins) != 0) == first &&
               ((page.flags & continued) != 0) == in_the_middle_;
    }
    bool take_segments(const Page& page) {
        Front body{page.body};
        for (const char length : page.segments) {
            const auto size = static_cast<unsigned char>(length);
            if (!in_the_middle_) packets_.emplace_back();
            packets_.back() += body.take(size);
            in_the_middle_ = size == segment_bytes_max;
            if (packets_.back().size() > tags_bytes_max) return false;
        }
        return true;
    }

    std::vector<std::string> packets_;
    bool in_the_middle_ = false;
    std::uint32_t serial_ = 0;
    std::uint32_t next_ = 0;
};

class Writer {
public:
    void add(std::string_view packet, std::uint32_t samples) {
        const std::size_t needed = packet.size() / segment_bytes_max + 1;
        if (segments_.size() + needed > segments_max || on_page_ >= page_samples) end_page(0);
        segments_.append(needed - 1, static_cast<char>(segment_bytes_max));
        segments_ += static_cast<char>(packet.size() % segment_bytes_max);
        body_ += packet;
        on_page_ += samples;
        samples_ += samples;
    }
    void end_page(std::uint32_t flags) {
        std::string page{mark};
        page += big_bytes(0, 1) + big_bytes(flags, 1) + little_bytes(samples_, 8) +
                little_bytes(our_serial, 4) + little_bytes(number_++, 4) + little_bytes(0, 4) +
                big_bytes(segments_.size(), 1) + segments_ + body_;
        page.replace(sum_at, 4, little_bytes(sum_of(page), 4));
        written_ += page;
        segments_.clear();
        body_.clear();
        on_page_ = 0;
    }
    std::uint64_t samples() const { return samples_; }
    std::string written() && { return std::move(written_); }

private:
    std::string written_;
    std::string segments_;
    std::string body_;
    std::uint32_t on_page_ = 0;
    std::uint64_t samples_ = 0;
    std::uint32_t number_ = 0;
};

// Who wrote it, and no comments.
std::string tags() {
    const std::string vendor = "Anlan";
    return std::string{tags_mark} + little_bytes(vendor.size(), 4) + vendor + little_bytes(0, 4);
}

}  // namespace

std::optional<Sound> strip_ogg(std::string_view bytes) {
    constexpr std::size_t heads = 2;
    const auto packets = Packets{}.in(bytes);
    if (!packets || packets->size() <= heads || !(*packets)[1].starts_with(tags_mark)) return std::nullopt;
    const auto head = opus_head_in(packets->front());
    if (!head) return std::nullopt;
    Writer writer;
    writer.add(opus_head_of(*head), 0);
    writer.end_page(begins);
    writer.add(tags(), 0);
    writer.end_page(0);
    for (std::size_t i = heads; i < packets->size(); ++i) {
        const auto samples = opus_samples((*packets)[i]);
        if (!samples) return std::nullopt;
        writer.add((*packets)[i], *samples);
    }
    writer.end_page(ends);
    const Millis lasts{writer.samples() * 1'000 / opus_rate};
    return Sound{std::move(writer).written(), lasts};
}

}  // namespace anlan::codec::media
