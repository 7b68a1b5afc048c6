// Photos on an incident: said twice is one, what is no photo or one too many is refused in words.
#include "domain/incident/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::incident {
namespace {

using test::Story;

AddAttachment photo(char which, const char* id = "att_1") {
    return {{id, "image/jpeg", 900, std::string(64, which), std::string(64, 'd')}};
}

void open(Story& s) { ASSERT_EQ(s.when(test::fire()), "opened"); }

TEST(Attachments, APhotoIsOnTheIncidentOnceHoweverOftenItIsSent) {
    Story s;
    open(s);
    EXPECT_EQ(s.when(photo('a')), "attachment_added");
    EXPECT_EQ(s.when(photo('a')), "");
    EXPECT_EQ(s.when(photo('a', "att_2")), "") << "the same photo under another name";
    EXPECT_EQ(s.when(photo('b')), "") << "another under the same name";
    EXPECT_EQ(s.when(photo('b', "att_2")), "attachment_added");
    ASSERT_EQ(s.state.attachments->size(), 2U);
    EXPECT_EQ(s.state.attachments->front().content_hash, std::string(64, 'a'));
    EXPECT_EQ(s.state.attachments->front().added_at, s.now);
}

TEST(Attachments, MoreThanTheRulebookTakesIsRefused) {
    Story s;
    open(s);
    for (const char* id : {"att_1", "att_2", "att_3"})
        EXPECT_EQ(s.when(photo(id[4], id)), "attachment_added");
    EXPECT_EQ(s.when(photo('e', "att_5")), "! incident.too_many_attachments");
    EXPECT_EQ(s.when(photo('1', "att_1")), "") << "one that is there is no more";
}

TEST(Attachments, WhatIsNoPhotoOfTheRulebookIsRefused) {
    Story s;
    open(s);
    struct Row {
        AddAttachment command;
        const char* code;
    };
    auto png = photo('a'), large = photo('a'), none = photo('a'), named = photo('a', "inc_1");
    png.media_type = "image/png";
    large.bytes = 1'001;
    none.bytes = 0;
    auto content = photo('a'), sealed = photo('a');
    content.content_hash = "A" + std::string(63, 'a');
    sealed.sealed_hash = "../../etc/passwd";
    for (const Row& row : {Row{png, "! attachment.not_taken"},
                           {large, "! attachment.too_large"},
                           {none, "! attachment.invalid"},
                           {named, "! attachment.invalid"},
                           {content, "! attachment.invalid"},
                           {sealed, "! attachment.invalid"}})
        EXPECT_EQ(s.when(row.command), row.code);
}

TEST(Attachments, AVoiceNoteLastsAndAPhotoDoesNot) {
    Story s;
    open(s);
    auto note = photo('a');
    note.media_type = "audio/webm";
    EXPECT_EQ(s.when(note), "! attachment.invalid") << "for how long is not said";
    for (const auto& [seconds, said] :
         {std::pair{0, "! attachment.invalid"}, {21, "! attachment.too_long"}, {20, "attachment_added"}}) {
        note.seconds = seconds;
        EXPECT_EQ(s.when(note), said) << seconds;
    }
    EXPECT_EQ(s.state.attachments->front().seconds, 20);
    auto still = photo('b', "att_2");
    still.seconds = 1;
    EXPECT_EQ(s.when(still), "! attachment.invalid");
}

TEST(Attachments, TheRulebookSaysWhatItTakesWithinWhatCanBeRead) {
    const AttachmentRules good{{"image/png"}, 1'000, 1};
    EXPECT_EQ(validate(good), std::nullopt);
    struct Row {
        AttachmentRules rules;
        const char* path;
    };
    for (const Row& row : {Row{{{}, 1'000, 1}, "media_types"},
                           {{{"image/png", "image/svg+xml"}, 1'000, 1}, "media_types[1]"},
                           {{{"image/png"}, 0, 1}, "bytes_max"},
                           {{{"image/png"}, attachment_bytes_limit + 1, 1}, "bytes_max"},
                           {{{"image/png"}, 1'000, 0}, "on_record_max"},
                           {{{"image/png"}, 1'000, attachments_limit + 1}, "on_record_max"},
                           {{{"image/png"}, 1'000, 1, 24, 0}, "seconds_max"},
                           {{{"image/png"}, 1'000, 1, 24, attachment_seconds_limit + 1}, "seconds_max"},
                           {{{"image/png"}, 1'000, 1, 0}, "unnamed_kept_hours"},
                           {{{"image/png"}, 1'000, 1, unnamed_kept_hours_limit + 1}, "unnamed_kept_hours"}}) {
        const auto fault = validate(row.rules);
        ASSERT_TRUE(fault) << row.path;
        EXPECT_EQ(fault->path, row.path);
    }
}

}  // namespace
}  // namespace anlan::incident
