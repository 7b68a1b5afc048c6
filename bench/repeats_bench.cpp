// How long it takes to find the reports of the same matter among four million past ones, on one core, under
// Wuhan's rules, and what the index holds. The past is generated (planning/test_repeats.hpp): many cities'
// years laid over each other in one. Prints `name value unit`; nothing is asserted.
// `repeats_bench [millions of reports, 4]`.
#include "app/node.hpp"
#include "base/source_dir_test_support.hpp"
#include "domain/matter/rules.hpp"
#include "planning/test_repeats.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

namespace {

using namespace anlan;

constexpr std::size_t matters_in_a_year = 400;
constexpr std::size_t questions = 2'000;

double cpu_micros() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

void print(const char* name, std::vector<double>& micros) {
    std::sort(micros.begin(), micros.end());
    std::printf("%s_p50 %.1f us\n%s_p99 %.1f us\n", name, micros[micros.size() / 2], name,
                micros[micros.size() * 99 / 100]);
}

}  // namespace

int main(int argc, char** argv) {
    const auto wanted = static_cast<std::size_t>((argc > 1 ? std::atof(argv[1]) : 4) * 1e6);
    const auto modules = app::all_modules();
    const auto rules = app::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", modules);
    if (!rules.ok()) {
        std::fprintf(stderr, "%s\n", rules.error().c_str());
        return 1;
    }
    planning::RepeatFinder finder(rules->section<matter::Rules>().finder, {1, 2}, Hours{24 * 366});
    std::vector<double> adding, finding;
    for (std::uint64_t seed = 1; finder.size() < wanted; ++seed) {
        const planning::testing::RepeatYear year(seed, matters_in_a_year);
        for (auto one : year.reports()) {
            one.report.incident_id = IncidentId{"inc_0CQ4ZK" + std::to_string(seed) + "." +
                                                one.report.incident_id.value().substr(4)};
            const double start = cpu_micros();
            finder.add(one.report);
            adding.push_back(cpu_micros() - start);
        }
    }
    // The last days of cities that the index knows, so that there is something to be found.
    for (std::uint64_t seed = 1; finding.size() < questions; ++seed) {
        const planning::testing::RepeatYear year(seed, matters_in_a_year);
        const auto& all = year.reports();
        for (std::size_t i = all.size() - 20; i < all.size() && finding.size() < questions; ++i) {
            const double start = cpu_micros();
            const auto hits = finder.find(all[i].report);
            finding.push_back(cpu_micros() - start);
        }
    }
    std::printf("repeats_reports %zu reports\n", finder.size());
    print("repeats_add", adding);
    print("repeats_find", finding);
    std::printf("repeats_bytes_a_report %.0f B\n",
                static_cast<double>(finder.bytes()) / static_cast<double>(finder.size()));
    return 0;
}
