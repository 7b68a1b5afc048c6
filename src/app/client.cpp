// The service from the command line, for every capability that has a screen:
//
//   anlan sign-in li.na --server http://127.0.0.1:8110
//   anlan do call.receive channel=phone text=汉口站东广场有人打架
//   anlan do incident.close incident_id=inc_… disposition=handled
//   anlan get /v1/obligations?limit=5
//
// `do` knows every command with a route from the modules' own descriptors, so that a new command needs no
// edit here.
#include "adapters/http/client.hpp"
#include "adapters/system/system_random.hpp"
#include "app/command_line.hpp"
#include "app/command_words.hpp"
#include "app/node.hpp"
#include "codec/json.hpp"

#include <fmt/core.h>

#include <termios.h>
#include <unistd.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

namespace anlan::app {
namespace {

struct Options {
    std::string server = "http://127.0.0.1:8110";
    std::string login;
    std::string password_file;
    std::string post;
    std::string command;
    std::vector<std::string> members;
    std::string target;
    std::string purpose;
    std::string key;
    bool list = false;
};

struct Signed {
    std::string server;
    std::string token;
};
BOOST_DESCRIBE_STRUCT(Signed, (), (server, token))

std::filesystem::path session_file() {
    if (const char* config = std::getenv("XDG_CONFIG_HOME"))
        return std::filesystem::path{config} / "anlan/session";
    const char* home = std::getenv("HOME");
    return std::filesystem::path{home != nullptr ? home : "."} / ".config/anlan/session";
}

int print(const Result<adapters::http::ClientResponse, ports::Fault>& response) {
    if (!response.ok()) return complain(response.error().message + " (" + response.error().code + ")", 2);
    fmt::print("{}\n", response->body);
    return response->status < 300 ? 0 : 1;
}

std::optional<std::string> secret_line(const std::string& file) {
    std::string text;
    if (!file.empty()) {
        std::ifstream in{file};
        if (!std::getline(in, text)) return std::nullopt;
        return text;
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
    return read ? std::optional{text} : std::nullopt;
}

struct SignInBody {
    std::string login;
    PersonalText password;
    std::optional<std::string> post_id;
    bool bearer = true;
};
BOOST_DESCRIBE_STRUCT(SignInBody, (), (login, password, post_id, bearer))
struct TokenOnly {
    std::string token;
};
BOOST_DESCRIBE_STRUCT(TokenOnly, (), (token))

int sign_in(const Options& options) {
    const auto address = read_address(options.server);
    if (!address) return complain("--server takes http://HOST:PORT", 2);
    const auto secret = secret_line(options.password_file);
    if (!secret) return complain("no password given", 2);
    adapters::http::Client client{address->host, address->port};
    const SignInBody body{options.login, PersonalText{*secret},
                          options.post.empty() ? std::nullopt : std::optional{options.post}, true};
    const auto response = client.send("POST", "/v1/session", codec::to_json(body));
    if (!response.ok() || response->status != 201) return print(response);
    const auto token = codec::read_json<TokenOnly>(response->body, codec::Unknown::ignore);
    if (!token.ok()) return complain("the service's answer has no token", 2);
    const auto file = session_file();
    std::error_code failed;
    std::filesystem::create_directories(file.parent_path(), failed);
    std::ofstream out{file};
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, failed);
    out << codec::to_json(Signed{options.server, token->token}) << "\n";
    if (!out.flush()) return complain("cannot write " + file.string(), 2);
    fmt::print("signed in at {}\n", options.server);
    return 0;
}

std::optional<Signed> signed_in() {
    std::ifstream in{session_file()};
    std::string text;
    if (!std::getline(in, text)) return std::nullopt;
    auto read = codec::read_json<Signed>(text, codec::Unknown::ignore);
    return read.ok() ? std::optional{std::move(read).value()} : std::nullopt;
}

constexpr const char* not_signed_in = "sign in first: anlan sign-in LOGIN";
constexpr const char* unfit_header = "--purpose and --key are text without control characters";

// To the service that was signed in at; none if there is no session, or none that can be read.
std::unique_ptr<adapters::http::Client> client_of_session() {
    const auto session = signed_in();
    if (!session || !fits_header(session->token)) return nullptr;
    const auto address = read_address(session->server);
    if (!address) return nullptr;
    auto client = std::make_unique<adapters::http::Client>(address->host, address->port);
    client->bear(session->token);
    return client;
}

std::optional<std::vector<ports::Header>> headers_of(const Options& options) {
    if (!fits_header(options.key) || !fits_header(options.purpose)) return std::nullopt;
    adapters::SystemRandom random;
    const auto key =
        options.key.empty() ? fmt::format("cli-{:016x}{:016x}", random.next(), random.next()) : options.key;
    std::vector<ports::Header> headers{{"Idempotency-Key", key}};
    if (!options.purpose.empty()) headers.push_back({"Anlan-Purpose", options.purpose});
    return headers;
}

const kernel::CommandSpec* find_command(const kernel::Modules& modules, const std::string& name) {
    for (const auto& module : modules)
        if (const auto* spec = module.find_command(name); spec != nullptr && !spec->path.empty()) return spec;
    return nullptr;
}

void list_commands(const kernel::Modules& modules) {
    for (const auto& module : modules)
        for (const auto& spec : module.commands)
            if (!spec->path.empty())
                fmt::print("{:36} {} / {}\n{:36} POST {}\n", spec->name, spec->title.en, spec->title.zh, "",
                           spec->path);
}

int carry_out(const Options& options) {
    const auto modules = all_modules();
    if (options.list) {
        list_commands(modules);
        return 0;
    }
    const auto* spec = find_command(modules, options.command);
    if (spec == nullptr)
        return complain("no command " + options.command + "; `anlan do --list` shows all", 2);
    const auto asked = read_members(*spec, options.members);
    if (!asked.ok()) return complain(asked.error(), 2);
    const auto headers = headers_of(options);
    if (!headers) return complain(unfit_header, 2);
    auto client = client_of_session();
    if (!client) return complain(not_signed_in, 2);
    const char* method = spec->method == kernel::Method::put   ? "PUT"
                         : spec->method == kernel::Method::del ? "DELETE"
                                                               : "POST";
    return print(client->send(method, asked->path, asked->body, *headers));
}

int get(const Options& options) {
    const auto path = read_path(options.target);
    if (!path.ok()) return complain(path.error(), 2);
    if (!fits_header(options.purpose)) return complain(unfit_header, 2);
    auto client = client_of_session();
    if (!client) return complain(not_signed_in, 2);
    std::vector<ports::Header> headers;
    if (!options.purpose.empty()) headers.push_back({"Anlan-Purpose", options.purpose});
    return print(client->send("GET", *path, "", headers));
}

}  // namespace

Run add_client(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* in = app.add_subcommand("sign-in", "sign in at a service; the session is kept for `do` and `get`");
    in->add_option("login", options->login, "the login")->required();
    in->add_option("--server", options->server, "the service")->capture_default_str();
    in->add_option("--post", options->post, "the post to sit at, where there are several");
    in->add_option("--password-file", options->password_file,
                   "a file whose first line is the password (else it is asked for)");
    auto* act = app.add_subcommand("do", "carry out a command: anlan do call.receive channel=phone text=…");
    act->add_option("command", options->command, "its name, such as incident.close");
    act->add_option("members", options->members, "member=value; a.b=value for a member of a member");
    act->add_option("--purpose", options->purpose, "why, a code of the rulebook");
    act->add_option("--key", options->key, "the Idempotency-Key: the same key again changes nothing");
    act->add_flag("--list", options->list, "show every command");
    auto* look = app.add_subcommand("get", "read from the service: anlan get /v1/incidents?only_open=true");
    look->add_option("target", options->target, "path and query")->required();
    look->add_option("--purpose", options->purpose, "why, where personal data is read");
    return [=] {
        if (in->parsed()) return sign_in(*options);
        if (act->parsed()) return carry_out(*options);
        return look->parsed() ? get(*options) : -1;
    };
}

}  // namespace anlan::app
