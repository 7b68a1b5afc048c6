// What the person may not do now, with the reason in words and what helps. The code is stable and documented
// ("unit.already_assigned"); the HTTP status follows from `because`.
#pragma once
#include <boost/describe.hpp>

#include <string>
#include <utility>

namespace anlan::kernel {

// What the person who was refused can do about it.
BOOST_DEFINE_ENUM_CLASS(Remedy, none, fix_input, wait, reload, ask_superior, override_with_reason)

// Whose fault it is, sorted as HTTP sorts it.
BOOST_DEFINE_ENUM_CLASS(Because, invalid, forbidden, unknown, conflict, busy, stale)

struct Refusal {
    std::string code;     // module.reason, never changed once released
    std::string message;  // a sentence for people, in English; screens translate by code
    Because because = Because::conflict;
    Remedy remedy = Remedy::none;
    std::string field = {};  // the path of the member at fault, where there is one

    friend bool operator==(const Refusal&, const Refusal&) = default;
};
BOOST_DESCRIBE_STRUCT(Refusal, (), (code, message, because, remedy, field))

// The two that modules give most: what is asked does not fit how things stand, often because somebody else
// was first; a member is not what it has to be.
inline Refusal conflict(std::string code, std::string message, Remedy remedy = Remedy::reload,
                        std::string field = {}) {
    return {std::move(code), std::move(message), Because::conflict, remedy, std::move(field)};
}
inline Refusal invalid(std::string code, std::string message, std::string field) {
    return {std::move(code), std::move(message), Because::invalid, Remedy::fix_input, std::move(field)};
}

}  // namespace anlan::kernel
