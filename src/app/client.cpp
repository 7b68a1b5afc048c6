// The service from the command line, for every capability that has a screen:
//
//   anlan sign-in li.na --server http://127.0.0.1:8110
//   anlan do call.receive channel=phone text=汉口站东广场有人打架
//   anlan do incident.close incident_id=inc_… disposition=handled
//   anlan get /v1/obligations?limit=5
//   anlan send DELETE /v1/sessions/ses_…
//
// `do` knows every command with a route from the modules' own descriptors, so that a new command needs no
// edit here.
#include "adapters/http/client.hpp"
#include "adapters/system/system_random.hpp"
#include "app/command_help.hpp"
#include "app/command_line.hpp"
#include "app/command_words.hpp"
#include "app/node.hpp"
#include "codec/json.hpp"

#include <fmt/core.h>

#include <termios.h>
#include <unistd.h>
#include <array>
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
    std::string trust;  // a certificate file
    std::string command;
    std::vector<std::string> members;
    std::string target;
    std::string purpose;
    std::string key;
    std::string code;
    std::string method;
    std::string body;
    bool list = false;
    bool help = false;  // of one command
};

struct Signed {
    std::string server;
    std::string token;
    std::optional<std::string> device;
    std::optional<std::string> trust = {};  // the certificate file to trust, of a service under TLS
};
BOOST_DESCRIBE_STRUCT(Signed, (), (server, token, device, trust))

std::filesystem::path session_file() {
    if (const char* config = std::getenv("XDG_CONFIG_HOME"))
        return std::filesystem::path{config} / "anlan/session";
    const char* home = std::getenv("HOME");
    return std::filesystem::path{home != nullptr ? home : "."} / ".config/anlan/session";
}

std::optional<std::string> secure(adapters::http::Client& client, const Address& address,
                                  const std::string& certificate) {
    if (!address.tls) return std::nullopt;
    auto trusted = client.trust(certificate);
    return trusted.ok() ? std::nullopt : std::optional{trusted.error().message};
}

int print(const Result<adapters::http::ClientResponse, ports::Fault>& response) {
    if (!response.ok()) return complain(response.error().message + " (" + response.error().code + ")", 2);
    fmt::print("{}\n", response->body);
    return response->status < 300 ? 0 : 1;
}

std::optional<std::string> secret_line(const std::string& file, const char* what = "password") {
    std::string text;
    if (!file.empty()) {
        std::ifstream in{file};
        if (!std::getline(in, text)) return std::nullopt;
        return text;
    }
    const bool terminal = isatty(STDIN_FILENO) != 0;
    termios before{};
    if (terminal) {
        fmt::print(stderr, "{}: ", what);
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
    PersonalText code;
    std::string device_name;
    std::optional<std::string> device;
};
BOOST_DESCRIBE_STRUCT(SignInBody, (), (login, password, post_id, bearer, code, device_name, device))
struct TokenOnly {
    std::string token;
    std::optional<std::string> device;
};
BOOST_DESCRIBE_STRUCT(TokenOnly, (), (token, device))
struct CodeOnly {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(CodeOnly, (), (code))

std::optional<Signed> signed_in() {
    std::ifstream in{session_file()};
    std::string text;
    if (!std::getline(in, text)) return std::nullopt;
    auto read = codec::read_json<Signed>(text, codec::Unknown::ignore);
    return read.ok() ? std::optional{std::move(read).value()} : std::nullopt;
}

std::string device_name() {
    std::array<char, 65> host{};
    if (gethostname(host.data(), host.size() - 1) != 0) return "anlan";
    return std::string{"anlan · "} + host.data();
}

// For the owner's eyes only from its first byte on.
bool keep(const std::filesystem::path& file, const Signed& session) {
    std::error_code failed;
    std::filesystem::create_directories(file.parent_path(), failed);
    std::ofstream out{file};
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, failed);
    out << codec::to_json(session) << "\n";
    return static_cast<bool>(out.flush());
}

bool asks_for_a_code(const Result<adapters::http::ClientResponse, ports::Fault>& response) {
    if (!response.ok() || response->status == 201) return false;
    const auto problem = codec::read_json<CodeOnly>(response->body, codec::Unknown::ignore);
    return problem.ok() && problem->code == "session.second_factor_required";
}

int sign_in(const Options& options) {
    const auto address = read_address(options.server);
    if (!address) return complain("--server takes http://HOST:PORT or https://HOST:PORT", 2);
    const auto secret = secret_line(options.password_file);
    if (!secret) return complain("no password given", 2);
    adapters::http::Client client{address->host, address->port};
    if (auto wrong = secure(client, *address, options.trust)) return complain(*wrong, 2);
    const auto before = signed_in();
    SignInBody body{options.login,
                    PersonalText{*secret},
                    options.post.empty() ? std::nullopt : std::optional{options.post},
                    true,
                    PersonalText{options.code},
                    device_name(),
                    before && before->server == options.server ? before->device : std::nullopt};
    auto response = client.send("POST", "/v1/session", codec::to_json(body));
    if (options.code.empty() && asks_for_a_code(response)) {
        const auto code = secret_line({}, "code of the authenticator");
        if (!code) return print(response);
        body.code = PersonalText{*code};
        response = client.send("POST", "/v1/session", codec::to_json(body));
    }
    if (!response.ok() || response->status != 201) return print(response);
    auto token = codec::read_json<TokenOnly>(response->body, codec::Unknown::ignore);
    if (!token.ok()) return complain("the service's answer has no token", 2);
    const auto file = session_file();
    std::optional<std::string> trust;
    if (!options.trust.empty()) trust = std::filesystem::absolute(options.trust).string();
    if (!keep(file, {options.server, std::move(token->token), std::move(token->device), std::move(trust)}))
        return complain("cannot write " + file.string(), 2);
    fmt::print("signed in at {}\n", options.server);
    return 0;
}

constexpr const char* not_signed_in = "sign in first: anlan sign-in LOGIN";
constexpr const char* unfit_header = "--purpose and --key are text without control characters";

// To the service that was signed in at; or why not: no session, none that can be read, no certificate.
Result<std::unique_ptr<adapters::http::Client>, std::string> client_of_session() {
    const auto session = signed_in();
    if (!session || !fits_header(session->token)) return Unexpected{std::string{not_signed_in}};
    const auto address = read_address(session->server);
    if (!address) return Unexpected{std::string{not_signed_in}};
    auto client = std::make_unique<adapters::http::Client>(address->host, address->port);
    if (auto wrong = secure(*client, *address, session->trust.value_or(""))) return Unexpected{*wrong};
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
    if (options.help) {
        fmt::print("{}", command_help(*spec));
        return 0;
    }
    const auto asked = read_members(*spec, options.members);
    if (!asked.ok()) return complain(asked.error(), 2);
    const auto headers = headers_of(options);
    if (!headers) return complain(unfit_header, 2);
    auto client = client_of_session();
    if (!client.ok()) return complain(client.error(), 2);
    const char* method = spec->method == kernel::Method::put   ? "PUT"
                         : spec->method == kernel::Method::del ? "DELETE"
                                                               : "POST";
    return print((*client)->send(method, asked->path, asked->body, *headers));
}

int ask(const Options& options, const char* method, const std::string& body) {
    const auto path = read_path(options.target);
    if (!path.ok()) return complain(path.error(), 2);
    if (!fits_header(options.purpose)) return complain(unfit_header, 2);
    auto client = client_of_session();
    if (!client.ok()) return complain(client.error(), 2);
    std::vector<ports::Header> headers;
    if (!options.purpose.empty()) headers.push_back({"Anlan-Purpose", options.purpose});
    return print((*client)->send(method, *path, body, headers));
}

}  // namespace

