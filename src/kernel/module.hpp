// What the engine, the API and the simulator see of a module: a table of names and functions over erased
// values. A module's `module.cpp` fills it with kernel::describe<…>() (module_of.hpp); nothing here knows
// JSON.
#pragma once
#include "base/personal_text.hpp"
#include "base/result.hpp"
#include "kernel/envelope.hpp"
#include "kernel/malformed.hpp"
#include "kernel/now.hpp"
#include "kernel/obligation.hpp"
#include "kernel/refusal.hpp"
#include "kernel/scope.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::kernel {

using StatePtr = std::shared_ptr<const void>;  // immutable: a new state is a new object
using ValuePtr = std::shared_ptr<const void>;

template <class T>
inline constexpr char type_tag = 0;  // its address names the type T

// A sentence for people in both languages.
struct Words {
    std::string zh;
    std::string en;
};

// Seals, opens or takes out a personal text where it stands (personal_seal.hpp).
using PersonalVisit = std::function<void(PersonalText&)>;

struct EventSpec {
    std::string wire;
    const void* type = nullptr;  // &type_tag<Event alternative>
    std::function<Result<ValuePtr, Malformed>(std::string_view payload)> decode;
    std::string schema;  // JSON Schema of the payload
    // The payload as those read it who were not given what it says about people.
    std::function<std::string(const ValuePtr&)> encode_summary;
    // Of events that can hold personal text, otherwise empty: decode() with each text opened; and the
    // canonical JSON with each text sealed, or as it is without a visit.
    std::function<Result<ValuePtr, Malformed>(std::string_view payload, const PersonalVisit& open)> open = {};
    std::function<std::string(const ValuePtr&, const PersonalVisit& seal)> seal = {};
};

struct AnyEvent {
    const EventSpec* spec = nullptr;
    ValuePtr value;
    // Canonical JSON of value, as the log keeps it. Fresh from a decision it is empty where the event can
    // hold personal text: whoever records it seals that (payload_of). Once recorded it stands in the
    // envelope alone.
    std::string payload;

    template <class E>
    const E* as() const {
        return spec->type == &type_tag<E> ? static_cast<const E*>(value.get()) : nullptr;
    }
};

// Who may name a record in a command or a question about another one: whoever may read it; or everybody, for
// what is public by nature, as the map is.
enum class Naming { readers, everybody };

enum class Method { get, post, put, del };

struct CommandSpec {
    std::string name;  // "incident.close"
    const void* type = nullptr;
    std::string permission;  // usually the name
    Method method = Method::post;
    std::string
        path;  // "/v1/incidents/{incident_id}/closure"; empty: only policies and the clock may send it
    bool creates = false;  // starts a stream; its id is made by the server where the path names none
    Naming naming = Naming::readers;  // everybody: it is there to reach out, as sharing with a post is
    Words title;
    // The member that takes the hash of a secret which the API makes for this command and says once, in its
    // answer; empty: none. It is not asked of whoever sends the command.
    std::string link_member = {};
    std::string schema;  // JSON Schema of the body
    // Refuses unknown members.
    std::function<Result<ValuePtr, Malformed>(std::string_view json)> decode;
    std::function<std::string(const ValuePtr&)> encode;
    // Whether this one says something of people; empty: it never does.
    std::function<bool(const ValuePtr&)> says_personal = {};
};

struct AnyCommand {
    const CommandSpec* spec = nullptr;
    ValuePtr value;
};

struct Decided {
    std::vector<AnyEvent> events;
    StatePtr state;  // with the events folded in
};

// One recorded event with its decoded value, as policies and views get it, in log order.
struct Recorded {
    const Envelope& envelope;
    const AnyEvent& event;

    template <class E>
    const E* as() const {
        return event.as<E>();
    }
};

// A command that one person proposed and another approved, and whose it is: the proposer's, with `under` and
// `approved_by` set.
struct Agreed {
    std::string command;
    std::string body;
    Actor as;
    // A command that takes `code` and `words`: sent to the stream `as.under` where nothing comes of it.
    std::string when_refused = {};
};

// A command that an event makes necessary. Its id is derived from the event's position, so that it is carried
// out once however often the policy runs.
struct Followup {
    std::string stream;
    AnyCommand command;
    // Instead of `command`: one of another module, by name, that two persons agreed on. It is carried out as
    // theirs.
    std::optional<Agreed> agreed = {};
};

// The same while its command is still typed: what a module's policies give back (ModuleOf::react).
template <class Command>
struct Send {
    std::string stream;
    Command command;
};

struct PolicyInput {
    const Recorded& recorded;
    const Rulebook& rules;
    // State of a stream of the policy's own module; null if there is none.
    const std::function<StatePtr(std::string_view stream)>& own_state;
};

// When + what: "open_incident_when_call_is_urgent". Pure.
struct Policy {
    std::string name;
    std::function<std::vector<Followup>(const PolicyInput&)> react;
};

