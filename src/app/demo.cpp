#include "app/demo.hpp"

#include "codec/json.hpp"
#include "kernel/deadline_rule.hpp"
#include "kernel/post_reach.hpp"

#include <algorithm>
#include <map>

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
    {"oversee", "督察 赵敏", "supervisor", "420100"},
    {"guards", "武昌区协同力量 周强", "partner", "420106"},
    {"patrol", "巡逻民警 孙涛", "patrol", "420106001"},
    {"beat", "社区民警 周红", "community_officer", "420106001001"},
    {"centre", "武昌基础管控中心 何平", "base_control", "420106"},
    {"station", "积玉桥派出所综合室 胡敏", "station_desk", "420106001"},
    {"street", "积玉桥街道综治中心 吴霞", "street_seat", "420106001"},
    {"community", "社区综治工作站 郑洁", "community_seat", "420106001001"},
    {"admin", "系统管理员 刘敏", "administrator", "420100"},
};

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
        const auto* role = kernel::find_role(levels, account.role);
        if (role == nullptr) continue;  // another city's rulebook has other posts
        const auto reach = kernel::reach_of(area, role->level, levels.city);
        if (!reach) continue;
        const auto granted = identity.grant(
            account.login, {kernel::post_id(account.role, area), account.role, *reach, {}, {}});
        if (!granted.ok()) return Unexpected{words_of(granted.error())};
    }
    return Done{};
}

// As much of a unit's row as the demo looks at.
struct OnIncident {
    std::optional<std::string> incident_id;
};
BOOST_DESCRIBE_STRUCT(OnIncident, (), (incident_id))

std::vector<views::ListedRow> rows_of(Result<views::ListPage, ports::Fault> page) {
    return std::move(page)
        .value()
        .rows;  // units and what is open are in memory: nothing is read that may fail
}

}  // namespace

Result<std::unique_ptr<Demo>, std::string> Demo::prepare(Node& node, const std::string& seed_file,
                                                         std::unique_ptr<DemoLife> so_far,
                                                         const std::function<void(const std::string&)>& say) {
    ANLAN_TRY_DONE(make_accounts(*node.identity, node.rules.section<kernel::RoleLevels>()));
    std::string logins;
    for (const auto& account : demo_accounts)
        logins += (logins.empty() ? "" : ", ") + std::string{account.login};
    say("demo accounts: " + logins + "; password " + demo_password);
    if (so_far) return std::unique_ptr<Demo>{new Demo{node, std::move(so_far), {}}};
    ANLAN_TRY(const auto seed, read_demo_city(node.modules, seed_file));
    return std::unique_ptr<Demo>{new Demo{node, nullptr, sim::plan_of(seed)}};
}

Demo::~Demo() { stop(); }

void Demo::start(double calls_per_hour) {
    thread_ = std::thread{[this, calls_per_hour] { live(calls_per_hour); }};
}

// So that a restarted demo is not stuck with it.
void Demo::adopt_what_is_open(sim::CityLife& life) {
    const auto all = [](const kernel::Scope&) { return true; };
    std::map<std::string, std::vector<std::string>> units;
    for (const auto& unit : rows_of(node_.board->list({"units", {}, false, {}, 100'000}, all))) {
        const auto read = codec::read_json<OnIncident>(unit.row.json, codec::Unknown::ignore);
        if (read.ok() && read->incident_id) units[*read->incident_id].push_back(unit.stream);
    }
    for (const auto& incident : rows_of(node_.board->list({"incidents", {}, true, {}, 100'000}, all))) {
        const auto kind = incident.row.facets.find("class_code");
        if (kind != incident.row.facets.end())
            life.adopt(incident.stream, kind->second, units[incident.stream], node_.clock.now());
    }
    for (const auto& call : rows_of(node_.board->list({"calls", {}, true, {}, 100'000}, all))) {
        const auto status = call.row.facets.find("status");
        if (status != call.row.facets.end() && status->second != "decided")
            life.adopt_call(call.stream, node_.clock.now());
    }
}

// A log that was there before: the life of an earlier run is over, and what it left open is seen to.
void Demo::begin_anew(double calls_per_hour) {
    sim::CityLifeSettings settings;
    settings.reports_per_day = calls_per_hour * 24;
    settings.seed = node_.random.next();
    so_far_ = std::make_unique<DemoLife>();
    so_far_->life = std::make_unique<sim::CityLife>(std::move(plan_), node_.modules, node_.rules,
                                                    so_far_->door, settings);
    adopt_what_is_open(*so_far_->life);
}

void Demo::live(double calls_per_hour) {
    constexpr Millis positions_every{1'000};
    if (!so_far_) begin_anew(calls_per_hour);
    so_far_->door.lead_to(*node_.thread, node_.modules);
    sim::CityLife& life = *so_far_->life;
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        lock.unlock();
        const auto now = node_.clock.now();
        const auto next = life.step(now);
        life.whereabouts(now, [&](const sim::CityLife::Whereabouts& where) {
            node_.positions->put(where.unit_id, {where.point, now});
        });
        lock.lock();
        const auto pause = std::clamp(next - node_.clock.now(), Millis{20}, positions_every);
        changed_.wait_for(lock, pause, [this] { return stopping_; });
    }
}

void Demo::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

}  // namespace anlan::app
