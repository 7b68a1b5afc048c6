#include "kernel/record.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace anlan::kernel {
namespace {

constexpr char record_format = 1;
// The same, and behind the payload what an actor acted under and who approved. Written only where there is
// such a thing, so that every other record has one form.
constexpr char record_format_under = 2;

// Eternal numbers, independent of the order in which the enumerators stand.
struct KindCode {
    ActorKind kind;
    char code;
};
constexpr KindCode kind_codes[] = {{ActorKind::person, 1}, {ActorKind::policy, 2}, {ActorKind::clock, 3},
                                   {ActorKind::import, 4}, {ActorKind::system, 5}, {ActorKind::citizen, 6}};

class Writer {
public:
    explicit Writer(std::string& out) : out_(out) {}

    void byte(char value) { out_ += value; }
    void number(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7U) out_ += static_cast<char>(value | 0x80U);
        out_ += static_cast<char>(value);
    }
    void instant(Instant at) {
        const auto millis = at.time_since_epoch().count();
        number((static_cast<std::uint64_t>(millis) << 1U) ^ static_cast<std::uint64_t>(millis >> 63U));
    }
    void text(std::string_view value) {
        number(value.size());
        out_ += value;
    }
    void fixed(std::uint64_t value) {
        for (int i = 0; i < 8; ++i, value >>= 8U) out_ += static_cast<char>(value & 0xFFU);
    }

private:
    std::string& out_;
};

class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    bool done() const { return rest_.empty(); }
    bool byte(char& out) {
        if (rest_.empty()) return false;
        out = rest_.front();
        rest_.remove_prefix(1);
        return true;
    }
    // Shortest form only: a last byte of zero would be a second way to write the same number.
    bool number(std::uint64_t& out) {
        out = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            char next = 0;
            if (!byte(next)) return false;
            const auto bits = static_cast<std::uint64_t>(static_cast<unsigned char>(next) & 0x7FU);
            if (shift == 63 && bits > 1) return false;
            out |= bits << shift;
            if ((static_cast<unsigned char>(next) & 0x80U) == 0) return bits != 0 || shift == 0;
        }
        return false;
    }
    bool instant(Instant& out) {
        std::uint64_t zigzag = 0;
        if (!number(zigzag)) return false;
        out = Instant{Millis{static_cast<std::int64_t>((zigzag >> 1U) ^ (~(zigzag & 1U) + 1U))}};
        return true;
    }
    bool text(std::string& out) {
        std::uint64_t length = 0;
        if (!number(length) || length > rest_.size()) return false;
        out.assign(rest_.substr(0, length));
        rest_.remove_prefix(length);
        return true;
    }
    bool fixed(std::uint64_t& out) {
        if (rest_.size() < 8) return false;
        out = 0;
        for (unsigned i = 0; i < 8; ++i)
            out |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest_[i])) << (8U * i);
        rest_.remove_prefix(8);
        return true;
    }
    bool kind(ActorKind& out) {
        char code = 0;
        if (!byte(code)) return false;
        const auto* found = std::ranges::find(kind_codes, code, &KindCode::code);
        if (found == std::end(kind_codes)) return false;
        out = found->kind;
        return true;
    }

private:
    std::string_view rest_;
};

// The name of the first member that could not be read; empty if all could.
std::string_view read_members(Reader& reader, Envelope& envelope) {
    if (!reader.number(envelope.position)) return "position";
    if (!reader.text(envelope.stream)) return "stream";
    if (!reader.number(envelope.version)) return "version";
    if (!reader.text(envelope.wire)) return "wire";
    if (!reader.instant(envelope.recorded_at)) return "recorded_at";
    if (!reader.instant(envelope.happened_at)) return "happened_at";
    if (!reader.kind(envelope.actor.kind)) return "actor.kind";
    if (!reader.text(envelope.actor.actor_id)) return "actor.actor_id";
    std::string post;
    if (!reader.text(post)) return "actor.post_id";
    envelope.actor.post_id = PostId{std::move(post)};
    if (!reader.text(envelope.purpose)) return "purpose";
    if (!reader.number(envelope.cause)) return "cause";
    if (!reader.text(envelope.command_id)) return "command_id";
    if (!reader.fixed(envelope.command_digest)) return "command_digest";
    if (!reader.text(envelope.rulebook_version)) return "rulebook_version";
    if (!reader.text(envelope.payload)) return "payload";
    return {};
}

std::string_view read_under(Reader& reader, Actor& actor) {
    std::string under;
    std::string approved_by;
    if (!reader.text(under)) return "actor.under";
    if (!reader.text(approved_by)) return "actor.approved_by";
    if (under.empty() && approved_by.empty()) return "actor.under";  // format 1 says that
    if (!under.empty()) actor.under = std::move(under);
    if (!approved_by.empty()) actor.approved_by = AccountId{std::move(approved_by)};
    return {};
}

bool acts_under(const Actor& actor) { return actor.under || actor.approved_by; }

