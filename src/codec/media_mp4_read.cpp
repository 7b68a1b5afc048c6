#include "codec/media_formats.hpp"
#include "codec/media_mp4.hpp"

#include <array>

namespace anlan::codec::media {
namespace {

constexpr std::array<std::uint32_t, 13> rates{96'000, 88'200, 64'000, 48'000, 44'100, 32'000, 24'000,
                                              22'050, 16'000, 12'000, 11'025, 8'000,  7'350};
constexpr std::uint32_t channels_max = 2, frame_bytes_max = 8'191;
constexpr std::uint32_t aac = 0x40, low_complexity = 2;
constexpr std::uint32_t of_elementary_stream = 3, of_decoder = 4, of_decoder_particulars = 5;
// Of tfhd and trun: which members are there.
constexpr std::uint32_t has_base = 0x1, has_entry = 0x2, has_duration = 0x8, has_size = 0x10;
constexpr std::uint32_t has_flags = 0x20;
constexpr std::uint32_t run_has_offset = 0x1, run_has_first_flags = 0x4, frame_has_duration = 0x100;
constexpr std::uint32_t frame_has_size = 0x200, frame_has_flags = 0x400, frame_has_shift = 0x800;

struct Box {
    std::string_view name;
    std::string_view content;
};

std::optional<Box> take_box(Front& from) {
    const std::size_t there = from.rest().size();
    std::uint64_t size = from.big(4);
    const auto name = from.take(4);
    std::uint64_t head = 8;
    if (size == 1 && name != "moof") {  // no fragment of ours is so large that its size needs more room
        size = from.big_long(8);
        head = 16;
    }
    if (size == 0) size = there;  // to the end
    if (from.failed() || size < head || size > there) return std::nullopt;
    return Box{name, from.take(static_cast<std::size_t>(size - head))};
}

// Calls `take(name, content)` for each box; false: they do not read, or `take` says no.
template <class Take>
bool each_box(std::string_view content, Take take) {
    Front from{content};
    while (!from.rest().empty()) {
        const auto box = take_box(from);
        if (!box || !take(box->name, box->content)) return false;
    }
    return true;
}

// A descriptor of MPEG-4, whose size is written seven bits at a time.
std::optional<std::string_view> take_descriptor(Front& from, std::uint32_t tag) {
    if (from.big(1) != tag) return std::nullopt;
    std::uint32_t size = 0, next = 0x80;
    for (int i = 0; i < 4 && (next & 0x80U) != 0; ++i) {
        next = from.big(1);
        size = size << 7U | (next & 0x7FU);
    }
    const auto content = from.take(size);
    return from.failed() ? std::nullopt : std::optional{content};
}

// Which of the stream's members follow is told by its flags; what a phone records has none.
std::optional<std::string_view> decoder_particulars(std::string_view esds) {
    Front box{esds};
    box.take(4);
    const auto stream = take_descriptor(box, of_elementary_stream);
    if (!stream) return std::nullopt;
    Front inside{*stream};
    inside.take(2);
    if ((inside.big(1) & 0xE0U) != 0) return std::nullopt;
    const auto decoder = take_descriptor(inside, of_decoder);
    if (!decoder) return std::nullopt;
    Front of{*decoder};
    if (of.big(1) != aac) return std::nullopt;
    of.take(12);
    return take_descriptor(of, of_decoder_particulars);
}

class Mp4Sound {
public:
    explicit Mp4Sound(std::string_view bytes) : bytes_(bytes) {}

    std::optional<AacSound> read() {
        bool first = true;
        const bool reads = each_box(bytes_, [&](std::string_view name, std::string_view content) {
            if ((name == "ftyp") != first) return false;
            first = false;
            if (name == "moov") return !described_ && take_movie(content);
            if (name == "moof") return described_ && take_fragment(content);
            return true;  // the bytes themselves, and what a file may have beside: unread
        });
        if (!reads || !described_ || sound_.frames.empty()) return std::nullopt;
        return std::move(sound_);
    }

private:
    using Numbers = std::vector<std::uint64_t>;

    bool take_movie(std::string_view content) {
        std::size_t entries = 0;
        const bool reads = each_box(content, [&](std::string_view name, std::string_view its) {
            if (name == "mvex") return take_defaults(its);
            return name != "trak" || (++entries == 1 && take_entry(its));
        });
        return reads && described_ && take_table();
    }
    bool take_defaults(std::string_view content) {
        return each_box(content, [this](std::string_view name, std::string_view its) {
            if (name != "trex") return true;
            Front defaults{its};
            defaults.take(16);
            default_size_ = defaults.big(4);
            return !defaults.failed();
        });
    }
    // Down to the table of samples; by the way it must be a sound's.
    bool take_entry(std::string_view content) {
        return each_box(content, [this](std::string_view name, std::string_view its) {
            if (name == "mdia" || name == "minf" || name == "stbl") return take_entry(its);
            if (name == "hdlr") return its.size() >= 12 && its.substr(8, 4) == "soun";
            if (name == "stsd") return !described_ && take_description(its);
            if (name == "stsz") return take_sizes(its);
            if (name == "stsc") return take_numbers(its, 4, 3, chunks_of_);
            if (name == "stco") return take_numbers(its, 4, 1, chunks_at_);
            if (name == "co64") return take_numbers(its, 8, 1, chunks_at_);
            return true;
        });
    }
    bool take_description(std::string_view content) {
        constexpr std::size_t sound_entry_bytes = 28;
        Front table{content};
        table.take(4);
        const bool one = table.big(4) == 1;
        const auto entry = take_box(table);
        if (!one || !entry || entry->name != "mp4a" || entry->content.size() < sound_entry_bytes)
            return false;
        return each_box(entry->content.substr(sound_entry_bytes),
                        [this](std::string_view name, std::string_view its) {
                            if (name != "esds") return true;
                            const auto particulars = decoder_particulars(its);
                            return particulars && take_particulars(*particulars);
                        }) &&
               described_;
    }
    bool take_particulars(std::string_view content) {
        const std::uint32_t bits = Front{content}.big(2);
        sound_.rate_index = bits >> 7U & 0xFU;
        sound_.channels = bits >> 3U & 0xFU;
        described_ = content.size() >= 2 && bits >> 11U == low_complexity &&
                     sound_.rate_index < rates.size() && sound_.channels >= 1 &&
                     sound_.channels <= channels_max && (bits & 0x7U) == 0;
        return described_;
    }

