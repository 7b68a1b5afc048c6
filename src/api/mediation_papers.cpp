// GET /v1/mediations/{mediation_id}/agreement/paper and GET /v1/pushes/{push_id}/paper: the agreement with
// lines to sign on, and what went to the street and the community, as PDF. Each look is recorded first, as
// for the record itself.
#include "api/mediation_papers.hpp"
#include "api/looks.hpp"
#include "api/reads.hpp"
#include "base/sortable_id.hpp"
#include "codec/json.hpp"
#include "kernel/deadline_rule.hpp"
#include "terms/incident_catalogue.hpp"

#include <algorithm>

namespace anlan::api {
namespace {

// What of a mediation's state stands on its paper.
struct PaperPromise {
    int number = 0;
    std::string by;
    PersonalText what;
    Instant due_by{};
};
BOOST_DESCRIBE_STRUCT(PaperPromise, (), (number, by, what, due_by))
struct PaperAgreement {
    int agreement_version = 0;
    PersonalText text;
    std::vector<PaperPromise> promises;
    Instant drafted_at{};
};
BOOST_DESCRIBE_STRUCT(PaperAgreement, (), (agreement_version, text, promises, drafted_at))
struct PaperMediation {
    std::string dispute_class;
    std::optional<std::string> place_label;
    PersonalText subject;
    std::optional<PaperAgreement> agreement;
};
BOOST_DESCRIBE_STRUCT(PaperMediation, (), (dispute_class, place_label, subject, agreement))

struct PaperRecipient {
    PostId post_id;
    std::optional<Instant> acknowledged_at;
    PersonalText answer;
    std::optional<Instant> due_by;
    std::optional<Instant> done_at;
};
BOOST_DESCRIBE_STRUCT(PaperRecipient, (), (post_id, acknowledged_at, answer, due_by, done_at))
struct PaperPush {
    int number = 0;
    std::string dispute_class;
    PersonalText text;
    Instant delivered_at{};
    std::vector<PaperRecipient> recipients;
};
BOOST_DESCRIBE_STRUCT(PaperPush, (), (number, dispute_class, text, delivered_at, recipients))

// In the language that was asked for.
struct Tongue {
    bool chinese = true;
    Minutes civil_offset{0};