// The row that lists and live boards show of a stream. No personal text: the codec refuses it at compile
// time.
struct Row {
    std::string json;
    std::map<std::string, std::string> facets;  // what lists can be filtered by: status, priority, station…
    bool open = true;                           // closed rows leave the boards and stay in lists
};

struct QueryRequest {
    std::map<std::string, std::string> parameters;  // from path and query string
    std::string body;
    Instant now;
    const Actor& by;
    const Rulebook& rules;
    // Whether the asker may see a record of this scope.
    const std::function<bool(const Scope&)>& visible;
};

struct ParameterSpec {
    std::string name;
    bool required = false;
    Words title;
};

struct QuerySpec {
    std::string name;  // "incident.history"
    std::string permission;
    Method method = Method::get;
    std::string path;
    std::vector<ParameterSpec> parameters;
    bool personal = false;  // shows personal data: needs a purpose, and the look is recorded
    // It shows other records than the one it is asked about, and that one (or the incident it belongs to)
    // must be worked on still; but for the rulebook's purposes that look back (access.toml,
    // without_open_record).
    bool from_open_record = false;
    Words title;
    std::string body_schema;    // empty: none
    std::string result_schema;  // of the answer's body
    std::function<Result<std::string, Refusal>(const QueryRequest&)> answer;
};

// A read model. Applied on one thread in log order; queries run under the runner's shared lock.
class View {
public:
    virtual ~View() = default;
    virtual std::string_view name() const = 0;
    virtual void apply(const Recorded& recorded) = 0;
    virtual std::vector<QuerySpec> queries() { return {}; }
};

// A module's section of the rulebook: the file, and how its content (as JSON) becomes a value.
struct RulesSpec {
    std::string file;  // "incident.toml"
    const void* tag = nullptr;
    std::function<Result<std::shared_ptr<const void>, Malformed>(std::string_view json)> read;
    // Whether the section fits the others (a ladder names a role of posts.toml), once all are read; may be
    // empty.
    std::function<std::optional<Malformed>(const Rulebook&)> fits = {};
};

struct Module {
    std::string name;      // "incident"
    std::string prefix;    // "inc", of its stream ids
    std::string resource;  // "incidents"
    Words title;
    std::vector<std::unique_ptr<CommandSpec>> commands;
    std::vector<std::unique_ptr<EventSpec>> events;
    std::vector<Policy> policies;
    std::vector<std::function<std::unique_ptr<View>()>> views;
    std::vector<RulesSpec> rules;
    bool personal = false;  // its state holds personal text: reading one record needs a purpose
    Naming naming = Naming::readers;
    std::string read_permission;  // of its rows and records: "incident.read"
    std::string state_schema;
    std::string row_schema;
    std::vector<std::string> facets;  // of its rows, in order: what its list can be filtered by

    std::function<StatePtr()> initial;
    std::function<Result<Decided, Refusal>(const StatePtr&, const AnyCommand&, const Now&)> decide;
    std::function<StatePtr(const StatePtr&, const AnyEvent&)> evolve;
    std::function<const std::vector<Obligation>&(const StatePtr&)> obligations;  // lives as long as the state
    std::function<std::string(const StatePtr&)> encode_state;
    std::function<std::string(const StatePtr&)> encode_summary;  // the same, its personal texts left empty
    std::function<Result<StatePtr, Malformed>(std::string_view)> decode_state;
    // Of modules whose state can hold personal text, otherwise empty: as for events; and the state with each
    // text changed.
    std::function<std::string(const StatePtr&, const PersonalVisit& seal)> seal_state;
    std::function<Result<StatePtr, Malformed>(std::string_view, const PersonalVisit& open)> open_state;
    std::function<StatePtr(const StatePtr&, const PersonalVisit& change)> change_state;
    std::function<std::optional<Closed>(const StatePtr&)> closed;  // empty: its records are not closed
    // Nothing more is expected of it, so that it may leave memory; empty: it never is. Of records that are
    // closed it is when they are.
    std::function<bool(const StatePtr&)> over;
    std::function<Scope(const StatePtr&)> scope;
    // What streams of other modules may know of this one while they decide (now.hpp); null for another tag.
    std::function<std::shared_ptr<const void>(const StatePtr&, const void* tag)> brief;
    std::function<std::optional<Row>(std::string_view stream, const StatePtr&)> row;  // none: nothing to list
    std::function<bool(const StatePtr&)> open;  // what its row says, if it has one, without making it

    const CommandSpec* find_command(std::string_view command_name) const;
    const EventSpec* find_event(std::string_view wire) const;
    // The clock's command, as this module's own; null for a module without obligations.
    const CommandSpec* note_deadline = nullptr;
};

// Every module of the product, in the order of their names; generated by CMake from src/domain/*/module.cpp.
using Modules = std::vector<Module>;
const Module* module_of_stream(std::span<const Module> modules, std::string_view stream);

}  // namespace anlan::kernel
