// Opus in WebM (RFC 8794, RFC 9559): elements, each with an id and a size, which a browser that records
// leaves open for the segment and its clusters. Written anew around the packets and their times: one audio
// entry, clusters of half a minute, nothing that names a program or a day.
#include "codec/media_formats.hpp"
#include "codec/media_opus.hpp"

#include <algorithm>
#include <bit>
#include <vector>

namespace anlan::codec::media {
namespace {

constexpr std::uint32_t id_ebml = 0x1A45DFA3, id_doc_type = 0x4282, id_segment = 0x18538067;
constexpr std::uint32_t id_info = 0x1549A966, id_time_scale = 0x2AD7B1, id_duration = 0x4489;
constexpr std::uint32_t id_muxer = 0x4D80, id_writer = 0x5741;
constexpr std::uint32_t id_entries = 0x1654AE6B, id_entry = 0xAE, id_number = 0xD7, id_uid = 0x73C5;
constexpr std::uint32_t id_type = 0x83, id_codec = 0x86, id_codec_head = 0x63A2, id_encodings = 0x6D80;
constexpr std::uint32_t id_codec_delay = 0x56AA, id_pre_roll = 0x56BB;
constexpr std::uint32_t id_audio = 0xE1, id_rate = 0xB5, id_channels = 0x9F;
constexpr std::uint32_t id_cluster = 0x1F43B675, id_time = 0xE7, id_simple_block = 0xA3;
constexpr std::uint32_t id_group = 0xA0, id_block = 0xA1;
constexpr std::uint32_t id_cues = 0x1C53BB6B, id_tags = 0x1254C367;

constexpr std::uint64_t ms_in_ns = 1'000'000;  // the one scale that browsers write: times are milliseconds
constexpr std::uint64_t type_audio = 2;
constexpr std::uint32_t lacing = 0x06, key_frame = 0x80;
constexpr std::uint64_t pre_roll_ns = 80 * ms_in_ns;
constexpr std::int64_t cluster_ms = 30'000;  // a block's time within its cluster has 16 bits
constexpr std::size_t size_bytes_max = 8;
static_assert(cluster_ms <= INT16_MAX);

struct Element {
    std::uint32_t id = 0;
    std::optional<std::uint64_t> size;  // none: left open
};

// None: there is none, or it is not to be understood.
std::optional<Element> take_element(Front& from) {
    const std::uint32_t first = from.big(1);
    const auto more_of_id = static_cast<std::size_t>(std::countl_zero(static_cast<std::uint8_t>(first)));
    if (from.failed() || more_of_id > 3) return std::nullopt;
    Element element;
    element.id = first << 8U * more_of_id | from.big(more_of_id);
    const std::uint32_t length = from.big(1);
    const auto more = static_cast<std::size_t>(std::countl_zero(static_cast<std::uint8_t>(length)));
    if (from.failed() || more > 7) return std::nullopt;
    const std::uint64_t all = (std::uint64_t{1} << 7U * (more + 1)) - 1;
    const std::uint64_t size = (std::uint64_t{length} << 8U * more | from.big_long(more)) & all;
    if (size != all) element.size = size;
    return from.failed() ? std::nullopt : std::optional{element};
}

// A number as an element's whole content; none: it is not one.
std::optional<std::uint64_t> number_in(std::string_view content) {
    if (content.empty() || content.size() > 8) return std::nullopt;
    return Front{content}.big_long(content.size());
}

// Calls `take(id, content)` for each element of a closed one; false: it does not read, or `take` says no.
template <class Take>
bool each_in(std::string_view content, Take take) {
    Front from{content};
    while (!from.rest().empty()) {
        const auto element = take_element(from);
        if (!element || !element->size) return false;
        const auto inside = from.take(static_cast<std::size_t>(*element->size));
        if (from.failed() || !take(element->id, inside)) return false;
    }
    return true;
}

struct Packet {
    std::string_view bytes;
    std::int64_t at_ms = 0;
    std::uint32_t samples = 0;
};

class WebmReader {
public:
    bool read(std::string_view bytes) {
        Front from{bytes};
        const auto head = take_element(from);
        if (!head || head->id != id_ebml || !head->size) return false;
        bool webm = false;
        const bool reads = each_in(from.take(static_cast<std::size_t>(*head->size)),
                                   [&](std::uint32_t id, std::string_view content) {
                                       webm = webm || (id == id_doc_type && content == "webm");
                                       return true;
                                   });
        const auto segment = take_element(from);
        if (!reads || !webm || !segment || segment->id != id_segment) return false;
        Front inside{segment->size ? from.take(static_cast<std::size_t>(*segment->size)) : from.rest()};
        return !from.failed() && take_segment(inside) && head_ && !packets_.empty();
    }
    const OpusHead& head() const { return *head_; }
    const std::vector<Packet>& packets() const { return packets_; }

private:
    bool take_segment(Front& from) {
        while (!from.rest().empty()) {
            const auto element = take_element(from);
            if (!element) return false;
            if (element->id == id_cluster && !element->size) {
                if (!take_open_cluster(from)) return false;
                continue;
            }
            if (!element->size) return false;
            const auto content = from.take(static_cast<std::size_t>(*element->size));
            if (from.failed() || !take_part(element->id, content)) return false;
        }
        return true;
    }
    // Cues, chapters, tags and files beside the sound go unread.
    bool take_part(std::uint32_t id, std::string_view content) {
        if (id == id_info) return take_info(content);
        if (id == id_entries) return take_entries(content);
        if (id != id_cluster) return true;
        cluster_at_.reset();
        return each_in(content, [this](std::uint32_t inside, std::string_view its) {
            return take_of_cluster(inside, its);
        });
    }
    // Ends with the next thing that can only be beside it, or with everything.
    bool take_open_cluster(Front& from) {
        cluster_at_.reset();
        while (!from.rest().empty()) {
            Front ahead = from;
            const auto element = take_element(ahead);
            if (!element) return false;
            if (element->id == id_cluster || element->id == id_cues || element->id == id_tags) return true;
            if (!element->size) return false;
            const auto content = ahead.take(static_cast<std::size_t>(*element->size));
            if (ahead.failed() || !take_of_cluster(element->id, content)) return false;
            from = ahead;
        }
        return true;
    }
    static bool take_info(std::string_view content) {
        return each_in(content, [](std::uint32_t id, std::string_view its) {
            return id != id_time_scale || number_in(its) == ms_in_ns;
        });
    }
    bool take_entries(std::string_view content) {
        return each_in(content, [this](std::uint32_t id, std::string_view its) {
            return id != id_entry || (!head_ && take_entry(its));
        });
    }
    bool take_entry(std::string_view content) {
        bool audio = false, opus = false, plain = true;
        const bool reads = each_in(content, [&](std::uint32_t id, std::string_view its) {
            if (id == id_number) entry_ = number_in(its).value_or(0);
            audio = audio || (id == id_type && number_in(its) == type_audio);
            opus = opus || (id == id_codec && its == "A_OPUS");
            plain = plain && id != id_encodings;
            if (id == id_codec_head) head_ = opus_head_in(its);
            return true;
        });
        return reads && audio && opus && plain && head_ && entry_ > 0 && entry_ < 127;
    }
    bool take_of_cluster(std::uint32_t id, std::string_view content) {
        if (id == id_time) {
            const auto at = number_in(content);
            if (!at || *at > INT32_MAX) return false;
            cluster_at_ = static_cast<std::int64_t>(*at);
        }
        if (id == id_simple_block) return take_block(content);
        if (id != id_group) return true;
        return each_in(content, [this](std::uint32_t inside, std::string_view its) {
            return inside != id_block || take_block(its);
        });
    }
    bool take_block(std::string_view content) {
        Front block{content};
        const bool ours = block.big(1) == (0x80U | entry_);
        const auto within = static_cast<std::int16_t>(block.big(2));
        const std::uint32_t flags = block.big(1);
        if (!cluster_at_ || !head_ || block.failed() || !ours || (flags & lacing) != 0) return false;
        const auto samples = opus_samples(block.rest());
        const std::int64_t at = *cluster_at_ + within;
        if (!samples || at < 0 || (!packets_.empty() && at < packets_.back().at_ms)) return false;
        packets_.push_back({block.rest(), at, *samples});
        return true;
    }

