// anlan account: people who may sign in, and the posts they may sit at. Works on the data directory, also
// while the service runs; secrets are asked for, or read from a file, and never stand on the command line.
#include "app/account.hpp"

#include "adapters/system/system_clock.hpp"

#include <filesystem>
#include <memory>

namespace anlan::app {

using namespace account;

namespace {

int with_identity(const Options& options, const Act& act) {
    adapters::SystemClock clock;
    std::error_code failed;
    std::filesystem::create_directories(options.data, failed);
    auto identity = adapters::identity::SqliteIdentity::open(
        {.path = (std::filesystem::path{options.data} / "identity.db").string()}, clock);
    if (!identity.ok()) return complain(identity.error().message + " (" + identity.error().code + ")", 2);
    return act(*identity.value(), options);
}

template <class Add>
void add_keys(const Add& add, Options& options) {
    auto* key = add("issue-key", "make a machine's key; it is shown once", issue_key);
    key->add_option("label", options.label, "what it is for")->required();
    key->add_option("--role", options.role, "a role of the rulebook, such as partner")->required();
    key->add_option("--area", options.area, "the area it is for, such as are_420106 (default: the city)");
    key->add_option("--permission", options.permissions,
                    "at most this of what the role holds; may be said again")
        ->required();
    key->add_option("--until", options.until, "when it ends, such as 2027-01-31T00:00:00Z")->required();
    add_rulebook(*key, options);
    add_json(*key, options);
    add_json(*add("keys", "the machines' keys", keys), options);
    add("revoke-key", "a machine's key opens nothing any more", revoke_key)
        ->add_option("key", options.key, "the key, such as key_0CQ…")
        ->required();
    add("confirm-key", "a machine's key that a restore brought back opens again", confirm_key)
        ->add_option("key", options.key, "the key, such as key_0CQ…")
        ->required();
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
    auto* code =
        with_login(add("enrolment-code",
                       "make the code with which a person sets up the first second factor; it is shown once",
                       enrolment_code));
    add_rulebook(*code, *options);
    add_json(*code, *options);
    with_login(add("reset-factors", "take away an account's authenticator, passkeys and recovery codes",
                   reset_factors));
    const auto with_issuer = [&](CLI::App* one) {
        one->add_option("--issuer", options->issuer,
                        "the provider, as `anlan serve --sign-on-issuer` names it")
            ->required();
        return one;
    };
    with_issuer(with_login(add("link", "let a subject of the city's own sign-on in as this account", link)))
        ->add_option("--subject", options->subject, "whom the provider names, its `sub`")
        ->required();
    with_issuer(with_login(add("unlink", "take that away again", unlink)));
    add_keys(add, *options);
    with_login(add("lock", "no more sign-in; ends open sessions", [](Accounts& identity, const Options& o) {
        return stand(identity, o, ports::Standing::locked);
    }));
    with_login(add("unlock", "sign-in is possible again", [](Accounts& identity, const Options& o) {
        return stand(identity, o, ports::Standing::open);
    }));
    auto* confirmed = add("confirm", "an account that a restore brought back signs in again", confirm);
    confirmed->add_option("login", options->login, "the login");
    confirmed->add_flag("--all", options->all, "every account that is not confirmed");
    return [command, options, chosen] { return command->parsed() ? with_identity(*options, *chosen) : -1; };
}

}  // namespace anlan::app
