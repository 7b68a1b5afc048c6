#include "app/demo.hpp"

#include "app/places.hpp"
#include "kernel/deadline_rule.hpp"
#include "sim/seed.hpp"

#include <fstream>
#include <sstream>

namespace anlan::app {
namespace {

// Known to everybody on purpose: the demo holds no real data, and listens on this machine only unless told
// otherwise.
constexpr const char* demo_password = "anlan-demo-110";

struct DemoAccount {
    const char* login;
    const char* display;
    const char* role;
    const char* area;
};
constexpr DemoAccount demo_accounts[] = {
    {"demo", "市局派警员 李娜", "city_dispatcher", "420100"},
    {"call", "接警员 王静", "call_taker", "420100"},
    {"dispatch", "武昌分局派警员 陈刚", "dispatcher", "420106"},
    {"watch", "市局值班指挥长 张伟", "watch_officer", "420100"},
    {"admin", "系统管理员 刘敏", "administrator", "420100"},
};

Result<std::string, std::string> read_file(const std::filesystem::path& path) {
    std::ifstream in{path};
    if (!in) return Unexpected{"cannot read " + path.string()};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string words_of(const ports::AccountTrouble& trouble) {
    if (const auto* refusal = std::get_if<kernel::Refusal>(&trouble)) return refusal->message;
    return std::get<ports::Fault>(trouble).message;
}

Result<Done, std::string> make_accounts(ports::Identity& identity, const kernel::RoleLevels& levels) {
    const auto accounts = identity.list();
    if (!accounts.ok()) return Unexpected{accounts.error().message};
    if (!accounts->empty()) return Done{};
    for (const auto& account : demo_accounts) {
        const auto made = identity.create(account.login, account.display, PersonalText{demo_password});
        if (!made.ok()) return Unexpected{words_of(made.error())};
        const AreaId area{std::string{"are_"} + account.area};
        Jurisdiction reach{levels.city, {}, {}, {}};
        if (area != levels.city) reach.district = area;
        const auto granted =
            identity.grant(account.login, {kernel::post_id(account.role, area), account.role, reach, {}, {}});
        if (!granted.ok()) return Unexpected{words_of(granted.error())};
    }
    return Done{};
}

Result<Done, std::string> fill(Node& node, const std::string& seed_file,
                               const std::function<void(const std::string&)>& say) {
    const auto path = seed_file.empty() ? find_shared("build/demo/wuhan.jsonl")
                                        : std::optional<std::filesystem::path>{seed_file};
    if (!path)
        return Unexpected{
            std::string{"no demo city found; `./dev setup` makes it, or name its file with --seed"}};
    ANLAN_TRY(const auto text, read_file(*path));
    auto seed = sim::Seed::read(text, "demo city", node.modules);
    if (!seed.ok()) return Unexpected{sim::to_text(seed.error(), path->string())};
    say("filling the log with the demo city: " + std::to_string(seed->lines()) + " commands");
    const auto report = seed->send(*node.thread, [](std::size_t) {});
    if (!report.ok()) return Unexpected{sim::to_text(report.error(), path->string())};
    for (const auto& refusal : report->refusals) say(sim::to_text(refusal, path->string()));
    return Done{};
}

}  // namespace

Result<std::unique_ptr<Demo>, std::string> Demo::prepare(Node& node, const std::string& seed_file,
                                                         const std::function<void(const std::string&)>& say) {
    ANLAN_TRY_DONE(make_accounts(*node.identity, node.rules.section<kernel::RoleLevels>()));
    if (node.restarted.records == 0) ANLAN_TRY_DONE(fill(node, seed_file, say));
    std::string logins;
    for (const auto& account : demo_accounts)
        logins += (logins.empty() ? "" : ", ") + std::string{account.login};
    say("demo accounts: " + logins + "; password " + demo_password);
    return std::unique_ptr<Demo>{new Demo{node}};
}

Demo::~Demo() { stop(); }

void Demo::start(double) {}

void Demo::stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
}

}  // namespace anlan::app
