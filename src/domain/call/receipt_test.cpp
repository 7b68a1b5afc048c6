// Stories of a caller's link: what it does, what it can never do, and what that makes somebody owe.
#include "domain/call/row.hpp"
#include "domain/call/test_support.hpp"
#include "domain/incident/events.hpp"

#include <gtest/gtest.h>

namespace anlan::call {
namespace {

using test::kNine;
using namespace std::chrono_literals;

const std::string kLink(64, 'a');
const std::string kOther(64, 'b');

ReceiptRules small_receipt_rules() {
    ReceiptRules rules;
    rules.language = "zh";
    rules.emergency_number = "110";
    rules.valid_for = 3600s;
    rules.information_length_max = 20;
    rules.information_per_hour = 2;
    rules.information_max = 3;
    rules.reopens_within = 600s;
    rules.read = test::within(120s);
    rules.answer = test::within(900s);
    rules.wrong_links_max = 3;
    rules.wrong_links_window = 60s;
    return rules;
}

// A theft that became an incident, whose caller has a link; and what that incident tells of itself.
struct Story : test::Story {
    std::optional<incident::Brief> incident;

    Story() {
        auto rules = test::small_rules();
        rules.receipt = small_receipt_rules();
        book.put(rules);
        when(test::Story::ringing());
        when(OpenIncident{{}, about("fire.building"), {}});
        incident = incident::Brief{.class_code = "fire.building", .priority = Priority::p3, .open = true};
        EXPECT_EQ(when(IssueLink{kLink}), "link_issued");
    }

    std::string when(const Command& command) {
        const kernel::Briefs briefs = [&](std::string_view stream,
                                          const void* tag) -> std::shared_ptr<const void> {
            if (stream != "inc_7" || tag != &kernel::brief_tag<incident::Brief> || !incident) return nullptr;
            return std::make_shared<const incident::Brief>(*incident);
        };
        auto decision = Call::decide(state, command, {now, book, by, "cal_7", &briefs});
        if (!decision.ok()) return "! " + decision.error().code;
        std::string line;
        for (const Event& event : *decision) {
            state = Call::evolve(std::move(state), event);
            facts.push_back(event);
            const std::string wire = test::wire_of(event);
            line += (line.empty() ? "" : " ") + wire.substr(5, wire.size() - 8);
        }
        return line;
    }
    void it_is_closed_at(Instant at) {
        incident->open = false;
        incident->closed_at = at;
    }
};

TEST(Receipt, WhatACallerAddsIsReadWithinItsTime) {
    Story s;
    EXPECT_EQ(s.when(AddInformation{kLink, PersonalText{"往北走了"}}), "information_added");
    EXPECT_EQ(s.owed(), "information@120");
    s.now += 60s;
    // A second text does not put off the first one's clock.
    EXPECT_EQ(s.when(AddInformation{kLink, PersonalText{"红车"}}), "information_added");
    EXPECT_EQ(s.owed(), "information@120");
    EXPECT_EQ(row_of("cal_7", s.state)->unread, 2);
    s.now = kNine + 125s;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"information", "", s.now}), "deadline_missed deadline_escalated");
    EXPECT_EQ(s.when(ReadInformation{}), "information_read");
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(row_of("cal_7", s.state)->unread, 0);
    EXPECT_EQ(s.state.receipt->information.front().read_by, PostId{"pst_taker.1"});
    EXPECT_EQ(s.when(ReadInformation{}), "");
}

