// What one question of access costs, with the city's real roles: for each role a seat, a permission out of
// all there are, a record inside or outside, shared with 20 posts; and the same with rights that were given
// for a time. Prints `name value unit`: median and p99 of single decisions, decisions a second of one core.
#include "access/may.hpp"
#include "bench_support.hpp"

namespace {

using namespace anlan;

constexpr std::size_t decisions = 400'000;
constexpr int posts_shared = 20;

struct Question {
    access::Seat seat;
    const std::string* permission = nullptr;
    kernel::Scope scope;
};

std::vector<Question> questions(const access::AccessRules& rules,
                                const std::vector<std::string>& permissions) {
    std::vector<Question> all;
    for (const auto& role : rules.roles)
        for (const auto& permission : permissions)
            for (const char* district : {"are_420106", "are_420102"}) {
                const Jurisdiction reach{AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106003"},
                                         AreaId{"are_420106003007"}};
                Question one{{{kernel::ActorKind::person, "acc_li", PostId{"pst_a"}}, {role.role}, reach},
                             &permission,
                             {reach, {}}};
                one.scope.where.district = AreaId{district};
                for (int i = 0; i < posts_shared; ++i)
                    one.scope.shared_with.push_back({PostId{"pst_" + std::to_string(i)}});
                all.push_back(std::move(one));
            }
    return all;
}

// What a busy deputy carries: four posts that were delegated, and two records through broken glass.
void give(access::Seat& seat, const access::AccessRules& rules) {
    const Jurisdiction elsewhere{AreaId{"are_420100"}, AreaId{"are_420103"}, AreaId{"are_420103003"}, {}};
    for (std::size_t i = 0; i < 4; ++i)
        seat.given.push_back(
            {"pst_given." + std::to_string(i), rules.roles[i].role, elsewhere, {"*.read"}, {}});
    for (int i = 0; i < 2; ++i)
        seat.given.push_back({"brk_" + std::to_string(i), {}, {}, {}, "inc_elsewhere"});
}

void measure(const char* name, const std::vector<Question>& all, const access::AccessRules& rules) {
    std::vector<double> micros;
    micros.reserve(decisions);
    std::size_t allowed = 0;
    const auto ask = [&](std::size_t i) {
        const auto& one = all[i % all.size()];
        return access::may(one.seat, *one.permission, "call_handling", one.scope, rules).allowed() ? 1U : 0U;
    };
    for (std::size_t i = 0; i < decisions; ++i) {
        const auto from = Steady::now();
        allowed += ask(i);
        micros.push_back(std::chrono::duration<double, std::micro>(Steady::now() - from).count());
    }
    const auto from = Steady::now();
    for (std::size_t i = 0; i < decisions; ++i) allowed += ask(i);
    const double seconds = seconds_since(from);
    fmt::print("{}_p50 {:.3f} us\n", name, percentile(micros, 0.5));
    fmt::print("{}_p99 {:.3f} us\n", name, percentile(micros, 0.99));
    fmt::print("{}_one_core {:.0f} /s\n", name, static_cast<double>(decisions) / seconds);
    if (allowed == 0) give_up("nobody is allowed anything: this is not the rulebook");
}

int run() {
    const char* source = std::getenv("ANLAN_SOURCE_DIR");
    const auto modules = app::all_modules();
    const auto book =
        app::load_rulebook(std::string{source == nullptr ? "." : source} + "/rulebook/wuhan", modules);
    if (!book.ok()) give_up(book.error());
    const auto& rules = book->section<access::AccessRules>();
    std::vector<std::string> permissions;
    for (const auto& module : modules)
        for (const auto& command : module.commands) permissions.push_back(command->permission);
    auto all = questions(rules, permissions);
    measure("access_may", all, rules);
    for (auto& one : all) give(one.seat, rules);
    measure("access_may_given", all, rules);
    return 0;
}

}  // namespace

int main() { return run(); }
