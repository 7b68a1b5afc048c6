#include "views/class_advice.hpp"

#include "codec/json.hpp"
#include "planning/classification.hpp"

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
    std::vector<AskedQuestion> questions;  // what to ask about an incident of this class
};
BOOST_DESCRIBE_STRUCT(ClassAnswer, (planning::ClassProposal), (questions))

struct ClassAnswers {
    std::vector<ClassAnswer> proposals;
};
BOOST_DESCRIBE_STRUCT(ClassAnswers, (), (proposals))

Result<std::string, kernel::Refusal> answer(const kernel::QueryRequest& request) {
    auto read = codec::read_json<ClassQuestion>(request.body, codec::Unknown::refuse);
    if (!read.ok())
        return Unexpected{kernel::Refusal{"advice.invalid", "expected " + read.error().expected, kernel::Because::invalid,
                                          kernel::Remedy::fix_input, read.error().path}};
    const auto& catalogue = request.rules.section<IncidentCatalogue>();
    ClassAnswers answers;
    for (auto& proposal : planning::propose_classes(read->text.reveal(), catalogue)) {
        ClassAnswer one{std::move(proposal), {}};
        if (const auto* known = find_class(catalogue, one.class_code))
            for (const auto& id : known->questions)
                if (const auto* q = find_question(catalogue, id))
                    one.questions.push_back({q->id, q->zh, q->en, q->kind, q->required, q->choices});
        answers.proposals.push_back(std::move(one));
    }
    return codec::to_json(answers);
}

}  // namespace

std::vector<kernel::QuerySpec> ClassAdvice::queries() {
    kernel::QuerySpec proposals;
    proposals.name = "call.class_proposals";
    proposals.permission = "call.write_report";
    proposals.method = kernel::Method::post;
    proposals.path = "/v1/classifications";
    proposals.title = {"由报警内容建议警情类别（列出依据词）", "Classes that a report's words speak for, with the words"};
    proposals.body_schema = codec::schema<ClassQuestion>();
    proposals.result_schema = codec::schema<ClassAnswers>();
    proposals.answer = answer;
    std::vector<kernel::QuerySpec> specs;
    specs.push_back(std::move(proposals));
    return specs;
}

}  // namespace anlan::views
