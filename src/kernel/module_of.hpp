// From a Decider's types to a Module's table. Included by each module's module.cpp and nowhere else: it
// instantiates the JSON readers and writers of every command, event and state.
//
//   kernel::Module module() {
//       auto m = kernel::describe<Incident>({.name = "incident", .prefix = "inc", .resource = "incidents",
//       …}); m.command<CloseIncident>({.method = Method::post, .path = "/v1/incidents/{incident_id}/closure",
//       …}); m.rules<Rules>("incident.toml", validate); m.policy("note_assignment_when_unit_is_assigned", …);
//       return std::move(m).finish();
//   }
//
// Every command alternative has `static constexpr std::string_view name = "incident.close"`, every event
// alternative `wire = "incident.closed.v1"` (or wire_suffix, for the deadline facts of obligation.hpp).
#pragma once
#include "codec/json.hpp"
#include "codec/personal.hpp"
#include "codec/without_personal.hpp"
#include "kernel/decider.hpp"
#include "kernel/module.hpp"

#include <type_traits>
#include <variant>

namespace anlan::kernel {

struct ModuleNames {
    std::string name;
    std::string prefix;
    std::string resource;
    Words title;
    bool personal = false;
    Naming naming = Naming::readers;
    std::string read_permission = {};  // empty: "<name>.read"
};

struct Route {
    Method method = Method::post;
    std::string path;
    bool creates = false;
    Words title;
    std::string permission = {};  // empty: the command's name
    Naming naming = Naming::readers;
    std::string link_member = {};  // CommandSpec's
};

// What a module's table does with a value of one type. Functions of that type alone: the table's entries
// would otherwise be lambdas that carry all other types of the module in their names, and cost minutes to
// compile.
namespace detail {

Result<ValuePtr, Malformed> decode_into(std::string_view text, codec::Unknown unknown, codec::ReadValue read,
                                        std::shared_ptr<void> value);

// What Anlan wrote itself: members that it does not know any more are passed over.
template <class T>
Result<ValuePtr, Malformed> decode_kept(std::string_view text) {
    return decode_into(text, codec::Unknown::ignore, codec::read_erased<T>, std::make_shared<T>());
}

template <class T>
Result<ValuePtr, Malformed> decode_sent(std::string_view text) {
    return decode_into(text, codec::Unknown::refuse, codec::read_erased<T>, std::make_shared<T>());
}

template <class T>
std::string encode(const ValuePtr& value) {
    return codec::to_json(*static_cast<const T*>(value.get()));
}

template <class T>
std::string encode_summary(const ValuePtr& value) {
    if constexpr (codec::holds_personal_text<T>)
        return codec::to_json(codec::without_personal(*static_cast<const T*>(value.get())));
    else
        return encode<T>(value);
}

template <class T>
bool says_personal(const ValuePtr& value) {
    bool says = false;
    codec::each_personal(*static_cast<const T*>(value.get()),
                         [&](const PersonalText& text) { says = says || !text.empty(); });
    return says;
}

template <class T>
Result<ValuePtr, Malformed> open_value(std::string_view text, const PersonalVisit& open) {
    auto value = std::make_shared<T>();
    auto decoded = decode_into(text, codec::Unknown::ignore, codec::read_erased<T>, value);
    if (decoded.ok()) codec::each_personal(*value, open);
    return decoded;
}

template <class T>
std::string seal_value(const ValuePtr& value, const PersonalVisit& seal) {
    if (!seal) return encode<T>(value);
    T sealed = *static_cast<const T*>(value.get());
    codec::each_personal(sealed, seal);
    return codec::to_json(sealed);
}

template <class T>
ValuePtr change_value(const ValuePtr& value, const PersonalVisit& change) {
    T changed = *static_cast<const T*>(value.get());
    codec::each_personal(changed, change);
    return ValuePtr{std::make_shared<const T>(std::move(changed))};
}

void place(CommandSpec& spec, Route route);

}  // namespace detail

template <Decider D>
class ModuleOf {
public:
    explicit ModuleOf(ModuleNames names) {
        module_.name = std::move(names.name);
        module_.prefix = std::move(names.prefix);
        module_.resource = std::move(names.resource);
        module_.title = std::move(names.title);
        module_.personal = names.personal;
        module_.naming = names.naming;
        module_.read_permission =
            names.read_permission.empty() ? module_.name + ".read" : std::move(names.read_permission);
        module_.state_schema = codec::schema<State>();
        add_events(static_cast<Event*>(nullptr));
        add_internal_commands(static_cast<Command*>(nullptr));
        fold();
    }

    template <class C>
    void command(Route route) {
        command_at(&type_tag<C>, std::move(route));
    }