Run add_client(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* in = app.add_subcommand("sign-in", "sign in at a service; the session is kept for `do` and `get`");
    in->add_option("login", options->login, "the login")->required();
    in->add_option("--server", options->server, "the service")->capture_default_str();
    in->add_option(
        "--trust", options->trust,
        "the certificate file to trust, where no authority of this machine's signed it: tls/self.crt of "
        "the data folder");
    in->add_option("--post", options->post, "the post to sit at, where there are several");
    in->add_option("--password-file", options->password_file,
                   "a file whose first line is the password (else it is asked for)");
    in->add_option("--code", options->code,
                   "a code of the authenticator, or a recovery code (else it is asked for where needed)");
    auto* act = app.add_subcommand("do", "carry out a command: anlan do call.receive channel=phone text=…");
    act->add_option("command", options->command, "its name, such as incident.close");
    act->add_option("members", options->members, "member=value; a.b=value for a member of a member");
    act->add_option("--purpose", options->purpose, "why, a code of the rulebook");
    act->add_option("--key", options->key, "the Idempotency-Key: the same key again changes nothing");
    act->add_flag("--list", options->list, "show every command");
    act->set_help_flag();
    act->add_flag("-h,--help", options->help,
                  "this, or what the command takes: anlan do call.receive --help");
    auto* look = app.add_subcommand("get", "read from the service: anlan get /v1/incidents?only_open=true");
    look->add_option("target", options->target, "path and query")->required();
    look->add_option("--purpose", options->purpose, "why, where personal data is read");
    auto* other = app.add_subcommand("send", "what is no command: anlan send POST /v1/factors/totp '{}'");
    other->add_option("method", options->method, "POST or DELETE")
        ->required()
        ->check(CLI::IsMember({"POST", "DELETE"}));
    other->add_option("target", options->target, "the path")->required();
    other->add_option("body", options->body, "JSON");
    return [=] {
        if (in->parsed()) return sign_in(*options);
        if (act->parsed() && options->help && options->command.empty()) {
            fmt::print("{}", act->help());
            return 0;
        }
        if (act->parsed()) return carry_out(*options);
        if (other->parsed()) return ask(*options, options->method.c_str(), options->body);
        return look->parsed() ? ask(*options, "GET", "") : -1;
    };
}

}  // namespace anlan::app
