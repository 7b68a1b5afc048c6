#include "adapters/identity/sealer.hpp"

#include "adapters/identity/token.hpp"
#include "base/check.hpp"
#include "codec/base64url.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <sodium.h>

namespace anlan::adapters::identity {
namespace {

using ports::Fault;
using ports::Then;

constexpr mode_t owner_only = S_IRUSR | S_IWUSR;
constexpr std::size_t key_bytes = 32;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t hex_bytes = 2 * key_bytes;
static_assert(key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(key_bytes == crypto_auth_hmacsha256_KEYBYTES && key_bytes == crypto_auth_hmacsha256_BYTES);

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Fault fault(const char* doing, const std::filesystem::path& path) {
    return {Then::stop, "identity.key",
            std::string{doing} + " " + path.string() + ": " + std::strerror(errno)};
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

// Written under another name first: a key that is there is whole, also after a loss of power, and of two
// processes that make it at once one wins and both read the same.
Result<Done, Fault> make(const std::filesystem::path& path) {
    const auto unfinished = path.string() + "." + std::to_string(::getpid());
    {
        ::unlink(unfinished.c_str());
        const Descriptor file{
            ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, owner_only)};
        if (file.number() < 0) return Unexpected{fault("making", path)};
        std::array<std::uint8_t, key_bytes> key{};
        randombytes_buf(key.data(), key.size());
        std::array<char, hex_bytes + 1> line{};
        sodium_bin2hex(line.data(), line.size(), key.data(), key.size());
        line.back() = '\n';
        const bool kept = ::write(file.number(), line.data(), line.size()) == ssize_t{hex_bytes + 1} &&
                          ::fsync(file.number()) == 0;
        sodium_memzero(key.data(), key.size());
        sodium_memzero(line.data(), line.size());
        if (!kept) {
            auto why = fault("writing", path);
            ::unlink(unfinished.c_str());
            return Unexpected{std::move(why)};
        }
    }
    const bool there = ::link(unfinished.c_str(), path.c_str()) == 0 || errno == EEXIST;
    auto why = fault("making", path);
    ::unlink(unfinished.c_str());
    if (!there) return Unexpected{std::move(why)};
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
    const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.number() < 0 || ::fsync(opened.number()) != 0) return Unexpected{fault("syncing", folder)};
    return Done{};
}

std::array<std::uint8_t, key_bytes> derived(std::string_view use,
                                            const std::array<std::uint8_t, key_bytes>& master) {
    std::array<std::uint8_t, key_bytes> key{};
    crypto_auth_hmacsha256(key.data(), bytes_of(use), use.size(), master.data());
    return key;
}

}  // namespace

Result<Sealer, Fault> Sealer::open(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) ANLAN_TRY_DONE(make(path));
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number() < 0) return Unexpected{fault("opening", path)};
    struct stat about{};
    if (::fstat(file.number(), &about) != 0) return Unexpected{fault("reading", path)};
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return Unexpected{Fault{Then::stop, "identity.key_open",
                                path.string() + " can be read by others; chmod 600 it, and ask who did"}};
    std::array<char, hex_bytes + 1> line{};
    const ssize_t got = ::pread(file.number(), line.data(), line.size(), 0);
    Key master{};
    std::size_t size = 0;
    if (got < ssize_t{hex_bytes} ||
        sodium_hex2bin(master.data(), master.size(), line.data(), hex_bytes, nullptr, &size, nullptr) != 0 ||
        size != master.size())
        return Unexpected{Fault{Then::stop, "identity.key_damaged",
                                path.string() + " does not hold 64 hexadecimal digits"}};
    Sealer sealer{master};
    sodium_memzero(master.data(), master.size());
    sodium_memzero(line.data(), line.size());
    return sealer;
}

Sealer::Sealer(const Key& master)
    : sealing_(derived("anlan sealing", master)), signing_(derived("anlan devices", master)) {}

std::string Sealer::seal(std::string_view whose, std::string_view text) const {
    std::string bytes(nonce_bytes + text.size() + tag_bytes, '\0');
    auto* out = reinterpret_cast<unsigned char*>(bytes.data());
    randombytes_buf(out, nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + nonce_bytes, nullptr, bytes_of(text), text.size(),
                                               bytes_of(whose), whose.size(), nullptr, out, sealing_.data());
    return codec::base64url(bytes);
}

std::optional<std::string> Sealer::unseal(std::string_view whose, std::string_view sealed) const {
    const auto bytes = codec::from_base64url(sealed);
    if (!bytes || bytes->size() < nonce_bytes + tag_bytes) return std::nullopt;
    const auto* in = bytes_of(*bytes);
    std::string text(bytes->size() - nonce_bytes - tag_bytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(text.data()), nullptr,
                                                   nullptr, in + nonce_bytes, bytes->size() - nonce_bytes,
                                                   bytes_of(whose), whose.size(), in, sealing_.data()) != 0)
        return std::nullopt;
    return text;
}

std::array<std::uint8_t, 32> Sealer::signature(std::string_view id) const {
    std::array<std::uint8_t, 32> made{};
    crypto_auth_hmacsha256(made.data(), bytes_of(id), id.size(), signing_.data());
    return made;
}

std::string Sealer::sign(std::string_view id) const {
    const auto made = signature(id);
    return std::string{id} + "." +
           codec::base64url({reinterpret_cast<const char*>(made.data()), made.size()});
}

std::optional<std::string> Sealer::signed_id(std::string_view token) const {
    const auto dot = token.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto given = codec::from_base64url(token.substr(dot + 1));
    const auto id = token.substr(0, dot);
    const auto made = signature(id);
    if (!given || given->size() != made.size() || sodium_memcmp(given->data(), made.data(), made.size()) != 0)
        return std::nullopt;
    return std::string{id};
}

}  // namespace anlan::adapters::identity
