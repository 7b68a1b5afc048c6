// The demo city before anybody looks at it: an empty data folder is filled with the generated Wuhan, and its
// last hours pass on a virtual clock through the same commands as any other work, so that who opens the board
// finds a city at work, by day or by night. What is left is an ordinary log, and a life that goes on with the
// clock.
#pragma once
#include "app/node.hpp"
#include "sim/city_life.hpp"
#include "sim/city_plan.hpp"
#include "sim/seed.hpp"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>

namespace anlan::app {

// The door that the life sends through: the engine of its past first, the running one's afterwards. Each
// engine knows commands by the descriptions of its own modules.
class DemoDoor final : public engine::Submit {
public:
    void lead_to(engine::Submit& door, std::span<const kernel::Module> modules);

    void submit(engine::Submission submission, std::function<void(engine::Outcome)> reply) noexcept override;
    void submit_all(std::vector<engine::Submission> submissions,
                    std::function<void(std::vector<engine::Outcome>)> reply) noexcept override;

private:
    engine::Submission known(engine::Submission submission) const;

    engine::Submit* door_ = nullptr;
    std::map<std::string, const kernel::CommandSpec*, std::less<>> commands_;
};

// A life with what it needs for as long as it lasts.
struct DemoLife {
    kernel::Modules modules;
    kernel::Rulebook rules;
    DemoDoor door;
    std::unique_ptr<sim::CityLife> life;
};

struct DemoPastSettings {
    std::filesystem::path data;
    std::filesystem::path rulebook;  // empty: Wuhan's
    std::string seed_file;           // empty: the one that `./dev run` makes
    double calls_per_hour = 0;
    Hours lasts{3};
};

// `seed_file` empty: the one beside the program.
Result<sim::Seed, std::string> read_demo_city(const kernel::Modules& modules, const std::string& seed_file);

// Whole or not at all: it is one commit, so that a start that is broken off leaves an empty folder. Null for
// a folder with a log of its own.
Result<std::unique_ptr<DemoLife>, std::string> live_demo_past(
    const DemoPastSettings& settings, const std::function<void(const std::string&)>& say);

}  // namespace anlan::app