    // `validate` sees the section once it is read, `fits` the whole rulebook once all of it is; a Malformed
    // names the member of this section that is wrong.
    template <class Rules>
    void rules(std::string file, std::function<std::optional<Malformed>(const Rules&)> validate,
               std::function<std::optional<Malformed>(const Rulebook&)> fits = {}) {
        module_.rules.push_back(
            {std::move(file), &section_tag<Rules>,
             [validate = std::move(validate)](
                 std::string_view json) -> Result<std::shared_ptr<const void>, Malformed> {
                 auto read = codec::read_json<Rules>(json, codec::Unknown::refuse);
                 if (!read.ok()) return Unexpected{Malformed{read.error().path, read.error().expected}};
                 if (auto wrong = validate(read.value())) return Unexpected{std::move(*wrong)};
                 return std::shared_ptr<const void>{std::make_shared<const Rules>(std::move(read).value())};
             },
             std::move(fits)});
    }

    void policy(std::string name, std::function<std::vector<Followup>(const PolicyInput&)> react) {
        module_.policies.push_back({std::move(name), std::move(react)});
    }

    // A policy over this module's own commands, written without knowing the table it ends up in.
    void react(std::string name,
               std::function<std::vector<Send<typename D::Command>>(const PolicyInput&)> reaction) {
        std::vector<const CommandSpec*> specs;  // in the order of the variant's alternatives
        for (const auto& spec : module_.commands) specs.push_back(spec.get());
        policy(std::move(name),
               [specs = std::move(specs), reaction = std::move(reaction)](const PolicyInput& input) {
                   std::vector<Followup> followups;
                   for (auto& send : reaction(input)) {
                       const CommandSpec* spec = specs[send.command.index()];
                       std::visit(
                           [&](auto& command) {
                               using C = std::remove_cvref_t<decltype(command)>;
                               followups.push_back({std::move(send.stream),
                                                    {spec, std::make_shared<const C>(std::move(command))}});
                           },
                           send.command);
                   }
                   return followups;
               });
    }

    template <class V, class... Arguments>
    void view(Arguments... arguments) {
        module_.views.push_back([=] { return std::make_unique<V>(arguments...); });
    }

    // R is a described struct without personal text: row_of(stream, state) -> std::optional<R>; the facets
    // and whether the row is open are functions of the state. Every row has the same facets, empty where
    // there is nothing to say, so that a filter that no row can fit is known from one that none fits now.
    template <class R>
    void row(std::function<std::optional<R>(std::string_view, const typename D::State&)> row_of,
             std::function<std::map<std::string, std::string>(const typename D::State&)> facets,
             std::function<bool(const typename D::State&)> open) {
        static_assert(!codec::holds_personal_text<R>,
                      "a row is seen by every console: no personal text in it");
        module_.row_schema = codec::schema<R>();
        for (const auto& [facet, value] : facets(typename D::State{})) module_.facets.push_back(facet);
        module_.row = [=](std::string_view stream, const StatePtr& erased) -> std::optional<Row> {
            const auto& state = *static_cast<const State*>(erased.get());
            const auto row = row_of(stream, state);
            if (!row) return std::nullopt;
            return Row{codec::to_json(*row), facets(state), open(state)};
        };
        module_.open = [=](const StatePtr& erased) { return open(*static_cast<const State*>(erased.get())); };
    }

    void scope(std::function<Scope(const typename D::State&)> scope_of) {
        module_.scope = [=](const StatePtr& erased) {
            return scope_of(*static_cast<const State*>(erased.get()));
        };
    }

    // When a record is closed and its personal texts begin to be kept for a time only (retention.toml).
    void retention(std::function<std::optional<Closed>(const typename D::State&)> closed) {
        module_.closed = [=](const StatePtr& erased) {
            return closed(*static_cast<const State*>(erased.get()));
        };
        module_.over = [=](const StatePtr& erased) {
            return closed(*static_cast<const State*>(erased.get())).has_value();
        };
    }

    // When nothing more is expected of a record that is never closed.
    void rests(std::function<bool(const typename D::State&)> over) {
        module_.over = [=](const StatePtr& erased) { return over(*static_cast<const State*>(erased.get())); };
    }

    // What others may know of a stream while they decide, or nothing yet; B stands in this module's
    // events.hpp.
    template <class B>
    void brief(std::function<std::optional<B>(const typename D::State&)> brief_of) {
        module_.brief = [=](const StatePtr& erased, const void* tag) -> std::shared_ptr<const void> {
            if (tag != &brief_tag<B>) return nullptr;
            auto told = brief_of(*static_cast<const State*>(erased.get()));
            return told ? std::make_shared<const B>(std::move(*told)) : nullptr;
        };
    }

    // A command of this module, for its own policies.
    template <class C>
    static Followup followup(const Module& module, std::string stream, C command) {
        return {std::move(stream),
                {module.find_command(C::name), std::make_shared<const C>(std::move(command))}};
    }

    Module finish() && { return std::move(module_); }

private:
    using State = typename D::State;
    using Command = typename D::Command;
    using Event = typename D::Event;

    void command_at(const void* type, Route route) {
        for (auto& spec : module_.commands)
            if (spec->type == type) detail::place(*spec, std::move(route));
    }

    template <class E>
    static std::string wire_of(const std::string& module_name) {
        if constexpr (requires { E::wire_suffix; })
            return module_name + "." + std::string{E::wire_suffix};
        else
            return std::string{E::wire};
    }
    template <class C>
    static std::string name_of(const std::string& module_name) {
        if constexpr (std::is_same_v<C, NoteDeadline>)
            return module_name + ".note_deadline";
        else
            return std::string{C::name};
    }

