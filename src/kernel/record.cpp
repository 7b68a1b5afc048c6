#include "kernel/record.hpp"

#include <openssl/sha.h>

#include <bit>

namespace anlan::kernel {
namespace {

constexpr std::uint8_t format = 1;

void put_number(std::string& out, std::uint64_t value) {
    for (; value >= 128; value >>= 7) out.push_back(static_cast<char>(128 | (value & 127)));
    out.push_back(static_cast<char>(value));
}
void put_text(std::string& out, std::string_view text) {
    put_number(out, text.size());
    out += text;
}
void put_instant(std::string& out, Instant instant) {
    const std::int64_t ms = instant.time_since_epoch().count();
    put_number(out, (static_cast<std::uint64_t>(ms) << 1U) ^ static_cast<std::uint64_t>(ms >> 63));
}

// Takes fields from the front; once something does not fit, everything after is empty and ok() is false.
class Fields {
public:
    explicit Fields(std::string_view rest) : rest_(rest) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) break;
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 127U) << shift;
            if ((byte & 128U) == 0) {
                // One number has one text: no needless zero byte, no bits beyond 64.
                if ((byte == 0 && shift > 0) || (shift == 63 && byte > 1)) break;
                return value;
            }
        }
        ok_ = false;
        rest_ = {};
        return 0;
    }
    std::string_view text() {
        const auto size = number();
        if (size > rest_.size()) {
            ok_ = false;
            rest_ = {};
            return {};
        }
        const auto taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    Instant instant() {
        const auto folded = number();
        return Instant{Millis{static_cast<std::int64_t>(folded >> 1U) ^ -static_cast<std::int64_t>(folded & 1U)}};
    }
    bool ok() const { return ok_; }
    bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
    bool ok_ = true;
};

}  // namespace

std::string encode(const Envelope& e) {
    std::string out;
    out.reserve(e.payload.size() + 200);
    out.push_back(static_cast<char>(format));
    put_number(out, e.position);
    put_text(out, e.stream);
    put_number(out, e.version);
    put_text(out, e.wire);
    put_instant(out, e.recorded_at);
    put_instant(out, e.happened_at);
    put_number(out, static_cast<std::uint64_t>(e.actor.kind));
    put_text(out, e.actor.actor_id);
    put_text(out, e.actor.post_id.value());
    put_text(out, e.purpose);
    put_number(out, e.cause);
    put_text(out, e.command_id);
    put_number(out, e.command_digest);
    put_text(out, e.rulebook_version);
    put_text(out, e.payload);
    return out;
}

Result<Envelope, std::string> decode(std::string_view bytes) {
    if (bytes.empty() || static_cast<std::uint8_t>(bytes.front()) != format)
        return Unexpected{std::string{"the record's format is unknown"}};
    Fields fields{bytes.substr(1)};
    Envelope e;
    e.position = fields.number();
    e.stream = fields.text();
    e.version = fields.number();
    e.wire = fields.text();
    e.recorded_at = fields.instant();
    e.happened_at = fields.instant();
    const auto kind = fields.number();
    e.actor.kind = static_cast<ActorKind>(kind);
    e.actor.actor_id = fields.text();
    e.actor.post_id = PostId{std::string{fields.text()}};
    e.purpose = fields.text();
    e.cause = fields.number();
    e.command_id = fields.text();
    e.command_digest = fields.number();
    e.rulebook_version = fields.text();
    e.payload = fields.text();
    if (!fields.ok() || !fields.at_end() || kind > static_cast<std::uint64_t>(ActorKind::system))
        return Unexpected{std::string{"the record's fields do not fit its length"}};
    return e;
}

Hash seal(const Hash& before, std::string_view bytes) {
    SHA256_CTX context;
    Hash hash;
    SHA256_Init(&context);
    SHA256_Update(&context, before.data(), before.size());
    SHA256_Update(&context, bytes.data(), bytes.size());
    SHA256_Final(hash.data(), &context);
    return hash;
}

}  // namespace anlan::kernel
