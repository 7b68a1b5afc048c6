// The answer card: GET /v1/answer_cards shows what whoever asks owes at each door, errands and instructions
// alike, as one form a door in which nothing is asked twice; POST sends one set of answers that closes many.
// Each of them is decided by itself, in one commit, and what was not closed says why.
#include "api/body.hpp"
#include "api/commands.hpp"
#include "api/reads.hpp"
#include "base/sortable_id.hpp"
#include "views/card_items.hpp"

#include <algorithm>
#include <set>

namespace anlan::api {
namespace {

constexpr std::size_t items_max = 500;  // of all cards of one post
constexpr std::size_t of_max = 64;      // closed by one card
constexpr std::string_view resources[] = {"errands", "instructions"};

struct CardEntry {
    std::string stream;
    std::optional<std::string> task_id;
    std::optional<std::string> department;
    std::optional<std::string> class_code;
    std::string zh;
    std::string en;
    int minutes = 0;
    std::optional<Instant> due_by;
    bool late = false;
};
BOOST_DESCRIBE_STRUCT(CardEntry, (), (stream, task_id, department, class_code, zh, en, minutes, due_by, late))

struct Card {
    std::optional<PlaceId> place_id;  // empty: not at a door, but in an area
    std::optional<std::string> place_label;
    Jurisdiction where;
    std::vector<CardEntry> entries;
    std::vector<planning::CardQuestion> questions;
    int minutes_one_by_one = 0;
    int minutes_on_card = 0;
};
BOOST_DESCRIBE_STRUCT(Card, (),
                      (place_id, place_label, where, entries, questions, minutes_one_by_one, minutes_on_card))

struct Cards {
    std::vector<Card> cards;  // what is due first comes first
    Instant now;
    std::uint64_t position = 0;
};
BOOST_DESCRIBE_STRUCT(Cards, (), (cards, now, position))

struct CardAnswers {
    std::vector<std::string> of;  // what the card was shown for
    std::vector<Answer> answers;  // by the card's keys
};
BOOST_DESCRIBE_STRUCT(CardAnswers, (), (of, answers))

struct AnswerBody {
    std::vector<Answer> answers;
};
BOOST_DESCRIBE_STRUCT(AnswerBody, (), (answers))

// As much of an incident's row as a card needs.
struct IncidentPlace {
    std::optional<PlaceId> place_id;
    std::optional<std::string> place_label;
};
BOOST_DESCRIBE_STRUCT(IncidentPlace, (), (place_id, place_label))

const kernel::Module* module_of(const Parts& parts, std::string_view resource) {
    for (const auto& module : parts.modules)
        if (module.resource == resource) return &module;
    return nullptr;
}

using Items = std::vector<views::CardItem>;

// An instruction is due at the door of its incident.
Result<Done, ports::Fault> add_place(const Parts& parts, views::CardItem& item) {
    if (!item.incident_id) return Done{};
    ANLAN_TRY(const auto incident, parts.records.find(item.incident_id->value()));
    if (!incident) return Done{};
    const auto row = incident->module->row(item.incident_id->value(), incident->state);
    if (!row) return Done{};
    const auto place = codec::read_json<IncidentPlace>(row->json, codec::Unknown::ignore);
    if (!place.ok()) return Done{};
    item.place_id = place->place_id;
    item.place_label = place->place_label;
    return Done{};
}

// Of one resource, what the asker's post owes now and may read.
Result<Done, ports::Fault> add_items(const Parts& parts, const Call& call, const kernel::Module& module,
                                     Items& items) {
    const auto& seat = call.caller.seat;
    views::ListRequest request;
    request.resource = module.resource;
    request.only_open = true;
    request.facets = {{"owner", seat.actor.post_id.value()},
                      {"stage", module.resource == "errands" ? "due" : "passed_on"}};
    do {
        request.limit = items_max;
        ANLAN_TRY(const auto page, parts.records.list(request, [&](const kernel::Scope& scope) {
            return access::may(seat, module.read_permission, {}, scope, parts.access).allowed();
        }));
        for (const auto& row : page.rows) {
            auto item = views::card_item(module.resource, row.stream, row.row.json, parts.rules);
            if (!item) continue;
            ANLAN_TRY_DONE(add_place(parts, *item));
            const bool on_a_card = item->place_id || item->task_id;
            if (on_a_card && items.size() < items_max) items.push_back(std::move(*item));
        }
        request.after = page.next;
    } while (!request.after.empty() && items.size() < items_max);
    return Done{};
}

std::string spot_of(const views::CardItem& item) {
    if (item.place_id) return item.place_id->value();
    return item.where.district.value() + "/" + item.where.station.value() + "/" + item.where.beat.value();
}

CardEntry entry_of(const views::CardItem& item) {
    return {item.form.stream, item.task_id,      item.department, item.class_code, item.zh,
            item.en,          item.form.minutes, item.due_by,     item.late};
}

bool earlier(const views::CardItem& a, const views::CardItem& b) {
    constexpr Instant never = Instant::max();
    return std::pair{a.due_by.value_or(never), a.form.stream} <
           std::pair{b.due_by.value_or(never), b.form.stream};
}

std::vector<Card> cards_of(Items items, int door_minutes) {
    std::sort(items.begin(), items.end(), earlier);
    std::vector<std::string> spots;  // in the order in which something is due there
    std::map<std::string, std::vector<planning::DueForm>> forms;
    std::map<std::string, Card> cards;
    for (const auto& item : items) {
        auto spot = spot_of(item);
        while (cards[spot].entries.size() == of_max) spot += '+';  // as many as one answer closes
        Card& card = cards[spot];
        if (card.entries.empty()) {
            spots.push_back(spot);
            card.place_id = item.place_id;
            card.place_label = item.place_label;
            card.where = item.where;
        }
        card.entries.push_back(entry_of(item));
        forms[spot].push_back(item.form);
    }
    std::vector<Card> ordered;
    for (const auto& spot : spots) {
        Card& card = cards[spot];
        const auto minutes = planning::minutes_of(forms[spot], door_minutes);
        card.questions = planning::ask_once(forms[spot]);
        card.minutes_one_by_one = minutes.one_by_one;
        card.minutes_on_card = minutes.on_card;
        ordered.push_back(std::move(card));
    }
    return ordered;
}

void answer_cards(const Parts& parts, const Call& call) {
    Items items;
    for (const auto resource : resources) {
        const auto* module = module_of(parts, resource);
        if (module == nullptr) continue;
        const auto anywhere =
            access::may_anywhere(call.caller.seat, module->read_permission, {}, parts.access);
        // What one may not read is not on the card; who may read no errands has none.
        if (resource == resources[0] && !permits(parts, call, module->read_permission, anywhere)) return;
        if (!anywhere.allowed()) continue;
        const auto added = add_items(parts, call, *module, items);
        if (!added.ok()) return call.answer(problem_of(added.error()));
    }
    if (const auto* place = call.request.parameter("place_id"))
        std::erase_if(items, [&](const views::CardItem& item) {
            return !item.place_id || item.place_id->value() != *place;
        });
    const Cards page{cards_of(std::move(items), views::door_minutes(parts.rules)), parts.clock.now(),
                     parts.records.position()};
    call.answer(json_response(200, codec::to_json(page)));
}

// --- answering

struct ToClose {
    std::vector<views::CardItem> items;
    std::vector<engine::Submission> submissions;
};

Problem no_such_item(std::size_t index) {
    return problem_of_body(".of[" + std::to_string(index) + "]", "the id of an errand or an instruction");
}

// By its row as it is now, whether it is open or not: an answer that is sent again is the same answer again.
// Whether it may be answered is asked where it is decided.
Result<views::CardItem, Problem> item_of(const Parts& parts, const std::string& stream, std::size_t index) {
    const auto read = parts.records.find(stream);
    if (!read.ok()) return Unexpected{problem_of(read.error())};
    if (!*read) return Unexpected{no_such_item(index)};
    const auto& module = *(*read)->module;
    const auto row = module.row(stream, (*read)->state);
    auto item = row ? views::card_item(module.resource, stream, row->json, parts.rules) : std::nullopt;
    if (!item) return Unexpected{no_such_item(index)};
    return std::move(*item);
}

Result<ToClose, Problem> to_close(const Parts& parts, const Call& call) {
    ANLAN_TRY(const auto headers, read_command_headers(call.request, parts.clock.now()));
    ANLAN_TRY(const auto card, read_body<CardAnswers>(call.request));
    if (card.of.empty() || card.of.size() > of_max)
        return Unexpected{problem_of_body(".of", "1 to " + std::to_string(of_max) + " of them")};
    ToClose close;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < card.of.size(); ++i) {
        if (!seen.insert(card.of[i]).second)
            return Unexpected{problem_of_body(".of[" + std::to_string(i) + "]", "each once")};
        ANLAN_TRY(auto item, item_of(parts, card.of[i], i));
        const auto* spec = find_command(parts.modules, item.command);
        const AnswerBody body{planning::answers_for(item.form, card.answers)};
        auto decoded = spec->decode(codec::to_json(body));
        if (!decoded.ok())
            return Unexpected{problem_of_body(".answers" + decoded.error().path, decoded.error().expected)};
        engine::Submission submission;
        submission.stream = card.of[i];
        submission.command = {spec, std::move(decoded).value()};
        submission.seat = call.caller.seat;
        submission.purpose = call.purpose();
        submission.command_id = headers.command_id + "#" + card.of[i];
        submission.happened_at = headers.happened_at;
        close.submissions.push_back(std::move(submission));
        close.items.push_back(std::move(item));
    }
    return close;
}

// 200 if all are closed; else 207, and each result says what became of it.
void answer_closed(const Call& call, const Items& items, const std::vector<engine::Outcome>& outcomes,
                   int door_minutes) {
    std::string results;
    std::vector<planning::DueForm> closed;
    std::uint64_t position = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto part = response_of(outcomes[i], {});
        if (part.status == 200) closed.push_back(items[i].form);
        if (const auto* accepted = std::get_if<engine::Accepted>(&outcomes[i]))
            position = std::max(position, accepted->position);
        results += (i == 0 ? "{\"stream\":\"" : ",{\"stream\":\"") + items[i].form.stream +
                   "\",\"status\":" + std::to_string(part.status) +
                   (part.status == 200 ? ",\"accepted\":" : ",\"problem\":") + part.body + "}";
    }
    const int saved = planning::minutes_of(closed, door_minutes).saved();
    call.answer(json_response(
        closed.size() == outcomes.size() ? 200 : 207,
        "{\"closed\":" + std::to_string(closed.size()) + ",\"minutes_saved\":" + std::to_string(saved) +
            ",\"position\":" + std::to_string(position) + ",\"results\":[" + results + "]}"));
}