TEST(Receipt, AFloodIsHeldBackByTheHourAndByTheCall) {
    Story s;
    const AddInformation more{kLink, PersonalText{"更多"}};
    EXPECT_EQ(s.when(more), "information_added");
    EXPECT_EQ(s.when(more), "information_added");
    EXPECT_EQ(s.when(more), "! call.too_much_information");
    s.now += 59min;
    EXPECT_EQ(s.when(more), "! call.too_much_information");
    s.book.put([] {
        auto rules = test::small_rules();
        rules.receipt = small_receipt_rules();
        rules.receipt->valid_for = 86'400s;
        return rules;
    }());
    s.when(IssueLink{kLink});
    s.now += 2min;
    EXPECT_EQ(s.when(more), "information_added");
    s.now += 2h;
    EXPECT_EQ(s.when(more), "! call.too_much_information");  // three of this call
    EXPECT_EQ(s.when(AddInformation{kLink, {}}), "! call.information_empty");
    EXPECT_EQ(s.when(AddInformation{kLink, PersonalText{std::string(21, 'x')}}), "! call.text_too_long");
}

TEST(Receipt, ADeadLinkOpensNothingWhateverKilledIt) {
    const auto knock = [](Story& s, const std::string& link) {
        const std::string answers[] = {s.when(AddInformation{link, PersonalText{"x"}}),
                                       s.when(ContestResult{link, 1}), s.when(RateResult{link, 1, 5}),
                                       s.when(AskQuiet{link, {true, true}})};
        for (const auto& answer : answers)
            if (answer != "! call.no_such_link") return answer;
        return std::string{"dead"};
    };
    Story s;
    EXPECT_EQ(knock(s, kOther), "dead");  // never made
    EXPECT_EQ(knock(s, ""), "dead");
    s.now += 3600s - 1ms;
    EXPECT_EQ(s.when(AskQuiet{kLink, {true, false}}), "quiet_asked");
    s.now += 1ms;
    EXPECT_EQ(knock(s, kLink), "dead");  // over
    EXPECT_EQ(s.when(IssueLink{kOther}), "link_issued");
    EXPECT_EQ(knock(s, kLink), "dead");  // replaced
    EXPECT_EQ(s.when(RevokeLink{""}), "! call.reason_required");
    EXPECT_EQ(s.when(RevokeLink{"发错号码"}), "link_revoked");
    EXPECT_EQ(knock(s, kOther), "dead");
    EXPECT_EQ(s.when(RevokeLink{"发错号码"}), "");
}

TEST(Receipt, UnderDuressNothingShowsOnTheCallersSide) {
    Story s;
    EXPECT_EQ(s.when(FlagDuress{}), "duress_flagged");
    EXPECT_EQ(s.when(AskQuiet{kLink, {true, true}}), "! call.no_such_link");
    EXPECT_EQ(s.when(IssueLink{kOther}), "! call.link_under_duress");
}

TEST(Receipt, AResultIsContestedOnceAndWithinItsTimeReopens) {
    Story s;
    EXPECT_EQ(s.when(ContestResult{kLink, 1}), "! call.no_result_yet");
    s.it_is_closed_at(kNine + 100s);
    s.now = kNine + 700s;
    EXPECT_EQ(s.when(ContestResult{kLink, 2}), "! call.result_changed");
    EXPECT_EQ(s.when(ContestResult{kLink, 1}), "result_contested");
    EXPECT_TRUE(std::get<ResultContested>(s.facts.back()).reopens);
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(s.when(ContestResult{kLink, 1}), "");
    s.incident->episode = 2;  // it was reopened, and closed again
    EXPECT_EQ(s.when(ContestResult{kLink, 1}), "");
    EXPECT_EQ(s.when(ContestResult{kLink, 2}), "result_contested");
}

TEST(Receipt, ALateContestIsAnsweredAndReopensNothing) {
    Story s;
    s.it_is_closed_at(kNine + 100s);
    s.now = kNine + 700s + 1ms;
    EXPECT_EQ(s.when(ContestResult{kLink, 1}), "result_contested");
    EXPECT_FALSE(std::get<ResultContested>(s.facts.back()).reopens);
    EXPECT_EQ(s.owed(), "not_solved@1600");
    EXPECT_EQ(s.when(AnswerContest{}), "! call.note_required");
    EXPECT_EQ(s.when(AnswerContest{PersonalText{"已登门"}}), "contest_answered");
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(s.when(AnswerContest{PersonalText{"已登门"}}), "! call.no_answer_owed");
}