    std::string say(const char* zh, const char* en) const { return chinese ? zh : en; }
    std::string day(Instant at) const { return to_text(at + civil_offset).substr(0, 10); }
    std::string minute(Instant at) const {
        const std::string text = to_text(at + civil_offset);
        return text.substr(0, 10) + " " + text.substr(11, 5);
    }
    std::string minute(const std::optional<Instant>& at) const { return at ? minute(*at) : ""; }
};

Tongue tongue_of(const Parts& parts, const Call& call) {
    const auto* asked = call.request.parameter("language");
    return {asked == nullptr || *asked != "en", parts.rules.civil_offset};
}

std::string class_word(const Parts& parts, const Tongue& in, const std::string& code) {
    for (const DisputeClass& one : parts.rules.section<IncidentCatalogue>().dispute_classes)
        if (one.code == code) return in.chinese ? one.zh : one.en;
    return code;
}

std::string post_word(const Parts& parts, const Tongue& in, const PostId& post_id) {
    const auto of = kernel::parts_of(post_id);
    if (!of) return post_id.value();
    const auto* role = kernel::find_role(parts.rules.section<kernel::RoleLevels>(), of->role);
    if (role == nullptr) return post_id.value();
    return (in.chinese ? role->zh : role->en) + " " + of->area.value().substr(4);
}

ports::Paper paper_of(const Tongue& in, std::string title, const std::string& number, Instant made_at) {
    ports::Paper paper;
    paper.title = std::move(title);
    paper.subtitle = number + "  " + in.day(made_at);
    paper.foot = number;
    paper.language = in.chinese ? "zh-CN" : "en";
    paper.made_at = made_at;
    return paper;
}

ports::Paper agreement_paper(const Parts& parts, const Tongue& in, const std::string& number,
                             const PaperMediation& of) {
    const PaperAgreement& agreement = *of.agreement;
    auto paper = paper_of(in, in.say("调解协议书", "Mediation agreement"), number, agreement.drafted_at);
    ports::PaperPairs pairs;
    pairs.pairs = {{in.say("纠纷类别", "Kind"), class_word(parts, in, of.dispute_class)},
                   {in.say("版本", "Version"), std::to_string(agreement.agreement_version)}};
    if (of.place_label) pairs.pairs.emplace_back(in.say("地点", "Place"), *of.place_label);
    if (!of.subject.empty()) pairs.pairs.emplace_back(in.say("事由", "About"), of.subject.reveal());
    paper.parts = {pairs, ports::PaperHeading{in.say("双方协议如下", "Both sides agree")},
                   ports::PaperText{agreement.text.reveal()}};
    if (!agreement.promises.empty()) {
        ports::PaperTable table;
        table.head = {in.say("项", "No."), in.say("由谁", "By"), in.say("承诺事项", "What"),
                      in.say("期限", "By when")};
        table.shares = {1, 2, 7, 3};
        for (const PaperPromise& one : agreement.promises)
            table.rows.push_back({std::to_string(one.number),
                                  one.by == "a" ? in.say("甲方", "Side A") : in.say("乙方", "Side B"),
                                  one.what.reveal(), in.minute(one.due_by)});
        paper.parts.emplace_back(ports::PaperHeading{in.say("承诺", "Promises")});
        paper.parts.emplace_back(std::move(table));
    }
    paper.parts.emplace_back(ports::PaperSignatures{
        {in.say("甲方", "Side A"), in.say("乙方", "Side B"), in.say("调解人", "Mediator")}});
    return paper;
}

ports::Paper push_paper(const Parts& parts, const Tongue& in, const std::string& number,
                        const PaperPush& of) {
    auto paper = paper_of(in, in.say("矛盾纠纷情况推送", "Dispute in mediation"), number, of.delivered_at);
    paper.parts = {ports::PaperText{of.text.reveal()},
                   ports::PaperHeading{in.say("签收与反馈", "Acknowledgement and answer")}};
    ports::PaperTable table;
    table.head = {in.say("单位", "To"), in.say("签收", "Acknowledged"),
                  in.say("拟采取措施", "What will be done"), in.say("完成期限", "By when"),
                  in.say("办结", "Done")};
    table.shares = {4, 3, 6, 3, 3};
    for (const PaperRecipient& one : of.recipients)
        table.rows.push_back({post_word(parts, in, one.post_id), in.minute(one.acknowledged_at),
                              one.answer.reveal(), in.minute(one.due_by), in.minute(one.done_at)});
    paper.parts.emplace_back(std::move(table));
    return paper;
}

Problem no_such(const char* code, const char* detail) {
    return {404, code, detail, kernel::Remedy::fix_input, {}, {}, {}};
}

using Draw = std::function<std::optional<ports::Paper>(const Tongue&, const std::string& stream,
                                                       const std::string& state)>;

void print(const Parts& parts, const Call& call, const Draw& draw) {
    const std::string& stream = call.path_values.front();
    const auto read = parts.records.find(stream);
    if (!read.ok()) return call.answer(problem_of(read.error()));
    if (!*read) return call.answer(no_such("api.unknown_record", "there is no such record"));
    const auto paper = draw(tongue_of(parts, call), stream, (*read)->module->encode_state((*read)->state));
    if (!paper) return call.answer(no_such("mediation.no_agreement", "there is no text to print yet"));
    const auto pdf = parts.papers->pdf(*paper);
    if (!pdf.ok()) return call.answer(problem_of(pdf.error()));
    ports::Response response;
    response.content_type = "application/pdf";
    response.headers = {{"Content-Disposition", "inline; filename=\"" + stream + ".pdf\""},
                        {"Cache-Control", "no-store"}};
    response.body = pdf.value();
    call.answer(std::move(response));
}

// The same right, purpose and recorded look as the record; who has its summary alone gets no paper.
void show_paper(const Parts& parts, IdMaker& ids, const kernel::Module& module, Call call, const Draw& draw) {
    const std::string stream = call.path_values.front();
    const auto read = parts.records.find(stream);
    if (!read.ok()) return call.answer(problem_of(read.error()));
    if (!*read || !is_id_of(module.prefix, stream))
        return call.answer(no_such("api.unknown_record", "there is no such record"));
    auto scope = module.scope((*read)->state);
    scope.record = stream;
    const auto decision =
        access::may(call.caller.seat, module.read_permission, call.purpose(), scope, parts.access);
    if (!permits(parts, call, module.read_permission, decision)) return;
    if (decision.extent != kernel::Extent::all)
        return call.answer(Problem{403,
                                   "access.not_given_by_sharing",
                                   "only the summary is shared",
                                   kernel::Remedy::ask_superior,
                                   {},
                                   {},
                                   {}});
    if (!decision.under.empty()) call.caller.seat.actor.under = decision.under;
    look(parts, ids, std::move(call), {stream, {"paper"}},
         [&parts, draw](const Call& seen) { print(parts, seen, draw); });
}

void add(Router& router, const Parts& parts, IdMaker& ids, const kernel::Module& module, Endpoint endpoint,
         Draw draw) {
    endpoint.tag = module.resource;
    endpoint.parameters = look_parameters();
    endpoint.parameters.push_back({Parameter::In::query,
                                   "language",
                                   false,
                                   {"文书语言", "Language of the paper"},
                                   R"({"type":"string","enum":["zh","en"],"default":"zh"})"});
    endpoint.result_schema = R"({"type":"string","format":"binary"})";
    endpoint.result_type = "application/pdf";
    endpoint.handle = [&parts, &ids, &module, draw = std::move(draw)](Call call) {
        show_paper(parts, ids, module, std::move(call), draw);
    };
    router.add(std::move(endpoint));
}

}  // namespace

void add_mediation_papers(Router& router, const Parts& parts, IdMaker& ids) {
    if (parts.papers == nullptr) return;
    for (const kernel::Module& module : parts.modules) {
        Endpoint endpoint;
        if (module.name == "mediation") {
            endpoint.path = "/v1/mediations/{mediation_id}/agreement/paper";
            endpoint.operation = "mediation.agreement_paper";
            endpoint.title = {"打印调解协议", "The agreement as PDF, with lines to sign on"};
            add(router, parts, ids, module, std::move(endpoint),
                [&parts](const Tongue& in, const std::string& stream,
                         const std::string& state) -> std::optional<ports::Paper> {
                    const auto of = codec::read_json<PaperMediation>(state, codec::Unknown::ignore);
                    if (!of.ok() || !of->agreement) return std::nullopt;
                    return agreement_paper(parts, in, stream, *of);
                });
        } else if (module.name == "push") {
            endpoint.path = "/v1/pushes/{push_id}/paper";
            endpoint.operation = "push.paper";
            endpoint.title = {"打印推送文书", "What was pushed, as PDF"};
            add(router, parts, ids, module, std::move(endpoint),
                [&parts](const Tongue& in, const std::string& stream,
                         const std::string& state) -> std::optional<ports::Paper> {
                    const auto of = codec::read_json<PaperPush>(state, codec::Unknown::ignore);
                    if (!of.ok()) return std::nullopt;
                    return push_paper(parts, in, stream, *of);
                });
        }
    }
}

}  // namespace anlan::api
