// GET /v1/mediations/{mediation_id}/agreement/paper and GET /v1/pushes/{push_id}/paper: the agreement with
// lines to sign on, and what went to the street and the community, as PDF. Each look is recorded first, as
// for the record itself.
#include "api/mediation_papers.hpp"

#include "api/printouts.hpp"
#include "kernel/deadline_rule.hpp"
#include "terms/incident_catalogue.hpp"

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

std::string post_word(const Parts& parts, const Tongue& in, const PostId& post_id) {
    const auto of = kernel::parts_of(post_id);
    if (!of) return post_id.value();
    const auto* role = kernel::find_role(parts.rules.section<kernel::RoleLevels>(), of->role);
    if (role == nullptr) return post_id.value();
    return in.name(*role) + " " + of->area.value().substr(4);
}

ports::Paper paper_of(const Tongue& in, std::string title, const std::string& number, Instant made_at) {
    ports::Paper paper;
    paper.title = std::move(title);
    paper.subtitle = number + "  " + in.day(made_at);
    paper.foot = number;
    paper.language = in.language();
    paper.made_at = made_at;
    return paper;
}

std::optional<ports::Paper> agreement_paper(const Parts& parts, const Tongue& in, const std::string& number,
                                            const PaperMediation& of) {
    if (!of.agreement) return std::nullopt;
    const PaperAgreement& agreement = *of.agreement;
    auto paper = paper_of(in, in.say("调解协议书", "Mediation agreement"), number, agreement.drafted_at);
    ports::PaperPairs pairs;
    pairs.pairs = {{in.say("纠纷类别", "Kind"),
                    in.name_in(parts.rules.section<IncidentCatalogue>().dispute_classes, of.dispute_class)},
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

std::optional<ports::Paper> push_paper(const Parts& parts, const Tongue& in, const std::string& number,
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

// `paper_of` is asked of each record whose state has those members; none: nothing to print yet.
template <class State, class PaperOf>
void add_paper(Router& router, const Parts& parts, IdMaker& ids, const kernel::Module& module,
               Printout printout, PaperOf paper_of) {
    printout.nothing_yet = {
        404, "mediation.no_agreement", "there is no text to print yet", kernel::Remedy::fix_input, {}, {},
        {}};
    printout.make = printing<State>(
        [&parts, paper_of](const Tongue& in, const std::string& id, const State& of) -> Document {
            const std::optional<ports::Paper> paper = paper_of(parts, in, id, of);
            if (!paper) return std::nullopt;
            ANLAN_TRY(auto bytes, parts.papers->pdf(*paper));
            return bytes;
        });
    add_printout(router, parts, ids, module, std::move(printout));
}

}  // namespace

void add_mediation_papers(Router& router, const Parts& parts, IdMaker& ids) {
    if (parts.papers == nullptr) return;
    for (const kernel::Module& module : parts.modules) {
        if (module.name == "mediation")
            add_paper<PaperMediation>(router, parts, ids, module,
                                      pdf("agreement/paper", "mediation.agreement_paper",
                                          {"打印调解协议", "The agreement as PDF, with lines to sign on"}),
                                      agreement_paper);
        else if (module.name == "push")
            add_paper<PaperPush>(router, parts, ids, module,
                                 pdf("paper", "push.paper", {"打印推送文书", "What was pushed, as PDF"}),
                                 push_paper);
    }
}

}  // namespace anlan::api
