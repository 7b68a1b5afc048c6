// What can be printed of a record: GET /v1/<records>/{id}/<what>, in the language that is asked for.
#pragma once
#include "api/id_maker.hpp"
#include "api/parts.hpp"
#include "api/router.hpp"
#include "codec/json.hpp"

#include <functional>
#include <optional>
#include <string>

namespace anlan::api {

// The language of a paper, and the city's clock.
struct Tongue {
    bool chinese = true;
    Minutes civil_offset{0};

    std::string say(const char* zh, const char* en) const { return chinese ? zh : en; }
    template <class Named>
    const std::string& name(const Named& one) const {
        return chinese ? one.zh : one.en;
    }
    // What an entry of a list of the rulebook is called; the code itself where none has it.
    template <class Entries>
    std::string name_in(const Entries& entries, const std::string& code) const {
        for (const auto& one : entries)
            if (one.code == code) return name(one);
        return code;
    }
    std::string language() const { return chinese ? "zh-CN" : "en"; }
    std::string day(Instant at) const;                           // "2026-03-02"
    std::string minute(const std::optional<Instant>& at) const;  // "2026-03-02 09:05"; empty for none
};

// A document's bytes; none: there is nothing to print yet.
using Document = Result<std::optional<std::string>, ports::Fault>;

struct Printout {
    const char* what;       // the end of the path: "agreement/paper"
    const char* operation;  // "mediation.agreement_paper"
    kernel::Words title;
    const char* ending;  // of the file's name: "pdf"
    const char* media_type;
    bool download = false;  // else a browser shows it
    Problem nothing_yet;
    // Of the record's id and its state.
    std::function<Document(const Tongue&, const std::string& id, const std::string& state)> make;
};

Printout pdf(const char* what, const char* operation, kernel::Words title);
Printout xlsx(const char* what, const char* operation, kernel::Words title);

// What `print` makes of those members of a state that `State` names.
template <class State, class Print>
auto printing(Print print) {
    return [print = std::move(print)](const Tongue& in, const std::string& id, const std::string& state) {
        const auto of = codec::read_json<State>(state, codec::Unknown::ignore);
        if (!of.ok())
            return Document{Unexpected{ports::Fault{ports::Then::stop, "papers.unreadable_state",
                                                    id + of.error().path + ": " + of.error().expected}}};
        return Document{print(in, id, of.value())};
    };
}

// Whoever may read the record may print it. Where it holds personal texts the look is recorded first, and who
// is given its summary alone gets no paper.
void add_printout(Router& router, const Parts& parts, IdMaker& ids, const kernel::Module& module,
                  Printout printout);

}  // namespace anlan::api