    bool take_numbers(std::string_view content, std::size_t width, std::size_t each, Numbers& into) const {
        Front table{content};
        table.take(4);
        const std::uint64_t count = std::uint64_t{table.big(4)} * each;
        if (table.failed() || count * width > table.rest().size()) return false;
        for (std::uint64_t i = 0; i < count; ++i) into.push_back(table.big_long(width));
        return true;
    }
    bool take_sizes(std::string_view content) {
        Front table{content};
        table.take(4);
        const std::uint32_t uniform = table.big(4);
        if (uniform == 0) {
            std::string rest = big_bytes(0, 4);
            return take_numbers(rest.append(table.rest()), 4, 1, sizes_);
        }
        const std::uint32_t count = table.big(4);
        if (table.failed() || count > bytes_.size()) return false;
        sizes_.assign(count, uniform);
        return true;
    }
    // Chunks of samples: of how many each is, from a chunk on.
    bool take_table() {
        std::size_t next = 0, run = 0;
        for (std::size_t chunk = 0; chunk < chunks_at_.size(); ++chunk) {
            while (run + 3 < chunks_of_.size() && chunks_of_[run + 3] <= chunk + 1) run += 3;
            if (run + 1 >= chunks_of_.size()) return false;
            std::uint64_t at = chunks_at_[chunk];
            for (std::uint64_t i = 0; i < chunks_of_[run + 1]; ++i) {
                if (next >= sizes_.size() || !take_frame(at, sizes_[next])) return false;
                at += sizes_[next++];
            }
        }
        return next == sizes_.size();
    }

    bool take_fragment(std::string_view content) {
        fragment_at_ = static_cast<std::uint64_t>(content.data() - bytes_.data()) - 8;
        std::size_t entries = 0;
        return each_box(content, [&](std::string_view name, std::string_view its) {
            return name != "traf" || (++entries == 1 && take_runs(its));
        });
    }
    bool take_runs(std::string_view content) {
        std::uint64_t base = fragment_at_, at = base;
        std::uint32_t usual_size = default_size_;
        return each_box(content, [&](std::string_view name, std::string_view its) {
            if (name == "tfhd") {
                Front head{its};
                const std::uint32_t flags = head.big(4);
                head.take(4);
                if ((flags & has_base) != 0) base = head.big_long(8);
                head.take(((flags & has_entry) != 0 ? 4U : 0U) + ((flags & has_duration) != 0 ? 4U : 0U));
                if ((flags & has_size) != 0) usual_size = head.big(4);
                head.take((flags & has_flags) != 0 ? 4U : 0U);
                at = base;
                return !head.failed();
            }
            return name != "trun" || take_run(its, usual_size, base, at);
        });
    }
    bool take_run(std::string_view content, std::uint32_t usual_size, std::uint64_t base, std::uint64_t& at) {
        Front run{content};
        const std::uint32_t flags = run.big(4), count = run.big(4);
        if ((flags & run_has_offset) != 0) at = base + static_cast<std::uint64_t>(signed_of(run.big(4)));
        run.take((flags & run_has_first_flags) != 0 ? 4U : 0U);
        for (std::uint32_t i = 0; i < count; ++i) {
            run.take((flags & frame_has_duration) != 0 ? 4U : 0U);
            const std::uint32_t size = (flags & frame_has_size) != 0 ? run.big(4) : usual_size;
            run.take(((flags & frame_has_flags) != 0 ? 4U : 0U) + ((flags & frame_has_shift) != 0 ? 4U : 0U));
            if (run.failed() || !take_frame(at, size)) return false;
            at += size;
        }
        return !run.failed();
    }
    static std::int64_t signed_of(std::uint32_t number) { return static_cast<std::int32_t>(number); }

    // All together no more than there is: that the same bytes are named again and again makes no sound.
    bool take_frame(std::uint64_t at, std::uint64_t size) {
        if (size == 0 || size > frame_bytes_max || at > bytes_.size() || size > bytes_.size() - at)
            return false;
        sound_.frames.push_back(bytes_.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(size)));
        taken_ += size;
        return taken_ <= bytes_.size();
    }

    std::string_view bytes_;
    AacSound sound_;
    bool described_ = false;
    std::uint32_t default_size_ = 0;
    Numbers sizes_, chunks_of_, chunks_at_;
    std::uint64_t fragment_at_ = 0;
    std::uint64_t taken_ = 0;
};

}  // namespace

std::optional<AacSound> aac_sound_in(std::string_view bytes) { return Mp4Sound{bytes}.read(); }

std::uint32_t aac_rate(std::uint32_t rate_index) { return rates.at(rate_index); }

}  // namespace anlan::codec::media
