// Four tasks at one door: what is asked once, what is taken apart again, and how many minutes that saves.
#include "planning/answer_card.hpp"

#include <gtest/gtest.h>

namespace anlan::planning {
namespace {

Field yes_no(const char* id) { return {id, id, id, FieldKind::yes_no, true, {}, {}, {}, {}, {}}; }
Field number(const char* id, int least, int most) {
    return {id, id, id, FieldKind::number, false, {}, "具", least, most, {}};
}
Field only_when(Field field, const char* other, const char* value) {
    field.shown_when = ShownWhen{other, value};
    return field;
}
std::vector<Answer> said(std::initializer_list<std::pair<const char*, const char*>> pairs) {
    std::vector<Answer> answers;
    for (const auto& [id, value] : pairs) answers.push_back({id, PersonalText{value}});
    return answers;
}
const CardQuestion* find(const std::vector<CardQuestion>& questions, std::string_view key) {
    for (const auto& one : questions)
        if (one.key == key) return &one;
    return nullptr;
}

const DueForm fire{"ern_1", 10, {yes_no("exits"), number("extinguishers", 1, 50)}};
const DueForm order{"ern_2", 8, {yes_no("open"), yes_no("exits")}};
const DueForm shop{"ern_3", 6, {yes_no("open"), only_when(yes_no("hazard"), "open", "yes")}};

TEST(AnswerCard, TheSameQuestionIsAskedOnce) {
    const DueForm due[] = {fire, order, shop};
    const auto questions = ask_once(due);
    ASSERT_EQ(questions.size(), 4U);
    EXPECT_EQ(questions[0].key, "exits:yes_no");
    EXPECT_EQ(questions[0].asked_by, (std::vector<std::string>{"ern_1", "ern_2"}));
    EXPECT_EQ(questions[1].key, "extinguishers:number:具");
    EXPECT_EQ(find(questions, "hazard:yes_no")->shown_when, (std::vector<ShownWhen>{{"open:yes_no", "yes"}}));
}

TEST(AnswerCard, OneWordWithAnotherKindOfAnswerIsAnotherQuestion) {
    Field text = yes_no("exits");
    text.kind = FieldKind::text;
    const DueForm due[] = {fire, {"ern_4", 5, {text}}};
    EXPECT_EQ(ask_once(due).size(), 3U);
}

TEST(AnswerCard, TheNarrowestRangeHolds) {
    const DueForm due[] = {fire, {"ern_4", 5, {number("extinguishers", 2, 80)}}};
    const auto questions = ask_once(due);
    const auto* asked = find(questions, "extinguishers:number:具");
    EXPECT_EQ(*asked->least, 2);
    EXPECT_EQ(*asked->most, 50);
}

TEST(AnswerCard, WhatSomebodyAlwaysAsksIsAlwaysShown) {
    const DueForm due[] = {shop, {"ern_4", 5, {yes_no("hazard")}}};
    EXPECT_TRUE(find(ask_once(due), "hazard:yes_no")->shown_when.empty());
    const DueForm turned[] = {{"ern_4", 5, {yes_no("hazard")}}, shop};
    EXPECT_TRUE(find(ask_once(turned), "hazard:yes_no")->shown_when.empty());
}

TEST(AnswerCard, EachGetsItsOwnAnswersBack) {
    const auto card = said({{"exits:yes_no", "yes"},
                            {"open:yes_no", "no"},
                            {"hazard:yes_no", "yes"},
                            {"extinguishers:number:具", ""}});
    EXPECT_EQ(answers_for(fire, card), said({{"exits", "yes"}})) << "what was left empty is no answer";
    EXPECT_EQ(answers_for(order, card), said({{"open", "no"}, {"exits", "yes"}}));
    EXPECT_EQ(answers_for(shop, card), said({{"open", "no"}})) << "a closed shop is not asked for hazards";
}

// By hand, with 4 minutes to the door. Fire: 6 minutes for two questions, order 4 for two, shop 2 for two. On
// the card: 4 + exits 3 + extinguishers 3 + open 2 + hazard 1 = 13 of 24.
TEST(AnswerCard, SavesTheWayAndWhatWouldBeAskedAgain) {
    const DueForm due[] = {fire, order, shop};
    const auto minutes = minutes_of(due, 4);
    EXPECT_EQ(minutes.one_by_one, 24);
    EXPECT_EQ(minutes.on_card, 13);
    EXPECT_EQ(minutes.saved(), 11);
}

TEST(AnswerCard, OneAloneSavesNothing) {
    const DueForm thirds{"ern_5", 6, {yes_no("a"), yes_no("b"), yes_no("c")}};
    for (const DueForm& one : {fire, order, shop, thirds})
        for (int door : {0, 4, 60}) EXPECT_EQ(minutes_of({&one, 1}, door).saved(), 0) << one.stream << door;
    EXPECT_EQ(minutes_of({}, 4).saved(), 0);
}

}  // namespace
}  // namespace anlan::planning