struct FreeDigest {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Looking the algorithm up costs more than hashing a record, so each thread keeps its context.
EVP_MD_CTX* fresh_digest() {
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeDigest> context{EVP_MD_CTX_new()};
    thread_local const bool ready = EVP_DigestInit_ex2(context.get(), EVP_sha256(), nullptr) == 1;
    ANLAN_CHECK(ready, "OpenSSL has no SHA-256");
    ANLAN_CHECK(EVP_DigestInit_ex2(context.get(), nullptr, nullptr) == 1, "SHA-256 did not start");
    return context.get();
}

}  // namespace

void encode(const Envelope& envelope, std::string& out) {
    Writer writer{out};
    writer.byte(acts_under(envelope.actor) ? record_format_under : record_format);
    writer.number(envelope.position);
    writer.text(envelope.stream);
    writer.number(envelope.version);
    writer.text(envelope.wire);
    writer.instant(envelope.recorded_at);
    writer.instant(envelope.happened_at);
    writer.byte(std::ranges::find(kind_codes, envelope.actor.kind, &KindCode::kind)->code);
    writer.text(envelope.actor.actor_id);
    writer.text(envelope.actor.post_id.value());
    writer.text(envelope.purpose);
    writer.number(envelope.cause);
    writer.text(envelope.command_id);
    writer.fixed(envelope.command_digest);
    writer.text(envelope.rulebook_version);
    writer.text(envelope.payload);
    if (!acts_under(envelope.actor)) return;
    writer.text(envelope.actor.under.value_or(""));
    writer.text(envelope.actor.approved_by.value_or(AccountId{}).value());
}

std::string encode(const Envelope& envelope) {
    std::string out;
    out.reserve(192 + envelope.payload.size());
    encode(envelope, out);
    return out;
}

Result<Envelope, Malformed> decode(std::string_view bytes) {
    Envelope envelope;
    ANLAN_TRY_DONE(decode(bytes, envelope));
    return envelope;
}

Result<Done, Malformed> decode(std::string_view bytes, Envelope& envelope) {
    Reader reader{bytes};
    char format = 0;
    if (!reader.byte(format) || (format != record_format && format != record_format_under))
        return Unexpected{Malformed{"", "a record of format 1 or 2"}};
    envelope.actor.under.reset();
    envelope.actor.approved_by.reset();
    std::string_view wrong = read_members(reader, envelope);
    if (wrong.empty() && format == record_format_under) wrong = read_under(reader, envelope.actor);
    if (!wrong.empty()) return Unexpected{Malformed{"." + std::string{wrong}, "a whole value"}};
    if (!reader.done()) return Unexpected{Malformed{"", "nothing behind the payload"}};
    return Done{};
}

Hash seal(const Hash& before, std::string_view bytes) {
    EVP_MD_CTX* digest = fresh_digest();
    Hash hash{};
    const bool sealed = EVP_DigestUpdate(digest, before.data(), before.size()) == 1 &&
                        EVP_DigestUpdate(digest, bytes.data(), bytes.size()) == 1 &&
                        EVP_DigestFinal_ex(digest, hash.data(), nullptr) == 1;
    ANLAN_CHECK(sealed, "SHA-256 failed");
    return hash;
}

std::string to_hex(const Hash& hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const std::uint8_t byte : hash) {
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

std::optional<Hash> hash_from_hex(std::string_view hex) {
    constexpr std::string_view digits = "0123456789abcdef";
    Hash hash{};
    if (hex.size() != 2 * hash.size()) return std::nullopt;
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const auto high = digits.find(hex[2 * i]);
        const auto low = digits.find(hex[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        hash[i] = static_cast<std::uint8_t>(high << 4U | low);
    }
    return hash;
}

bool ChainCheck::add(std::uint64_t position, std::string_view bytes, const Hash& hash) {
    if (broken_) return false;
    if (auto reason = misfit(position, bytes, hash)) {
        broken_ = ChainBreak{records_ + 1, std::move(*reason)};
        return false;
    }
    ++records_;
    head_ = hash;
    return true;
}

std::optional<std::string> ChainCheck::misfit(std::uint64_t position, std::string_view bytes,
                                              const Hash& hash) {
    const std::uint64_t expected = records_ + 1;
    if (position > expected) return "missing; the next record there is says " + std::to_string(position);
    if (position < expected) return "a second record stored as " + std::to_string(position) + " stands here";
    const auto envelope = decode(bytes);
    if (envelope.ok() && envelope->position != expected)
        return "record " + std::to_string(envelope->position) + " stands here";
    if (seal(head_, bytes) != hash) return "content and hash do not fit the record before";
    if (!envelope.ok()) return "not a record: expected " + envelope.error().expected + envelope.error().path;
    return misfit_in_story(*envelope);
}

// A chain that was forged with right hashes still has to tell a possible story.
std::optional<std::string> ChainCheck::misfit_in_story(const Envelope& envelope) {
    std::uint64_t& version = versions_[envelope.stream];
    if (envelope.version != version + 1)
        return "version " + std::to_string(envelope.version) + " of stream " + envelope.stream +
               " follows version " + std::to_string(version);
    if (envelope.recorded_at < latest_) return "recorded before the record in front of it";
    if (envelope.cause >= envelope.position) return "caused by a later record";
    ++version;
    latest_ = envelope.recorded_at;
    return std::nullopt;
}

}  // namespace anlan::kernel
