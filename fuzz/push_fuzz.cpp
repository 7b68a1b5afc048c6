// A text that somebody wrote to go to the street, held against what two sides said. Whatever it is, it goes
// only if it holds no long number.
#include "base/check.hpp"
#include "domain/mediation/push_text.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace anlan;

// What stands before the first NUL was said by a side, the rest is the text that is to go.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto cut = std::min(input.find('\0'), input.size());
    mediation::Mediation::State state;
    mediation::StatementRecorded statement;
    statement.text = PersonalText{std::string{input.substr(0, cut)}};
    state.statements.push_back(statement);
    const PersonalText written{std::string{input.substr(std::min(cut + 1, input.size()))}};
    mediation::PushRules rules;
    rules.digits_max = 6;
    if (mediation::check_push_text(state, written, rules)) return 0;
    int digits = 0;
    for (const char c : written.reveal()) {
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        ANLAN_CHECK(digits <= rules.digits_max, "a telephone number leaves the police");
    }
    return 0;
}
