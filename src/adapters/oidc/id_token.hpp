// An ID token, checked as OpenID Connect Core 3.1.3.7 asks: signed by one of the provider's keys with RS256
// or ES256 and nothing else, issued by this provider, for us, for this browser, and not over. Pure: keys and
// time are handed in.
#pragma once
#include "base/instant.hpp"
#include "base/result.hpp"
#include "kernel/refusal.hpp"
#include "ports/identity.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace anlan::adapters::oidc {

struct Expected {
    std::string issuer;
    std::string client_id;
    std::string nonce;
    Instant now;
};

// A key of the provider's set (JWK), as it is said there.
struct ProviderKey {
    std::string kty;
    std::string kid = {};
    std::string use = {};
    std::string alg = {};
    std::string crv = {};
    std::string n = {};
    std::string e = {};
    std::string x = {};
    std::string y = {};
};
BOOST_DESCRIBE_STRUCT(ProviderKey, (), (kty, kid, use, alg, crv, n, e, x, y))

struct ProviderKeys {
    std::vector<ProviderKey> keys;
};
BOOST_DESCRIBE_STRUCT(ProviderKeys, (), (keys))

kernel::Refusal token_wrong(std::string why);

// Whether the token names a key that is in the set; to know when the set has to be asked for anew.
bool knows_key(const ProviderKeys& keys, std::string_view token);
Result<ports::SignedOn, kernel::Refusal> read_id_token(std::string_view token, const ProviderKeys& keys,
                                                       const Expected& expected);

}  // namespace anlan::adapters::oidc
