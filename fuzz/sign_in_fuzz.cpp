// What people, devices and providers of identity hand over to be let in: the input up to the first zero byte
// is a token, the rest the provider's keys. Nobody is let in by bytes that no one signed.
#include "adapters/identity/sealer.hpp"
#include "adapters/identity/token.hpp"
#include "adapters/oidc/bytes.hpp"
#include "adapters/oidc/id_token.hpp"
#include "api/base64url.hpp"
#include "base/check.hpp"
#include "codec/json.hpp"

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace {

using namespace anlan;
using adapters::identity::Sealer;

Sealer sealer_of_this_process() {
    const auto path = std::filesystem::temp_directory_path() / ("anlan-fuzz-" + std::to_string(::getpid()));
    auto opened = Sealer::open(path);
    std::filesystem::remove(path);
    ANLAN_CHECK(opened.ok(), "no key to seal with");
    return std::move(opened).value();
}

void check_bytes(std::string_view text) {
    if (const auto bytes = api::from_base64url(text))
        ANLAN_CHECK(api::base64url(*bytes) == text, "two spellings of the same bytes");
    (void)adapters::identity::from_base64url(text);
    (void)adapters::oidc::from_base64url(text);
    const auto code = adapters::identity::plain_recovery_code(text);
    ANLAN_CHECK(adapters::identity::plain_recovery_code(code) == code, "a code has two plain forms");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Sealer sealer = sealer_of_this_process();
    static const std::string sealed = sealer.seal("acc_1", "secret");
    static const std::string device = sealer.sign("dev_1");
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto cut = std::min(input.find('\0'), input.size());
    const auto token = input.substr(0, cut);
    check_bytes(token);
    ANLAN_CHECK(!sealer.unseal("acc_1", token) || token == sealed, "what was never sealed opens");
    ANLAN_CHECK(!sealer.signed_id(token) || token == device, "a device that nobody knows");
    const auto keys = codec::read_json<adapters::oidc::ProviderKeys>(
        cut < input.size() ? input.substr(cut + 1) : R"({"keys":[]})", codec::Unknown::ignore);
    if (!keys.ok()) return 0;
    (void)adapters::oidc::knows_key(*keys, token);
    const adapters::oidc::Expected expected{"https://issuer", "anlan", "nonce",
                                            Instant{Millis{1'763'784'000'000}}};
    ANLAN_CHECK(!adapters::oidc::read_id_token(token, *keys, expected).ok(), "a token that nobody signed");
    return 0;
}