void send_answers(const Parts& parts, Call call) {
    auto close = to_close(parts, call);
    if (!close.ok()) return call.answer(close.error());
    auto items = std::move(close->items);
    parts.submit.submit_all(
        std::move(close->submissions),
        [call = std::move(call), items = std::move(items), door = views::door_minutes(parts.rules)](
            const std::vector<engine::Outcome>& outcomes) { answer_closed(call, items, outcomes, door); });
}

Endpoint show_endpoint(const Parts& parts) {
    Endpoint endpoint;
    endpoint.path = "/v1/answer_cards";
    endpoint.operation = "answer_card.show";
    endpoint.tag = "answer_cards";
    endpoint.title = {"本岗到期任务的答题卡", "What one's post owes, one form for each door"};
    endpoint.parameters = {{Parameter::In::query, "place_id", false, {"只看这一处", "Of one door alone"}}};
    endpoint.result_schema = codec::schema<Cards>();
    endpoint.handle = [&parts](const Call& call) { answer_cards(parts, call); };
    return endpoint;
}

Endpoint send_endpoint(const Parts& parts) {
    Endpoint endpoint;
    endpoint.method = kernel::Method::post;
    endpoint.path = "/v1/answer_cards";
    endpoint.effect = Effect::commands;
    endpoint.operation = "answer_card.answer";
    endpoint.tag = "answer_cards";
    endpoint.title = {"一次填报，多项办结", "One set of answers that closes many"};
    endpoint.parameters = command_parameters();
    std::erase_if(endpoint.parameters,
                  [](const Parameter& parameter) { return parameter.name == "If-Match"; });
    endpoint.body_schema = codec::schema<CardAnswers>(codec::Unknown::refuse);
    endpoint.result_schema =
        R"({"type":"object","required":["closed","minutes_saved","position","results"],"properties":{)"
        R"("closed":{"type":"integer"},"minutes_saved":{"type":"integer"},"position":{"type":"integer"},)"
        R"("results":{"type":"array","items":)"
        R"({"type":"object","required":["stream","status"],"properties":{"stream":{"type":"string"},)"
        R"("status":{"type":"integer"},"accepted":{"type":"object"},)"
        R"("problem":{"$ref":"#/components/schemas/Problem"}}}}}})";
    endpoint.handle = [&parts](Call call) { send_answers(parts, std::move(call)); };
    return endpoint;
}

}  // namespace

void add_answer_cards(Router& router, const Parts& parts) {
    if (find_command(parts.modules, "errand.answer") == nullptr) return;
    router.add(show_endpoint(parts));
    router.add(send_endpoint(parts));
}

}  // namespace anlan::api