    std::optional<OpusHead> head_;
    std::uint64_t entry_ = 0;
    std::optional<std::int64_t> cluster_at_;
    std::vector<Packet> packets_;
};

std::string element_of(std::uint32_t id, std::string_view content) {
    std::size_t id_bytes = 1, size_bytes = 1;
    while (id_bytes < 4 && id >> 8U * id_bytes != 0) ++id_bytes;
    while (content.size() >= (std::uint64_t{1} << 7U * size_bytes) - 1) ++size_bytes;
    const std::uint64_t size = std::uint64_t{1} << 7U * size_bytes | content.size();
    return big_bytes(id, id_bytes) + big_bytes(size, size_bytes) + std::string{content};
}

std::string number_of(std::uint32_t id, std::uint64_t number) {
    return element_of(id, big_bytes(number, number > UINT32_MAX ? 8 : 4));
}

std::string float_of(std::uint32_t id, double number) {
    return element_of(id, big_bytes(std::bit_cast<std::uint64_t>(number), 8));
}

std::string head_element() {
    constexpr std::uint32_t version = 0x4286, read_version = 0x42F7, id_max = 0x42F2, size_max = 0x42F3;
    constexpr std::uint32_t doc_version = 0x4287, doc_read_version = 0x4285;
    return element_of(id_ebml, number_of(version, 1) + number_of(read_version, 1) + number_of(id_max, 4) +
                                   number_of(size_max, size_bytes_max) + element_of(id_doc_type, "webm") +
                                   number_of(doc_version, 4) + number_of(doc_read_version, 2));
}

std::string entry_element(const OpusHead& head) {
    const std::uint64_t skipped_ns = std::uint64_t{head.pre_skip} * 1'000 * ms_in_ns / opus_rate;
    const auto audio = float_of(id_rate, opus_rate) + number_of(id_channels, head.channels);
    return element_of(
        id_entries,
        element_of(id_entry, number_of(id_number, 1) + number_of(id_uid, 1) + number_of(id_type, type_audio) +
                                 element_of(id_codec, "A_OPUS") + number_of(id_codec_delay, skipped_ns) +
                                 number_of(id_pre_roll, pre_roll_ns) +
                                 element_of(id_codec_head, opus_head_of(head)) +
                                 element_of(id_audio, audio)));
}

// Times begin at 0.
std::string clusters_of(const std::vector<Packet>& packets) {
    const std::int64_t begin = packets.front().at_ms;
    std::string all, cluster;
    std::int64_t cluster_at = 0;
    const auto end_cluster = [&] {
        if (!cluster.empty()) all += element_of(id_cluster, cluster);
    };
    for (const auto& packet : packets) {
        const std::int64_t at = packet.at_ms - begin;
        if (cluster.empty() || at - cluster_at > cluster_ms) {
            end_cluster();
            cluster_at = at;
            cluster = number_of(id_time, static_cast<std::uint64_t>(at));
        }
        std::string block = big_bytes(0x80U | 1U, 1);
        block += big_bytes(static_cast<std::uint64_t>(at - cluster_at), 2) + big_bytes(key_frame, 1);
        cluster += element_of(id_simple_block, block.append(packet.bytes));
    }
    end_cluster();
    return all;
}

// By the times, and by the packets where these lie closer than they last.
Millis length_of(const std::vector<Packet>& packets) {
    constexpr std::int64_t samples_a_ms = opus_rate / 1'000;
    std::int64_t samples = 0;
    for (const auto& packet : packets) samples += packet.samples;
    const std::int64_t by_time =
        packets.back().at_ms - packets.front().at_ms + packets.back().samples / samples_a_ms;
    return Millis{std::max(by_time, samples / samples_a_ms)};
}

}  // namespace

std::optional<Sound> strip_webm(std::string_view bytes) {
    WebmReader reader;
    if (!reader.read(bytes)) return std::nullopt;
    const Millis lasts = length_of(reader.packets());
    const auto info = element_of(id_info, number_of(id_time_scale, ms_in_ns) + element_of(id_muxer, "Anlan") +
                                              element_of(id_writer, "Anlan") +
                                              float_of(id_duration, static_cast<double>(lasts.count())));
    return Sound{head_element() + element_of(id_segment, info + entry_element(reader.head()) +
                                                             clusters_of(reader.packets())),
                 lasts};
}

}  // namespace anlan::codec::media
