// Keys of machines: a partner's feed, a gateway. A key sits at a post and may do at most what is listed for
// it; it opens no session, ends by itself, and can be revoked. Only its hash is kept.
//
// Threads: any.
#pragma once
#include "ports/identity.hpp"

namespace anlan::ports {

struct ServiceKey {
    std::string key_id;  // "key_…": who acted, in the log
    std::string label;
    PostGrant post;
    std::vector<std::string> permissions;
    std::string made_by;  // the account, or "command line"
    Instant made_at;
    Instant expires_at;
    std::optional<Instant> last_used_at;
    std::optional<Instant> revoked_at;
    // A restore brought it back, and it may have been revoked since the backup: it opens nothing until
    // somebody who keeps keys has confirmed it.
    bool unconfirmed = false;
};

struct ServiceKeyWanted {
    std::string label;
    PostGrant post;
    std::vector<std::string> permissions;
    std::string made_by;
    Instant expires_at;
};

struct ServiceKeyMade {
    ServiceKey key;
    std::string token;  // "anl_…", shown once
};

class ServiceKeys {
public:
    virtual ~ServiceKeys() = default;

    virtual Result<ServiceKeyMade, AccountTrouble> issue_key(ServiceKeyWanted wanted) noexcept = 0;
    // Said twice, true once.
    virtual Result<Done, AccountTrouble> revoke_key(std::string_view key_id) noexcept = 0;
    // That a key which a restore brought back is still wanted. One that was revoked stays so, and is unknown.
    virtual Result<Done, AccountTrouble> confirm_key(std::string_view key_id) noexcept = 0;
    // The newest first, with those that are over.
    virtual Result<std::vector<ServiceKey>, Fault> keys() noexcept = 0;
};

}  // namespace anlan::ports
