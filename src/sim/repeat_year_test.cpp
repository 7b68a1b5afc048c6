// How well repeats are found under Wuhan's own rules, on generated years that nobody tuned anything on. The
// weights were fitted on seeds 1 to 14 and the threshold chosen on 1 to 20.
#include "adapters/rulebook/rulebook.hpp"
#include "base/source_dir_test_support.hpp"
#include "domain/matter/rules.hpp"
#include "planning/test_repeats.hpp"
#include "sim/sections.hpp"

#include <gtest/gtest.h>

#include <cstdio>

namespace anlan::domain {
kernel::Modules all_modules();
}

namespace anlan::sim {
namespace {

namespace repeats = planning::testing;

repeats::RepeatFigures figures(std::uint64_t first, std::uint64_t last, repeats::RepeatMix mix) {
    const auto modules = domain::all_modules();
    const auto rules =
        adapters::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", rulebook_sections(modules));
    if (!rules.ok())
        for (const auto& error : rules.error()) ADD_FAILURE() << adapters::to_text(error);
    repeats::RepeatFigures sum;
    for (auto seed = first; seed <= last; ++seed) {
        planning::RepeatFinder finder(rules.value().section<matter::Rules>().finder, {seed, 0x616e6c616eULL},
                                      Hours{24 * 365});
        repeats::measure(finder, repeats::RepeatYear(seed, 200, mix), sum);
    }
    return sum;
}

void print(const char* what, const repeats::RepeatFigures& f) {
    std::printf(
        "[ measured ] repeats, %s: %zu reports, %zu of them repeats: recall %.3f, precision %.3f; "
        "%.3f of the reports for which anything was found had nothing wrong among it\n",
        what, f.reports, f.repeats, f.recall(), f.precision(),
        static_cast<double>(f.named_right) / static_cast<double>(f.named));
}

TEST(RepeatYear, IsFoundInSeedsThatNobodyTunedOn) {
    const auto unseen = figures(1001, 1020, {});
    print("ordinary reports, seeds 1001 to 1020", unseen);
    print("ordinary reports, seeds 1 to 5", figures(1, 5, {}));
    print("messy reports, seeds 1001 to 1005", figures(1001, 1005, repeats::hard_mix_of_repeats));
    EXPECT_GT(unseen.repeats, 5'000U);
    EXPECT_GE(unseen.recall(), 0.92);
    EXPECT_GE(unseen.precision(), 0.93);
}

}  // namespace
}  // namespace anlan::sim