    template <class... E>
    void add_events(std::variant<E...>*) {
        (add_event<E>(), ...);
        specs_ = std::make_shared<std::vector<const EventSpec*>>();
        for (const auto& spec : module_.events) specs_->push_back(spec.get());
    }

    template <class E>
    void add_event() {
        auto spec = std::make_unique<EventSpec>();
        spec->wire = wire_of<E>(module_.name);
        spec->type = &type_tag<E>;
        spec->decode = detail::decode_kept<E>;
        spec->schema = codec::schema<E>();
        spec->encode_summary = detail::encode_summary<E>;
        if constexpr (codec::holds_personal_text<E>) {
            spec->open = detail::open_value<E>;
            spec->seal = detail::seal_value<E>;
        }
        module_.events.push_back(std::move(spec));
    }

    template <class... C>
    void add_internal_commands(std::variant<C...>*) {
        (add_command<C>(), ...);
    }
    template <class C>
    void add_command() {
        auto spec = std::make_unique<CommandSpec>();
        spec->name = name_of<C>(module_.name);
        spec->type = &type_tag<C>;
        spec->permission = spec->name;
        spec->schema = codec::schema<C>(codec::Unknown::refuse);
        spec->decode = detail::decode_sent<C>;
        spec->encode = detail::encode<C>;
        if constexpr (codec::holds_personal_text<C>) spec->says_personal = detail::says_personal<C>;
        if constexpr (std::is_same_v<C, NoteDeadline>) module_.note_deadline = spec.get();
        module_.commands.push_back(std::move(spec));
    }

    template <class... C>
    static Command typed_command(const AnyCommand& command, std::variant<C...>*) {
        std::optional<Command> typed;
        ((command.spec->type == &type_tag<C>
              ? void(typed.emplace(*static_cast<const C*>(command.value.get())))
              : void()),
         ...);
        ANLAN_CHECK(typed.has_value(), "a command was sent to a module that does not know it");
        return std::move(*typed);
    }
    template <class... E>
    static Event typed_event(const AnyEvent& event, std::variant<E...>*) {
        std::optional<Event> typed;
        ((event.spec->type == &type_tag<E> ? void(typed.emplace(*static_cast<const E*>(event.value.get())))
                                           : void()),
         ...);
        ANLAN_CHECK(typed.has_value(), "an event reached a module that does not know it");
        return std::move(*typed);
    }

    void fold() {
        module_.initial = [none = StatePtr{std::make_shared<const State>()}] { return none; };
        module_.decide = [specs = specs_](const StatePtr& erased, const AnyCommand& command,
                                          const Now& now) -> Result<Decided, Refusal> {
            const auto& state = *static_cast<const State*>(erased.get());
            auto decision = D::decide(state, typed_command(command, static_cast<Command*>(nullptr)), now);
            if (!decision.ok()) return Unexpected{std::move(decision).error()};
            Decided decided{{}, erased};
            if (decision->empty()) return decided;
            State next = state;
            for (Event& event : *decision) {
                next = D::evolve(std::move(next), event);
                std::visit(
                    [&](auto& value) {
                        using E = std::remove_cvref_t<decltype(value)>;
                        std::string payload =
                            codec::holds_personal_text<E> ? std::string{} : codec::to_json(value);
                        decided.events.push_back({(*specs)[event.index()],
                                                  std::make_shared<const E>(std::move(value)),
                                                  std::move(payload)});
                    },
                    event);
            }
            decided.state = std::make_shared<const State>(std::move(next));
            return decided;
        };
        module_.evolve = [](const StatePtr& erased, const AnyEvent& event) {
            return StatePtr{std::make_shared<const State>(D::evolve(
                *static_cast<const State*>(erased.get()), typed_event(event, static_cast<Event*>(nullptr))))};
        };
        module_.obligations = [](const StatePtr& erased) -> const std::vector<Obligation>& {
            return D::obligations(*static_cast<const State*>(erased.get()));
        };
        module_.encode_state = detail::encode<State>;
        module_.encode_summary = detail::encode_summary<State>;
        module_.decode_state = detail::decode_kept<State>;
        if constexpr (codec::holds_personal_text<State>) {
            module_.open_state = detail::open_value<State>;
            module_.seal_state = detail::seal_value<State>;
            module_.change_state = detail::change_value<State>;
        }
        module_.scope = [](const StatePtr&) { return Scope{}; };
        module_.brief = [](const StatePtr&, const void*) { return std::shared_ptr<const void>{}; };
        module_.row = [](std::string_view, const StatePtr&) { return std::optional<Row>{}; };
        module_.open = [](const StatePtr&) { return false; };
    }

    Module module_;
    std::shared_ptr<std::vector<const EventSpec*>> specs_;
};

template <Decider D>
ModuleOf<D> describe(ModuleNames names) {
    return ModuleOf<D>{std::move(names)};
}

}  // namespace anlan::kernel