TEST(Receipt, AResultIsRatedOnceFromOneToFive) {
    Story s;
    EXPECT_EQ(s.when(RateResult{kLink, 1, 5}), "! call.no_result_yet");
    s.it_is_closed_at(kNine + 1s);
    for (const int wrong : {0, 6, -1})
        EXPECT_EQ(s.when(RateResult{kLink, 1, wrong}), "! call.rating_invalid");
    EXPECT_EQ(s.when(RateResult{kLink, 1, 2}), "result_rated");
    EXPECT_EQ(s.when(RateResult{kLink, 1, 5}), "");
    EXPECT_EQ(brief_of(s.state)->rating, 2);
}

TEST(Receipt, QuietIsToldToWhoeverComesAlsoIfItWasAskedBefore) {
    test::Story s;
    auto rules = test::small_rules();
    rules.receipt = small_receipt_rules();
    s.book.put(rules);
    s.when(test::Story::ringing());
    EXPECT_EQ(s.when(IssueLink{kLink}), "link_issued");
    EXPECT_EQ(s.when(AskQuiet{kLink, {true, true}}), "quiet_asked");
    EXPECT_EQ(s.when(AskQuiet{kLink, {true, true}}), "");
    EXPECT_TRUE(row_of("cal_7", s.state)->quiet.no_siren);
    s.when(OpenIncident{{}, test::Story::about("fire.building"), {}});
    EXPECT_EQ(std::get<OutcomeDecided>(s.facts.back()).quiet, (Quiet{true, true}));
}

TEST(Receipt, LinksAreGivenForWhatThereIsToFollow) {
    test::Story s;
    EXPECT_EQ(s.when(IssueLink{kLink}), "! call.unknown");
    s.when(test::Story::ringing());
    EXPECT_EQ(s.when(IssueLink{kLink}), "! call.links_not_given");  // this rulebook has no such section
    auto rules = test::small_rules();
    rules.receipt = small_receipt_rules();
    s.book.put(rules);
    EXPECT_EQ(s.when(IssueLink{"/r/link"}), "! call.link_hash_invalid");
    EXPECT_EQ(s.when(IssueLink{kLink}), "link_issued");
    s.when(VoidCall{"test", {}});
    EXPECT_EQ(s.when(IssueLink{kOther}), "! call.link_for_void");
}

TEST(Receipt, ItsFiguresAreCheckedWhenTheRulebookLoads) {
    auto rules = test::small_rules();
    rules.receipt = small_receipt_rules();
    EXPECT_EQ(validate(rules), std::nullopt);
    EXPECT_EQ(check(rules, test::roles()), std::nullopt);
    const auto fault = [&](auto change) {
        auto changed = rules;
        change(*changed.receipt);
        const auto found = validate(changed);
        return found ? found->path : std::string{};
    };
    EXPECT_EQ(fault([](auto& r) { r.valid_for = 0s; }), ".receipt.valid_for");
    EXPECT_EQ(fault([](auto& r) { r.information_max = 101; }), ".receipt.information_max");
    EXPECT_EQ(fault([](auto& r) { r.information_length_max = 8001; }), ".receipt.information_length_max");
    EXPECT_EQ(fault([](auto& r) { r.language = "de"; }), ".receipt.language");
    EXPECT_EQ(fault([](auto& r) { r.emergency_number = "tel"; }), ".receipt.emergency_number");
    EXPECT_EQ(fault([](auto& r) { r.wrong_links_max = 0; }), ".receipt.wrong_links_max");
    rules.receipt->read.owner_role = "nobody";
    EXPECT_EQ(check(rules, test::roles())->path, ".receipt.read.owner_role");
}

}  // namespace
}  // namespace anlan::call
