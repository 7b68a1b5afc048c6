// What a browser brings of a passkey, checked (WebAuthn level 2, 7.1 and 7.2): the challenge is the one that
// was given, the page was ours, the credential is for our host, its person was there and verified, and the
// signature is right. No attestation is asked for: which make an authenticator is of decides nothing here.
#pragma once
#include "base/result.hpp"
#include "kernel/refusal.hpp"
#include "ports/factors.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace anlan::adapters::identity {

// Whose pages these are. Without a stated origin only pages at localhost are ours, whatever their port.
struct RelyingParty {
    std::string origin;  // "https://anlan.example"; empty: localhost
    std::string rp_id;   // "anlan.example"
};
RelyingParty relying_party(std::string_view origin);

struct Credential {
    std::string credential_id;
    std::string public_key;
    int algorithm = 0;  // COSE: ES256, EdDSA or RS256
    std::uint32_t sign_count = 0;
};

// The challenge that the browser's word is about; not checked yet. Empty: it is no such word.
std::string challenge_in(std::string_view client_data);

Result<Credential, kernel::Refusal> read_made(const RelyingParty& party, const ports::PasskeyMade& made);
// The authenticator's count of signatures.
Result<std::uint32_t, kernel::Refusal> read_proof(const RelyingParty& party, const Credential& credential,
                                                  const ports::PasskeyProof& proof);

// Whether a count can come after another. An authenticator that does not count always says 0.
bool counts_on(std::uint32_t before, std::uint32_t now);

}  // namespace anlan::adapters::identity
