#include "views/class_advice.hpp"

#include "codec/json.hpp"

namespace anlan::views {
namespace {

struct ClassQuestion {
    PersonalText text;
};
BOOST_DESCRIBE_STRUCT(ClassQuestion, (), (text))

struct AskedQuestion {
    std::string id;
    std::string zh;
    std::string en;
    QuestionKind kind{};
    bool required = false;
    std::vector<Choice> choices;
};
BOOST_DESCRIBE_STRUCT(AskedQuestion, (), (id, zh, en, kind, required, choices))

struct ClassAnswer : planning::ClassProposal {
    std::string zh;
    std::string en;
    Urgency urgency{};
    std::vector<std::string> transfer_to;  // agencies, where it is not for the police
    std::vector<AskedQuestion> questions;  // what to ask about an incident of this class
};
BOOST_DESCRIBE_STRUCT(ClassAnswer, (planning::ClassProposal), (zh, en, urgency, transfer_to, questions))

struct ClassAnswers {
    std::vector<ClassAnswer> proposals;
};
BOOST_DESCRIBE_STRUCT(ClassAnswers, (), (proposals))

planning::ClassificationRules rules_of(const IncidentCatalogue& catalogue) {
    planning::ClassificationRules rules;
    for (const auto& one : catalogue.classes) {
        planning::ClassRule rule{one.code, one.priority, {}, one.negations};
        for (const auto& keyword : one.keywords) rule.keywords.push_back({keyword.word, keyword.weight, {}});
        rules.classes.push_back(std::move(rule));
    }
    return rules;
}

ClassAnswer answer_of(planning::ClassProposal proposal, const IncidentCatalogue& catalogue) {
    ClassAnswer answer{std::move(proposal), {}, {}, {}, {}, {}};
    const auto* known = find_class(catalogue, answer.class_code);
    if (known == nullptr) return answer;
    answer.zh = known->zh;
    answer.en = known->en;
    answer.urgency = known->urgency;
    if (known->urgency == Urgency::not_for_police) answer.transfer_to = known->transfer_to;
    for (const auto& id : known->questions)
        if (const auto* q = find_question(catalogue, id))
            answer.questions.push_back({q->id, q->zh, q->en, q->kind, q->required, q->choices});
    return answer;
}

}  // namespace

std::shared_ptr<const planning::Classifier> ClassAdvice::classifier(const kernel::Rulebook& rules) const {
    const std::lock_guard lock{mutex_};
    if (!classifier_ || version_ != rules.version) {
        classifier_ =
            std::make_shared<const planning::Classifier>(rules_of(rules.section<IncidentCatalogue>()));
        version_ = rules.version;
    }
    return classifier_;
}

Result<std::string, kernel::Refusal> ClassAdvice::answer(const kernel::QueryRequest& request) const {
    auto read = codec::read_json<ClassQuestion>(request.body, codec::Unknown::refuse);
    if (!read.ok())
        return Unexpected{kernel::Refusal{"advice.invalid", "expected " + read.error().expected,
                                          kernel::Because::invalid, kernel::Remedy::fix_input,
                                          read.error().path}};
    ClassAnswers answers;
    for (auto& proposal : classifier(request.rules)->propose(read->text.reveal()))
        answers.proposals.push_back(
            answer_of(std::move(proposal), request.rules.section<IncidentCatalogue>()));
    return codec::to_json(answers);
}

std::vector<kernel::QuerySpec> ClassAdvice::queries() {
    kernel::QuerySpec proposals;
    proposals.name = "call.class_proposals";
    proposals.permission = "call.write_report";
    proposals.method = kernel::Method::post;
    proposals.path = "/v1/classifications";
    proposals.title = {"由报警内容建议警情类别（列出依据词）",
                       "Classes that a report's words speak for, with the words"};
    proposals.body_schema = codec::schema<ClassQuestion>();
    proposals.result_schema = codec::schema<ClassAnswers>();
    proposals.answer = [this](const kernel::QueryRequest& request) { return answer(request); };
    std::vector<kernel::QuerySpec> specs;
    specs.push_back(std::move(proposals));
    return specs;
}

}  // namespace anlan::views
