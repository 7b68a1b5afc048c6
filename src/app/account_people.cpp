// Who has an account, with which password, and at which posts they may sit.
#include "app/account.hpp"
#include "app/known_areas.hpp"
#include "app/node.hpp"
#include "app/places.hpp"
#include "codec/json.hpp"
#include "kernel/post_reach.hpp"

#include <fmt/core.h>

#include <termios.h>
#include <unistd.h>
#include <fstream>
#include <iostream>

namespace anlan::app::account {
namespace {

struct Listed {
    std::string account_id;
    std::string login;
    bool locked = false;
    bool unconfirmed = false;  // a restore brought it back, and nobody confirmed it
    std::vector<std::string> posts;
};
BOOST_DESCRIBE_STRUCT(Listed, (), (account_id, login, locked, unconfirmed, posts))
struct ListedAll {
    std::vector<Listed> accounts;
};
BOOST_DESCRIBE_STRUCT(ListedAll, (), (accounts))

// From the file, or asked for without being shown, or the first line of a piped standard input.
std::optional<PersonalText> password(const Options& options) {
    std::string text;
    if (!options.password_file.empty()) {
        std::ifstream file{options.password_file};
        if (!std::getline(file, text)) return std::nullopt;
        return PersonalText{text};
    }
    const bool terminal = isatty(STDIN_FILENO) != 0;
    termios before{};
    if (terminal) {
        fmt::print(stderr, "password: ");
        tcgetattr(STDIN_FILENO, &before);
        termios silent = before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSANOW, &silent);
    }
    const bool read = static_cast<bool>(std::getline(std::cin, text));
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
        fmt::print(stderr, "\n");
    }
    return read ? std::optional{PersonalText{text}} : std::nullopt;
}

std::string post_text(const ports::PostGrant& grant) {
    return grant.post_id.value() + " (" + grant.role + ")";
}

std::optional<kernel::Rulebook> rulebook_of(const Options& options) {
    const auto folder = options.rulebook.empty() ? find_shared("rulebook/wuhan")
                                                 : std::optional<std::filesystem::path>{options.rulebook};
    const auto modules = all_modules();
    auto rules = folder ? load_rulebook(*folder, modules)
                        : Unexpected{std::string{"no rulebook found; name its folder with --rulebook"}};
    if (rules.ok()) return std::move(rules).value();
    complain(rules.error(), 2);
    return std::nullopt;
}

}  // namespace

int troubled(const ports::AccountTrouble& trouble) {
    if (const auto* refusal = std::get_if<kernel::Refusal>(&trouble))
        return complain(refusal->message + " (" + refusal->code + ")", 1);
    const auto& fault = std::get<ports::Fault>(trouble);
    return complain(fault.message + " (" + fault.code + ")", 2);
}

int list(Accounts& identity, const Options& options) {
    const auto accounts = identity.list();
    if (!accounts.ok()) return complain(accounts.error().message, 2);
    ListedAll all;
    for (const auto& account : accounts.value()) {
        Listed one{account.account_id.value(),
                   account.login,
                   account.standing == ports::Standing::locked,
                   account.unconfirmed,
                   {}};
        for (const auto& grant : account.grants) one.posts.push_back(post_text(grant));
        all.accounts.push_back(std::move(one));
    }
    if (options.json) {
        fmt::print("{}\n", codec::to_json(all));
        return 0;
    }
    if (all.accounts.empty()) fmt::print("no accounts yet; `anlan account create LOGIN` makes one\n");
    for (const auto& one : all.accounts) {
        fmt::print("{} {}{}{}\n", one.login, one.account_id, one.locked ? " locked" : "",
                   one.unconfirmed ? ", restored: signs in nowhere until confirmed" : "");
        for (const auto& post : one.posts) fmt::print("    {}\n", post);
    }
    return 0;
}

std::optional<access::AccessRules> access_rules_of(const Options& options) {
    const auto rules = rulebook_of(options);
    if (!rules) return std::nullopt;
    return rules->section<access::AccessRules>();
}

std::optional<PostOf> post_of(const Options& options) {
    const auto refuse = [](const std::string& words) {
        complain(words, 2);
        return std::nullopt;
    };
    const auto rules = rulebook_of(options);
    if (!rules) return std::nullopt;
    const auto& levels = rules->section<kernel::RoleLevels>();
    const auto* role = kernel::find_role(levels, options.role);
    if (role == nullptr) {
        std::string known;
        for (const auto& one : levels.roles) known += (known.empty() ? "" : ", ") + one.role;
        return refuse("no role " + options.role + "; the rulebook has " + known);
    }
    const AreaId area{options.area.empty() ? levels.city.value() : options.area};
    const auto reach = reach_for(options.data, *role, area, levels.city);
    if (!reach.ok()) return refuse(reach.error());
    return PostOf{{kernel::post_id(options.role, area), options.role, reach.value(), {}, {}},
                  rules->section<access::AccessRules>()};
}

int grant(Accounts& identity, const Options& options) {
    const auto post = post_of(options);
    if (!post) return 2;
    const auto granted = identity.grant(options.login, post->grant);
    if (!granted.ok()) return troubled(granted.error());
    fmt::print("{} may sit at {}\n", options.login, post->grant.post_id.value());
    return 0;
}

int create(Accounts& identity, const Options& options) {
    const auto secret = password(options);
    if (!secret) return complain("no password given", 2);
    const auto made =
        identity.create(options.login, options.display.empty() ? options.login : options.display, *secret);
    if (!made.ok()) return troubled(made.error());
    fmt::print("{} {}\n", options.login, made.value().value());
    return 0;
}

int change_password(Accounts& identity, const Options& options) {
    const auto secret = password(options);
    if (!secret) return complain("no password given", 2);
    const auto changed = identity.change_password(options.login, *secret);
    if (!changed.ok()) return troubled(changed.error());
    fmt::print("password of {} changed; open sessions have ended\n", options.login);
    return 0;
}

int stand(Accounts& identity, const Options& options, ports::Standing standing) {
    const auto done = identity.stand(options.login, standing);
    if (!done.ok()) return troubled(done.error());
    fmt::print("{} is {}\n", options.login, standing == ports::Standing::locked ? "locked" : "open");
    return 0;
}

int confirm(Accounts& identity, const Options& options) {
    if (options.login.empty() != options.all) return complain("name one login, or --all", 2);
    std::vector<std::string> logins{options.login};
    if (options.all) {
        const auto accounts = identity.list();
        if (!accounts.ok()) return complain(accounts.error().message, 2);
        logins.clear();
        for (const auto& account : accounts.value())
            if (account.unconfirmed) logins.push_back(account.login);
    }
    for (const auto& login : logins) {
        const auto done = identity.confirm(login);
        if (!done.ok()) return troubled(done.error());
        fmt::print("{} is confirmed\n", login);
    }
    return 0;
}

int revoke(Accounts& identity, const Options& options) {
    const auto done = identity.revoke(options.login, PostId{options.post});
    if (!done.ok()) return troubled(done.error());
    fmt::print("{} may no longer sit at {}\n", options.login, options.post);
    return 0;
}

}  // namespace anlan::app::account
