// What was said of people is nowhere on the disk before its day, readable until then, and gone for good
// after: over a real log, key file and snapshots. The past is lived on a virtual clock; then the program's
// own parts open the folder today, and its retention pass does what is due.
#include "erasure_test_support.hpp"

#include "adapters/sqlite/verify.hpp"
#include "kernel/record.hpp"

#include <future>

namespace anlan {
namespace {

using namespace erasing;
using namespace std::chrono_literals;

constexpr auto long_ago = std::chrono::days{1'200};  // longer than any rule of the rulebook keeps

// `%` becomes the canary with a number, another one each time.
std::string told(std::string_view body) {
    static int number = 0;
    std::string out;
    for (const char c : body) out += c == '%' ? canary + std::to_string(++number) : std::string(1, c);
    return out;
}

constexpr std::string_view report =
    R"({"narrative":"%","class_code":"order.fight","answers":[{"question_id":"appearance","value":"%"}],)"
    R"("location":{"place_text":"%","where":{"city":"are_420100","district":"are_420106",)"
    R"("station":"are_420106001","beat":""}}})";

void receive(Past& past, const std::string& call) {
    past.say(call, "call.receive",
             told(R"({"channel":"phone","callback":"%","caller_name":"%","text":"%"})"));
    past.say(call, "call.answer", "{}");
}

const std::vector<std::string> records{"cal_1", "cal_2", "cal_3", "cal_4", "cal_5", "inc_1"};

// Every personal field of calls and incidents is written to; at the end everything is closed.
void tell_story(Past& past) {
    receive(past, "cal_1");
    past.say("cal_1", "call.state_caller", told(R"({"caller_name":"%","callback":"%"})"));
    past.say("cal_1", "call.write_report", told(report));
    past.say("cal_1", "call.open_incident", R"({"incident_id":"inc_1"})");
    past.say("inc_1", "incident.add_note", told(R"({"text":"%"})"));
    receive(past, "cal_2");
    past.say("cal_2", "call.join_incident", told(R"({"incident_id":"inc_1","matched_words":["%","%"]})"));
    receive(past, "cal_3");
    past.say("cal_3", "call.request_call_back", told(R"({"reason_code":"dropped","note":"%"})"));
    past.say("cal_3", "call.note_call_back", told(R"({"result":"reached","note":"%"})"));
    past.say("cal_3", "call.void", told(R"({"reason_code":"misdialled","note":"%"})"));
    receive(past, "cal_4");
    past.say("cal_4", "call.transfer", told(R"({"agency":"120","note":"%"})"));
    receive(past, "cal_5");
    past.say("cal_5", "call.close_enquiry", told(R"({"note":"%"})"));
    past.say("inc_1", "incident.close",
             told(R"({"disposition":"handed_to_detectives","note":"%","override_reason":"test"})"));
}

using Times = std::map<std::string, std::size_t>;

// How often each record was erased, by the log.
Times erasures(const Folder& folder) {
    Times times;
    auto log = adapters::SqliteEventLog::open(folder.path).value();
    const auto read = log->read(1, [&](std::uint64_t, std::string_view bytes, const ports::Hash&) {
        const auto record = kernel::decode(bytes);
        if (record.ok() && record->wire == "erasure.record_erased.v1") ++times[record->stream];
        return record.ok();
    });
    EXPECT_TRUE(read.ok());
    return times;
}

void expect_chain_intact(const Folder& folder) {
    const auto verified = adapters::verify(folder.path);
    ASSERT_TRUE(verified.ok());
    EXPECT_TRUE(verified->ok) << verified->reason << " at " << verified->first_bad_position;
    EXPECT_GT(verified->records, 0u);
}

TEST(Erasure, NothingThatWasSaidStandsOnTheDiskBeforeItsDayAndItIsRead) {
    Folder folder;
    {
        Past past{folder, today() - 1h};
        tell_story(past);
        EXPECT_NE(past.state("cal_1").find(canary), std::string::npos);
        EXPECT_EQ(folder.scan(), Findings{});  // while it runs: the write-ahead log is there
    }
    {
        Past again{folder, today()};
        for (const auto& record : records) EXPECT_NE(again.state(record).find(canary), std::string::npos);
    }
    {
        const Today now{folder};
        ASSERT_NE(now.node, nullptr);
        EXPECT_NE(now.timeline("cal_1").find(canary), std::string::npos);
        EXPECT_EQ(now.timeline("cal_1").find("sealed"), std::string::npos);
        now.node->stop();  // writes a snapshot
    }
    EXPECT_EQ(folder.scan(), Findings{});
    EXPECT_GT(std::filesystem::file_size(folder.path / "snapshots.db"), 0u);
    {
        const Today from_snapshot{folder};
        ASSERT_NE(from_snapshot.node, nullptr);
        EXPECT_GT(from_snapshot.node->restarted.from_snapshot, 0u);
        for (const auto& record : records)
            EXPECT_NE(from_snapshot.state(record).find(canary), std::string::npos) << record;
    }
    EXPECT_EQ(erasures(folder), Times{});
    expect_chain_intact(folder);
}

TEST(Erasure, TheSameScanFindsAPlainText) {
    Folder folder;
    Past past{folder, today(), Keys::without};
    receive(past, "cal_1");
    EXPECT_EQ(folder.scan().size(), 3u);  // number, name and text
}

TEST(Erasure, OnItsDayEachRecordIsErasedOnceAndEverythingElseGoesOn) {
    Folder folder;
    {
        Past past{folder, today() - long_ago};
        tell_story(past);
    }
    {
        const Today now{folder};
        ASSERT_NE(now.node, nullptr);
        ASSERT_TRUE(now.all_erased(records));
        for (const auto& record : records) {
            EXPECT_NE(now.state(record).find(R"({"erased":true})"), std::string::npos) << record;
            EXPECT_EQ(now.timeline(record).find(canary), std::string::npos) << record;
        }
        EXPECT_NE(now.timeline("inc_1").find("handed_to_detectives"), std::string::npos);
        ASSERT_TRUE(now.until([&] { return now.node->catching_up().empty(); }));
    }
    EXPECT_EQ(folder.scan(), Findings{});
    expect_chain_intact(folder);
    const auto once = erasures(folder);
    EXPECT_EQ(once.size(), records.size());
    for (const auto& [record, times] : once) EXPECT_EQ(times, 1u) << record;
    {
        const Today again{folder};
        ASSERT_NE(again.node, nullptr);
        EXPECT_TRUE(again.all_erased(records));
        EXPECT_NE(again.state("cal_1").find(R"({"erased":true})"), std::string::npos);
    }
    EXPECT_EQ(erasures(folder), once);
    Past after{folder, today() + 1h};  // and goes on: a new report on the same log
    receive(after, "cal_9");
    EXPECT_NE(after.state("cal_9").find(canary), std::string::npos);
    EXPECT_EQ(folder.scan(), Findings{});
}

constexpr const char* order_call =
    R"({"record":"cal_1","reason":"本人申请","basis":"个人信息保护法 第四十七条"})";
constexpr const char* hold_incident = R"({"record":"inc_1","reason":"诉讼未结","basis":"刑事诉讼法"})";

// To the program that runs, as an import would.
std::string send(const Today& now, const std::string& stream, const char* name, const char* body) {
    const auto* module = kernel::module_of_stream(now.node->modules, stream);
    const auto* spec = module == nullptr ? nullptr : module->find_command(name);
    if (spec == nullptr) return "no such command";
    engine::Submission submission;
    submission.stream = stream;
    submission.command = {spec, spec->decode(body).value()};
    submission.seat.actor = {kernel::ActorKind::import, "erasure test", {}};
    submission.command_id = stream + "/" + name;
    std::promise<engine::Outcome> promise;
    now.node->thread->submit(std::move(submission),
                             [&](engine::Outcome one) { promise.set_value(std::move(one)); });
    const auto outcome = promise.get_future().get();
    const auto* refusal = std::get_if<kernel::Refusal>(&outcome);
    return refusal == nullptr ? "" : refusal->code;
}

TEST(Erasure, WhatIsOrderedIsErasedAtOnceWhileItRunsAndNothingElse) {
    Folder folder;
    {
        Past past{folder, today() - 1h};
        tell_story(past);
    }
    {
        const Today now{folder};
        ASSERT_NE(now.node, nullptr);
        EXPECT_EQ(send(now, "ers_cal-1", "erasure.erase_early", order_call), "");
        ASSERT_TRUE(now.all_erased({"cal_1"}));
        EXPECT_NE(now.state("inc_1").find(canary), std::string::npos);
    }
    EXPECT_EQ(folder.scan(), Findings{});
    expect_chain_intact(folder);
    const auto once = erasures(folder);
    EXPECT_EQ(once, (Times{{"ers_cal-1", 1u}}));
    const Today again{folder};
    ASSERT_NE(again.node, nullptr);
    EXPECT_TRUE(again.all_erased({"cal_1"}));
}

TEST(Erasure, WhatIsHeldStaysBeyondItsDayUntilTheHoldIsLifted) {
    Folder folder;
    {
        Past past{folder, today() - long_ago};
        tell_story(past);
        past.say("ers_inc-1", "erasure.place_hold", hold_incident);
    }
    const Today now{folder};
    ASSERT_NE(now.node, nullptr);
    ASSERT_TRUE(now.all_erased({"cal_1"}));
    EXPECT_NE(now.state("inc_1").find(canary), std::string::npos);
    EXPECT_EQ(send(now, "ers_inc-1", "erasure.erase_early",
                   R"({"record":"inc_1","reason":"本人申请","basis":"法"})"),
              "erasure.held");
    EXPECT_EQ(send(now, "ers_inc-1", "erasure.lift_hold", R"({"hold_id":"h1","reason":"结案"})"), "");
    EXPECT_TRUE(now.all_erased({"inc_1"}));
}

TEST(Erasure, ACrashBetweenTheRecordAndTheKeyIsMadeGoodBeforeAnythingIsServed) {
    Folder folder;
    {
        Past past{folder, today() - long_ago};
        receive(past, "cal_5");
        past.say("cal_5", "call.close_enquiry", told(R"({"note":"%"})"));
        const auto closed = past.now - 1s;
        past.now = today() - 1h;
        const auto numbers = past.keys->keys_of("cal_5");
        ASSERT_EQ(numbers.size(), 1u);
        past.say(
            "ers_cal-5", "erasure.erase_record",
            R"({"record":"cal_5","rule":"call","where":{"city":"","district":"","station":"","beat":""},)"
            R"("closed_at":")" +
                to_text(closed) + R"(","keys":[)" + std::to_string(numbers.front()) + "]}");
        EXPECT_EQ(past.keys->keys_of("cal_5"), numbers);  // recorded, and the key lives: here it ends
        EXPECT_NE(past.state("cal_5").find(canary), std::string::npos);
    }
    {
        const Today now{folder};
        ASSERT_NE(now.node, nullptr);
        EXPECT_TRUE(now.node->keys->keys_of("cal_5").empty());
        EXPECT_EQ(now.state("cal_5").find(canary), std::string::npos);
        EXPECT_EQ(now.timeline("cal_5").find(canary), std::string::npos);
    }
    EXPECT_EQ(erasures(folder), (Times{{"ers_cal-5", 1}}));
}

TEST(Erasure, WithoutTheKeysTheLogIsFoldedAndTheTextsReadAsErased) {
    Folder folder;
    {
        Past past{folder, today() - 1h};
        tell_story(past);
    }
    std::filesystem::remove(folder.path / "keys");
    Past later{folder, today()};
    EXPECT_EQ(later.state("cal_1").find(canary), std::string::npos);
    EXPECT_NE(later.state("cal_1").find(R"({"erased":true})"), std::string::npos);
    EXPECT_NE(later.state("inc_1").find("handed_to_detectives"), std::string::npos);
    receive(later, "cal_9");
    EXPECT_NE(later.state("cal_9").find(canary), std::string::npos);
}

TEST(Erasure, AnOldLogWithPlainTextsIsReadAndGoesOnSealed) {
    Folder folder;
    {
        Past old{folder, today() - 1h, Keys::without};
        receive(old, "cal_1");
    }
    const auto plain = folder.scan();
    ASSERT_NE(plain, Findings{});
    {
        Past now{folder, today()};
        EXPECT_NE(now.state("cal_1").find(canary), std::string::npos);
        now.say("cal_1", "call.write_report", told(report));
        receive(now, "cal_2");
    }
    Past again{folder, today() + 1min};
    EXPECT_NE(again.state("cal_1").find("narrative"), std::string::npos);
    const auto later = folder.scan();
    EXPECT_EQ(later.size(), plain.size());  // not one more
    for (const auto& [told_once, files] : later) EXPECT_TRUE(plain.contains(told_once)) << told_once;
    expect_chain_intact(folder);
}

TEST(Erasure, TheSameSeedWritesTheSameLog) {
    const auto head = [](std::uint64_t seed) {
        Folder folder;
        Past past{folder, Instant{} + std::chrono::days{20'000}, Keys::with, seed};
        past.say("cal_1", "call.receive", R"({"channel":"phone","text":"x","callback":"138"})");
        return past.engine->head().hash;
    };
    EXPECT_EQ(head(1), head(1));
    EXPECT_NE(head(1), head(2));
}

TEST(Erasure, ACommandSaidAgainAfterACrashIsTheSame) {
    Folder folder;
    engine::Submission first;
    {
        Past past{folder, today() - 1h};
        first = past.submission("cal_1", "call.receive", told(R"({"channel":"phone","text":"%"})"));
        ASSERT_TRUE(std::holds_alternative<engine::Accepted>(past.send(first)));
    }
    Past again{folder, today()};
    const auto outcome = again.send(first);
    ASSERT_TRUE(std::holds_alternative<engine::Accepted>(outcome));
    EXPECT_TRUE(std::get<engine::Accepted>(outcome).repeated);
    auto other = again.submission("cal_1", "call.receive", told(R"({"channel":"phone","text":"%"})"));
    other.command_id = first.command_id;
    const auto refused = again.send(other);
    ASSERT_TRUE(std::holds_alternative<kernel::Refusal>(refused));
    EXPECT_EQ(std::get<kernel::Refusal>(refused).code, "engine.command_id_reused");
}

}  // namespace
}  // namespace anlan
