// Keys of machines: made as the rulebook allows, listed, revoked.
#include "access/service_key.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/account.hpp"
#include "codec/json.hpp"

#include <fmt/core.h>

namespace anlan::app::account {
namespace {

struct ListedKey {
    std::string key_id;
    std::string label;
    PostId post_id;
    std::vector<std::string> permissions;
    std::string made_by;
    Instant made_at;
    Instant expires_at;
    std::optional<Instant> last_used_at;
    std::optional<Instant> revoked_at;
    bool unconfirmed = false;
    std::optional<std::string> token;
};
BOOST_DESCRIBE_STRUCT(ListedKey, (),
                      (key_id, label, post_id, permissions, made_by, made_at, expires_at, last_used_at,
                       revoked_at, unconfirmed, token))
struct ListedKeys {
    std::vector<ListedKey> keys;
};
BOOST_DESCRIBE_STRUCT(ListedKeys, (), (keys))

ListedKey listed(const ports::ServiceKey& key) {
    return {key.key_id,     key.label,        key.post.post_id, key.permissions, key.made_by, key.made_at,
            key.expires_at, key.last_used_at, key.revoked_at,   key.unconfirmed, {}};
}

}  // namespace

int issue_key(Accounts& identity, const Options& options) {
    const auto post = post_of(options);
    if (!post) return 2;
    const auto until = instant_from_text(options.until);
    if (!until) return complain("--until takes an instant, such as 2027-01-31T00:00:00Z", 2);
    const auto now = adapters::SystemClock{}.now();
    if (const auto no = access::key_refused({options.role, options.permissions, *until}, now, post->rules))
        return troubled(*no);
    const auto made =
        identity.issue_key({options.label, post->grant, options.permissions, "command line", *until});
    if (!made.ok()) return troubled(made.error());
    auto key = listed(made->key);
    key.token = made->token;
    if (options.json)
        fmt::print("{}\n", codec::to_json(key));
    else
        fmt::print("{} at {} until {}\n{}\nshown once: keep it now\n", key.key_id, key.post_id.value(),
                   to_text(key.expires_at), made->token);
    return 0;
}

int keys(Accounts& identity, const Options& options) {
    const auto all = identity.keys();
    if (!all.ok()) return complain(all.error().message, 2);
    if (options.json) {
        ListedKeys rows;
        for (const auto& key : *all) rows.keys.push_back(listed(key));
        fmt::print("{}\n", codec::to_json(rows));
        return 0;
    }
    for (const auto& key : *all)
        fmt::print("{} {} at {} until {}{}{}{}\n", key.key_id, key.label, key.post.post_id.value(),
                   to_text(key.expires_at),
                   key.last_used_at ? ", last used " + to_text(*key.last_used_at) : ", never used",
                   key.revoked_at ? ", revoked" : "",
                   key.unconfirmed && !key.revoked_at ? ", restored: opens nothing until confirmed" : "");
    return 0;
}

int revoke_key(Accounts& identity, const Options& options) {
    const auto done = identity.revoke_key(options.key);
    if (!done.ok()) return troubled(done.error());
    fmt::print("{} is revoked\n", options.key);
    return 0;
}

int confirm_key(Accounts& identity, const Options& options) {
    const auto done = identity.confirm_key(options.key);
    if (!done.ok()) return troubled(done.error());
    fmt::print("{} is confirmed\n", options.key);
    return 0;
}

}  // namespace anlan::app::account
