// anlan account: people who may sign in, and the posts they may sit at. Works on the data directory, also
// while the service runs; secrets are asked for, or read from a file, and never stand on the command line.
#include "adapters/identity/sqlite_identity.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/command_line.hpp"
#include "app/known_areas.hpp"
#include "app/node.hpp"
#include "app/places.hpp"
#include "codec/json.hpp"
#include "kernel/deadline_rule.hpp"

#include <fmt/core.h>

#include <termios.h>
#include <unistd.h>
#include <fstream>
#include <iostream>
#include <memory>

namespace anlan::app {
namespace {

struct Options : Common {
    std::string login;
    std::string display;
    std::string password_file;
    std::string role;
    std::string area;
    std::string post;
    std::string session;
};

struct Listed {
    std::string account_id;
    std::string login;
    bool locked = false;
    std::vector<std::string> posts;
};
BOOST_DESCRIBE_STRUCT(Listed, (), (account_id, login, locked, posts))
struct ListedAll {
    std::vector<Listed> accounts;
};
BOOST_DESCRIBE_STRUCT(ListedAll, (), (accounts))

int troubled(const ports::AccountTrouble& trouble) {
    if (const auto* refusal = std::get_if<kernel::Refusal>(&trouble))
        return complain(refusal->message + " (" + refusal->code + ")", 1);
    const auto& fault = std::get<ports::Fault>(trouble);
    return complain(fault.message + " (" + fault.code + ")", 2);
}

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

int list(ports::Identity& identity, const Options& options) {
    const auto accounts = identity.list();
    if (!accounts.ok()) return complain(accounts.error().message, 2);
    ListedAll all;
    for (const auto& account : accounts.value()) {
        Listed one{
            account.account_id.value(), account.login, account.standing == ports::Standing::locked, {}};
        for (const auto& grant : account.grants) one.posts.push_back(post_text(grant));
        all.accounts.push_back(std::move(one));
    }
    if (options.json) {
        fmt::print("{}\n", codec::to_json(all));
        return 0;
    }
    if (all.accounts.empty()) fmt::print("no accounts yet; `anlan account create LOGIN` makes one\n");
    for (const auto& one : all.accounts) {
        fmt::print("{} {}{}\n", one.login, one.account_id, one.locked ? " locked" : "");
        for (const auto& post : one.posts) fmt::print("    {}\n", post);
    }
    return 0;
}

int grant(ports::Identity& identity, const Options& options) {
    const auto folder = options.rulebook.empty() ? find_shared("rulebook/wuhan")
                                                 : std::optional<std::filesystem::path>{options.rulebook};
    if (!folder) return complain("no rulebook found; name its folder with --rulebook", 2);
    const auto modules = all_modules();
    const auto rules = load_rulebook(*folder, modules);
    if (!rules.ok()) return complain(rules.error(), 2);
    const auto& levels = rules->section<kernel::RoleLevels>();
    const auto* role = kernel::find_role(levels, options.role);
    if (role == nullptr) {
        std::string known;
        for (const auto& one : levels.roles) known += (known.empty() ? "" : ", ") + one.role;
        return complain("no role " + options.role + "; the rulebook has " + known, 2);
    }
    const AreaId area = options.area.empty() ? levels.city : AreaId{options.area};
    const auto reach = reach_for(options.data, *role, area, levels.city);
    if (!reach.ok()) return complain(reach.error(), 2);
    const ports::PostGrant post{kernel::post_id(options.role, area), options.role, reach.value(), {}, {}};
    const auto granted = identity.grant(options.login, post);
    if (!granted.ok()) return troubled(granted.error());
    fmt::print("{} may sit at {}\n", options.login, post.post_id.value());
    return 0;
}

int create(ports::Identity& identity, const Options& options) {
    const auto secret = password(options);
    if (!secret) return complain("no password given", 2);
    const auto made =
        identity.create(options.login, options.display.empty() ? options.login : options.display, *secret);
    if (!made.ok()) return troubled(made.error());
    fmt::print("{} {}\n", options.login, made.value().value());
    return 0;
}

int change_password(ports::Identity& identity, const Options& options) {
    const auto secret = password(options);
    if (!secret) return complain("no password given", 2);
    const auto changed = identity.change_password(options.login, *secret);
    if (!changed.ok()) return troubled(changed.error());
    fmt::print("password of {} changed; open sessions have ended\n", options.login);
    return 0;
}

int stand(ports::Identity& identity, const Options& options, ports::Standing standing) {
    const auto done = identity.stand(options.login, standing);
    if (!done.ok()) return troubled(done.error());
    fmt::print("{} is {}\n", options.login, standing == ports::Standing::locked ? "locked" : "open");
    return 0;
}

int revoke(ports::Identity& identity, const Options& options) {
    const auto done = identity.revoke(options.login, PostId{options.post});
    if (!done.ok()) return troubled(done.error());
    fmt::print("{} may no longer sit at {}\n", options.login, options.post);
    return 0;
}

struct ListedSession {
    std::string session_id;
    PostId post_id;
    Instant opened_at;
    Instant idle_until;
    std::string peer;
    std::string client;
};
BOOST_DESCRIBE_STRUCT(ListedSession, (), (session_id, post_id, opened_at, idle_until, peer, client))
struct ListedSessions {
    std::vector<ListedSession> sessions;
};
BOOST_DESCRIBE_STRUCT(ListedSessions, (), (sessions))

// The id of a login's account; none: there is no such account, or it cannot be read, which is said.
std::optional<AccountId> account_of(ports::Identity& identity, const std::string& login) {
    const auto accounts = identity.list();
    if (!accounts.ok()) {
        complain(accounts.error().message, 2);
        return std::nullopt;
    }
    for (const auto& account : accounts.value())
        if (account.login == login) return account.account_id;
    complain("there is no account with the login " + login, 1);
    return std::nullopt;
}

int sessions(ports::Identity& identity, const Options& options) {
    const auto account = account_of(identity, options.login);
    if (!account) return 1;
    const auto open = identity.sessions_of(*account);
    if (!open.ok()) return complain(open.error().message, 2);
    ListedSessions all;
    for (const auto& one : open.value())
        all.sessions.push_back(
            {one.session_id, one.post_id, one.opened_at, one.idle_until, one.peer, one.client});
    if (options.json) {
        fmt::print("{}\n", codec::to_json(all));
        return 0;
    }
    for (const auto& one : all.sessions)
        fmt::print("{} {} since {} from {} {}\n", one.session_id, one.post_id.value(), to_text(one.opened_at),
                   one.peer, one.client);
    return 0;
}

int end_session(ports::Identity& identity, const Options& options) {
    const auto account = account_of(identity, options.login);
    if (!account) return 1;
    const auto ended = identity.end_session(*account, options.session);
    if (!ended.ok()) return troubled(ended.error());
    fmt::print("{} has ended\n", options.session);
    return 0;
}

using Act = std::function<int(ports::Identity&, const Options&)>;

int with_identity(const Options& options, const Act& act) {
    adapters::SystemClock clock;
    std::error_code failed;
    std::filesystem::create_directories(options.data, failed);
    auto identity = adapters::identity::SqliteIdentity::open(
        {.path = (std::filesystem::path{options.data} / "identity.db").string()}, clock);
    if (!identity.ok()) return complain(identity.error().message + " (" + identity.error().code + ")", 2);
    return act(*identity.value(), options);
}

}  // namespace

Run add_account(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto chosen = std::make_shared<Act>();
    auto* command = app.add_subcommand("account", "people who may sign in, and their posts");
    command->require_subcommand(1);
    const auto add = [&](const std::string& name, const std::string& help, Act act) {
        auto* one = command->add_subcommand(name, help);
        add_data(*one, *options);
        one->callback([chosen, act = std::move(act)] { *chosen = act; });
        return one;
    };
    const auto with_login = [&](CLI::App* one) {
        one->add_option("login", options->login, "the login")->required();
        return one;
    };
    const auto with_password = [&](CLI::App* one) {
        one->add_option("--password-file", options->password_file,
                        "a file whose first line is the password (else it is asked for)");
        return one;
    };
    add_json(*add("list", "all accounts and their posts", list), *options);
    with_password(with_login(add("create", "make an account; asks for its password", create)))
        ->add_option("--display", options->display, "the name that screens show");
    with_password(with_login(add("password", "set a new password; ends open sessions", change_password)));
    auto* grants = with_login(add("grant", "let an account sit at a post", grant));
    grants->add_option("--role", options->role, "a role of the rulebook, such as dispatcher")->required();
    grants->add_option("--area", options->area, "the area it is for, such as are_420106 (default: the city)");
    add_rulebook(*grants, *options);
    with_login(add("revoke", "take a post from an account", revoke))
        ->add_option("post", options->post, "the post, such as pst_dispatcher.420106")
        ->required();
    add_json(*with_login(add("sessions", "where an account is signed in", sessions)), *options);
    with_login(add("end-session", "end one of an account's sessions", end_session))
        ->add_option("session", options->session, "the session, such as ses_0f3a…")
        ->required();
    with_login(
        add("lock", "no more sign-in; ends open sessions", [](ports::Identity& identity, const Options& o) {
            return stand(identity, o, ports::Standing::locked);
        }));
    with_login(add("unlock", "sign-in is possible again", [](ports::Identity& identity, const Options& o) {
        return stand(identity, o, ports::Standing::open);
    }));
    return [command, options, chosen] { return command->parsed() ? with_identity(*options, *chosen) : -1; };
}

}  // namespace anlan::app
