// Whatever stands in the bodies of commands: each line is one, named by its
// first word, or chosen by its first byte. It is read as
// the command it claims to be, or refused; what was read, written and read again, is the same text. And what
// was read is carried out on a stream of its module, one command after the other, by the rules of a city:
// the answer is events that can be kept, or a refusal, and never the end of the process.
#include "adapters/rulebook/rulebook.hpp"
#include "base/check.hpp"
#include "codec/json.hpp"
#include "kernel/module.hpp"
#include "sim/sections.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace anlan::domain {
kernel::Modules all_modules();
}

namespace {

using namespace anlan;

constexpr std::size_t commands_max = 12;  // of one input
constexpr Instant noon{Millis{1'763'784'000'000}};

struct City {
    kernel::Modules modules = domain::all_modules();
    kernel::Rulebook rules;
    struct Choice {
        const kernel::Module* module;
        const kernel::CommandSpec* spec;
    };
    std::vector<Choice> commands;  // every command, so that the clock's and the policies' are tried too

    const Choice& choose(std::string_view word) const {
        for (const auto& choice : commands)
            if (choice.spec->name == word) return choice;
        return commands[word.empty() ? 0 : static_cast<unsigned char>(word[0]) % commands.size()];
    }

    City() {
        auto read = adapters::load_rulebook(ANLAN_RULEBOOK, sim::rulebook_sections(modules));
        ANLAN_CHECK(read.ok(), "the city's rulebook does not load");
        rules = std::move(read).value();
        for (const auto& module : modules)
            for (const auto& spec : module.commands) commands.push_back({&module, spec.get()});
    }
};

void check_codec(const kernel::CommandSpec& spec, const kernel::ValuePtr& value) {
    const auto written = spec.encode(value);
    const auto again = spec.decode(written);
    ANLAN_CHECK(again.ok(), "what was written does not read");
    ANLAN_CHECK(spec.encode(again.value()) == written, "what was read again is not the same");
}

void check_event(const kernel::AnyEvent& event) {
    const auto payload = event.spec->seal ? event.spec->seal(event.value, {}) : event.payload;
    const auto again = event.spec->decode(payload);
    ANLAN_CHECK(again.ok(), "an event that cannot be read from the log");
}

void look_at(const kernel::Module& module, std::string_view stream, const kernel::StatePtr& state) {
    (void)module.scope(state);
    (void)module.encode_summary(state);
    for (const auto& owed : module.obligations(state)) (void)to_text(owed.due_by);
    if (module.row) (void)module.row(stream, state);
    ANLAN_CHECK(module.decode_state(module.encode_state(state)).ok(), "a state that is not read back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const City city;
    static const kernel::Actor actor{kernel::ActorKind::person, "acc_1", PostId{"pst_1"}};
    std::string_view rest{reinterpret_cast<const char*>(data), size};
    std::map<const kernel::Module*, kernel::StatePtr> states;
    Instant now = noon;
    for (std::size_t done = 0; !rest.empty() && done < commands_max; ++done, now += Seconds{20}) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const auto line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty()) continue;
        const auto blank = std::min(line.find(' '), line.size());
        const auto& chosen = city.choose(line.substr(0, blank));
        const auto read = chosen.spec->decode(line.substr(std::min(blank + 1, line.size())));
        if (!read.ok()) {
            ANLAN_CHECK(!read.error().expected.empty(), "a refusal that does not say what was expected");
            continue;
        }
        check_codec(*chosen.spec, read.value());
        const std::string stream = chosen.module->prefix + "_1";
        auto& state = states.try_emplace(chosen.module, chosen.module->initial()).first->second;
        const auto decided = chosen.module->decide(state, {chosen.spec, read.value()},
                                                   {now, city.rules, actor, stream, nullptr});
        if (!decided.ok()) {
            ANLAN_CHECK(!decided.error().code.empty(), "a refusal without a code");
            continue;
        }
        for (const auto& event : decided->events) check_event(event);
        state = decided->state;
        look_at(*chosen.module, stream, state);
    }
    return 0;
}
