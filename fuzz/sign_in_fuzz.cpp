// What a browser, an authenticator or the sign-on provider says of a person, before anybody is signed in. The
// input up to the first zero byte is a token or a browser's word; the rest is a set of keys or what an
// authenticator says. Nothing of it is signed, so nothing of it lets anybody in.
#include "adapters/identity/passkey.hpp"
#include "adapters/identity/sealer.hpp"
#include "adapters/identity/token.hpp"
#include "adapters/oidc/bytes.hpp"
#include "adapters/oidc/id_token.hpp"
#include "base/check.hpp"
#include "codec/base64url.hpp"
#include "codec/json.hpp"

#include <unistd.h>
#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace {

using namespace anlan;

adapters::identity::Sealer own_sealer() {
    const auto path = std::filesystem::temp_directory_path() / ("anlan_fuzz_" + std::to_string(::getpid()));
    auto sealer = adapters::identity::Sealer::open(path);
    std::filesystem::remove(path);
    return std::move(sealer).value();
}

void read_base64url(std::string_view text) {
    const auto bytes = codec::from_base64url(text);
    if (bytes) ANLAN_CHECK(codec::base64url(*bytes) == text, "another text was read");
}

void read_passkey(std::string_view said, std::string_view rest) {
    using namespace adapters::identity;
    const auto party = relying_party("https://anlan.example");
    (void)challenge_in(said);
    const auto made = read_made(party, {std::string{said}, std::string{rest}, "phone"});
    const Credential none{"id", std::string(64, '\1'), -7, 0};
    const auto proof = read_proof(party, made.ok() ? made.value() : none,
                                  {"id", std::string{said}, std::string{rest}, std::string{rest}, {}});
    ANLAN_CHECK(!proof.ok(), "a passkey was proved that nobody signed");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto sealer = own_sealer();
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto cut = std::min(input.find('\0'), input.size());
    const auto said = input.substr(0, cut);
    const auto rest = input.substr(std::min(cut + 1, input.size()));
    read_base64url(said);
    ANLAN_CHECK(!sealer.unseal("acc_1", said), "something opened that was never sealed");
    ANLAN_CHECK(!sealer.signed_id(said), "a device that was never signed");
    (void)adapters::identity::plain_recovery_code(said);
    read_passkey(said, rest);
    const auto keys = codec::read_json<adapters::oidc::ProviderKeys>(rest, codec::Unknown::ignore);
    if (!keys.ok()) return 0;
    (void)adapters::oidc::knows_key(*keys, said);
    const auto whom = adapters::oidc::read_id_token(
        said, *keys, {"https://id.example", "anlan", "n1", Instant{Seconds{1'790'000'000}}});
    ANLAN_CHECK(!whom.ok(), "somebody was let in whom no provider named");
    return 0;
}
