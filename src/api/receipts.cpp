#include "api/receipts.hpp"

#include "api/caller.hpp"
#include "api/commands.hpp"
#include "api/receipt_page.hpp"
#include "api/wrong_links.hpp"
#include "codec/form.hpp"
#include "codec/json.hpp"
#include "codec/peer_network.hpp"
#include "codec/sha256.hpp"

#include <charconv>

namespace anlan::api {
namespace {

constexpr std::size_t form_bytes_max = 32'768;
constexpr std::size_t form_members_max = 8;
constexpr std::size_t link_length_max = 64;
constexpr std::size_t form_id_length_max = 64;

// The bodies of the commands that a link may send, as the call module reads them.
struct InformationBody {
    std::string link_hash;
    PersonalText text;
};
BOOST_DESCRIBE_STRUCT(InformationBody, (), (link_hash, text))
struct ContestBody {
    std::string link_hash;
    int episode = 0;
};
BOOST_DESCRIBE_STRUCT(ContestBody, (), (link_hash, episode))
struct RatingBody {
    std::string link_hash;
    int episode = 0;
    int rating = 0;
};
BOOST_DESCRIBE_STRUCT(RatingBody, (), (link_hash, episode, rating))
struct QuietBody {
    std::string link_hash;
    Quiet quiet;
};
BOOST_DESCRIBE_STRUCT(QuietBody, (), (link_hash, quiet))

ports::Response html_response(int status, std::string body) {
    ports::Response response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.headers = {{"Content-Security-Policy", page_policy()},
                        {"Cache-Control", "no-store"},
                        {"X-Robots-Tag", "noindex, nofollow"},
                        {"Vary", "Accept-Language"}};
    response.body = std::move(body);
    return response;
}

// The first of zh and en that the browser names; its weights are in the order of its list, as browsers send
// them.
Tongue tongue_of(const ports::Request& request, const std::optional<views::LinkFigures>& figures) {
    const auto* wanted = request.parameter("lang");
    if (wanted != nullptr && *wanted == "zh") return Tongue::zh;
    if (wanted != nullptr && *wanted == "en") return Tongue::en;
    const Tongue usual = figures && figures->language == "en" ? Tongue::en : Tongue::zh;
    const auto* header = request.header("accept-language");
    if (wanted != nullptr || header == nullptr) return usual;
    const auto chinese = header->find("zh");
    const auto english = header->find("en");
    if (chinese == english) return usual;  // neither
    return chinese < english ? Tongue::zh : Tongue::en;
}

// A form of another site's page cannot know the link; where a browser says that it was one, it is refused all
// the same. Our own pages send "null" as their origin, because they tell nobody where they are.
bool is_foreign(const ports::Request& request) {
    if (const auto* site = request.header("sec-fetch-site")) return *site != "same-origin" && *site != "none";
    const auto* origin = request.header("origin");
    return origin != nullptr && *origin != "null" && comes_from_elsewhere(request, Unsaid::of_another_site);
}

int number_of(const codec::Form& form, std::string_view name) {
    const auto found = form.find(name);
    int number = -1;
    if (found == form.end()) return number;
    const char* end = found->second.data() + found->second.size();
    const auto read = std::from_chars(found->second.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end ? number : -1;
}

std::string text_of(const codec::Form& form, std::string_view name) {
    const auto found = form.find(name);
    return found == form.end() ? std::string{} : found->second;
}

struct Action {
    const char* path;
    const char* operation;
    const char* command;
    kernel::Words title;
    Said thanks;
    std::string (*body)(const std::string& link_hash, const codec::Form& form);
};

const Action actions[] = {
    {"information",
     "receipt.add_information",
     "call.add_information",
     {"报警人补充信息", "A caller adds information by the link"},
     say::sent_information,
     [](const std::string& link_hash, const codec::Form& form) {
         return codec::to_json(InformationBody{link_hash, PersonalText{text_of(form, "text")}});
     }},
    {"not_solved",
     "receipt.not_solved",
     "call.contest_result",
     {"报警人表示没有解决", "A caller says that the result solved nothing"},
     say::sent_not_solved,
     [](const std::string& link_hash, const codec::Form& form) {
         return codec::to_json(ContestBody{link_hash, number_of(form, "episode")});
     }},
    {"rating",
     "receipt.rate",
     "call.rate_result",
     {"报警人评价结果", "A caller rates a result"},
     say::sent_rating,
     [](const std::string& link_hash, const codec::Form& form) {
         return codec::to_json(RatingBody{link_hash, number_of(form, "episode"), number_of(form, "rating")});
     }},
    {"quiet",
     "receipt.quiet",
     "call.ask_quiet",
     {"报警人设置安静模式", "A caller asks for quiet"},
     say::sent_quiet,
     [](const std::string& link_hash, const codec::Form& form) {
         return codec::to_json(
             QuietBody{link_hash, {form.contains("no_ringing"), form.contains("no_siren")}});
     }}};

// What was not taken, in words; the typed text is kept for the form.
std::optional<Notice> notice_of(const kernel::Refusal& refusal) {
    if (refusal.code == "call.information_empty") return Notice{say::wrong_empty, true};
    if (refusal.code == "call.text_too_long") return Notice{say::wrong_long, true};
    if (refusal.code == "call.too_much_information") return Notice{say::wrong_often, true};
    if (refusal.code == "call.no_result_yet" || refusal.code == "call.result_changed")
        return Notice{say::wrong_changed, true};
    if (refusal.code == "call.rating_invalid") return Notice{say::wrong_rating, true};
    if (refusal.because == kernel::Because::busy) return Notice{say::wrong_busy, true};
    return std::nullopt;
}

class Pages {
public:
    Pages(const Parts& parts, IdMaker& ids) : parts_(parts), ids_(ids) {}

    void show(const Call& call) {
        const auto hash = hash_of(call);
        const Instant now = parts_.clock.now();
        const auto page = parts_.receipts->page(hash, now);
        if (!page.ok()) return call.answer(problem_of(page.error()));
        if (!page.value()) return refuse(call);
        call.answer(html_response(200, receipt_page(**page, setup_of(call, now), thanks_of(call.request))));
    }

    void show_data(const Call& call) {
        const Instant now = parts_.clock.now();
        const auto data = parts_.receipts->data(hash_of(call), now);
        if (!data.ok()) return call.answer(problem_of(data.error()));
        if (!data.value()) return refuse(call);
        call.answer(html_response(200, data_page(**data, setup_of(call, now), parts_.access)));
    }

    void take(const Action& action, Call call) {
        const auto hash = hash_of(call);
        const auto shown = parts_.receipts->page(hash, parts_.clock.now());
        if (!shown.ok()) return call.answer(problem_of(shown.error()));
        const auto& page = shown.value();
        if (!page) return refuse(call);
        const auto form = read(call.request);
        if (!form || is_foreign(call.request))
            return show_again(call, form ? 403 : 422, Notice{say::wrong_form, true});
        const auto* spec = find_command(parts_.modules, action.command);
        const auto body = action.body(hash, *form);
        auto decoded = spec->decode(body);
        if (!decoded.ok()) return show_again(call, 422, Notice{say::wrong_form, true});
        engine::Submission submission;
        submission.stream = page->call_id;
        submission.command = {spec, std::move(decoded).value()};
        submission.seat.actor = {kernel::ActorKind::citizen, "link", {}};
        // The same form with the same content is one command; with another content it is another.
        submission.command_id = page->call_id + "#" + text_of(*form, "id").substr(0, form_id_length_max) +
                                "#" + codec::sha256_hex(action.command + body).substr(0, 16);
        const auto typed = text_of(*form, "text");
        parts_.submit.submit(std::move(submission),
                             [this, &action, call = std::move(call), typed](engine::Outcome outcome) {
                                 ports::Response later;  // the page is not made on the engine's thread
                                 later.finish = [this, &action, call, typed, outcome = std::move(outcome)] {
                                     return response_to(action, call, typed, outcome);
                                 };
                                 call.reply(std::move(later));
                             });
    }

private:
    // Neither the link nor its hash is written anywhere on the way.
    static std::string hash_of(const Call& call) {
        const auto& link = call.path_values.front();
        return link.size() > link_length_max ? std::string{} : codec::sha256_hex(link);
    }

    static std::optional<codec::Form> read(const ports::Request& request) {
        const auto* type = request.header("content-type");
        if (type == nullptr || !type->starts_with("application/x-www-form-urlencoded") ||
            request.body.size() > form_bytes_max)
            return std::nullopt;
        return codec::read_form(request.body, form_members_max);
    }

    PageSetup setup_of(const Call& call, Instant now) {
        const auto figures = parts_.receipts->figures();
        PageSetup setup;
        setup.tongue = tongue_of(call.request, figures);
        setup.civil_offset = parts_.rules.civil_offset;
        setup.link = call.path_values.front();
        setup.now = now;
        setup.form_id = ids_.fresh("frm");
        setup.emergency_number = figures ? figures->emergency_number : "";
        return setup;
    }

    static std::optional<Notice> thanks_of(const ports::Request& request) {
        const auto* sent = request.parameter("sent");
        if (sent == nullptr) return std::nullopt;
        for (const Action& action : actions)
            if (*sent == action.path) return Notice{action.thanks};
        return std::nullopt;
    }

    // The link opens nothing, whatever the reason is.
    void refuse(const Call& call) { call.answer(refused(call)); }
    ports::Response refused(const Call& call) {
        const Instant now = parts_.clock.now();
        const auto figures = parts_.receipts->figures();
        PageSetup setup = setup_of(call, now);
        setup.link.clear();
        const auto readiness = parts_.readiness();
        if (!readiness.waiting_for.empty() || !readiness.catching_up.empty()) {
            auto response = html_response(503, closed_page(say::no_link, say::not_ready, setup));
            response.headers.push_back({"Retry-After", "60"});
            return response;
        }
        if (figures && wrong_links_.too_many(codec::peer_network(call.request.peer), now,
                                             figures->wrong_links_max, figures->wrong_links_window)) {
            auto response = html_response(429, closed_page(say::too_often, say::no_link_why, setup));
            response.headers.push_back({"Retry-After", std::to_string(figures->wrong_links_window.count())});
            return response;
        }
        return html_response(404, closed_page(say::no_link, say::no_link_why, setup));
    }

    void show_again(const Call& call, int status, const Notice& notice) {
        call.answer(shown_again(call, status, notice));
    }
    ports::Response shown_again(const Call& call, int status, const Notice& notice) {
        const Instant now = parts_.clock.now();
        const auto page = parts_.receipts->page(hash_of(call), now);
        if (!page.ok()) return response_of(problem_of(page.error()));
        if (!page.value()) return refused(call);
        return html_response(status, receipt_page(**page, setup_of(call, now), notice));
    }

    ports::Response response_to(const Action& action, const Call& call, const std::string& typed,
                                const engine::Outcome& outcome) {
        if (std::holds_alternative<engine::Accepted>(outcome)) {
            const auto setup = setup_of(call, parts_.clock.now());
            auto response = html_response(303, {});
            response.content_type.clear();
            response.headers.push_back(
                {"Location", "/r/" + setup.link + "?lang=" + (setup.tongue == Tongue::zh ? "zh" : "en") +
                                 "&sent=" + action.path});
            return response;
        }
        const auto* refusal = std::get_if<kernel::Refusal>(&outcome);
        auto notice = refusal == nullptr ? Notice{say::wrong_busy, true}
                                         : notice_of(*refusal).value_or(Notice{say::wrong_form, true});
        if (refusal != nullptr && refusal->code == "call.no_such_link") return refused(call);
        notice.typed = typed;
        const int status = response_of(outcome, {}).status;
        return shown_again(call, status, notice);
    }

    const Parts& parts_;
    IdMaker& ids_;
    WrongLinks wrong_links_;
};

Endpoint link_endpoint(const char* path, const char* operation, kernel::Words title) {
    Endpoint endpoint;
    endpoint.path = path;
    endpoint.needs = Needs::nothing;
    endpoint.elsewhere = Elsewhere::left_to_the_endpoint;
    endpoint.operation = operation;
    endpoint.tag = "receipt";
    endpoint.title = std::move(title);
    endpoint.result_type = "text/html";
    endpoint.result_schema = R"({"type":"string"})";
    endpoint.parameters = {{Parameter::In::query,
                            "lang",
                            false,
                            {"语言：zh 或 en", "The language: zh or en"},
                            R"({"type":"string"})"}};
    return endpoint;
}

}  // namespace

void add_receipts(Router& router, const Parts& parts, IdMaker& ids) {
    const auto pages = std::make_shared<Pages>(parts, ids);
    auto page =
        link_endpoint("/r/{link}", "receipt.page", {"报警回执", "The receipt behind a caller's link"});
    page.handle = [pages](const Call& call) { pages->show(call); };
    router.add(std::move(page));
    auto data = link_endpoint("/r/{link}/data", "receipt.data",
                              {"数据回执", "What is kept of the report, and who looked"});
    data.handle = [pages](const Call& call) { pages->show_data(call); };
    router.add(std::move(data));
    for (const Action& action : actions) {
        auto endpoint = link_endpoint("", action.operation, action.title);
        endpoint.method = kernel::Method::post;
        endpoint.path = std::string{"/r/{link}/"} + action.path;
        endpoint.effect = Effect::sends_form;
        endpoint.success = 303;
        endpoint.result_schema.clear();
        endpoint.handle = [pages, &action](Call call) { pages->take(action, std::move(call)); };
        router.add(std::move(endpoint));
    }
}

}  // namespace anlan::api
