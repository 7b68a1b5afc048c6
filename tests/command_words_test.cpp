// What `anlan do` and `anlan get` make of what was typed.
#include "app/command_words.hpp"
#include "app/command_help.hpp"
#include "app/node.hpp"

#include <gtest/gtest.h>

namespace anlan::app {
namespace {

using Words = std::vector<std::string>;

// "path body", or the refusal.
std::string asked(const Words& members, const std::string& path = "/v1/incidents/{incident_id}/closure") {
    kernel::CommandSpec spec;
    spec.name = "incident.close";
    spec.path = path;
    spec.decode = [](std::string_view) -> Result<kernel::ValuePtr, kernel::Malformed> { return nullptr; };
    const auto read = read_members(spec, members);
    return read.ok() ? read->path + " " + read->body : "refused: " + read.error();
}

TEST(CommandWords, MembersOfThePathGoThereAndAllOthersIntoTheBody) {
    EXPECT_EQ(
        asked({"incident_id=inc_1", "disposition=handled", "where.city=are_1", "where.beat=are_2"}),
        R"(/v1/incidents/inc_1/closure {"disposition":"handled","where":{"beat":"are_2","city":"are_1"}})");
    EXPECT_EQ(asked({}, "/v1/calls"), "/v1/calls {}");
}

TEST(CommandWords, AValueThatIsJsonByItselfStaysIt) {
    EXPECT_EQ(
        asked({"a=1", "b=true", "c=[1,2]", R"(d={"e":null})", R"(f="7")", "g=", "h=[1,", "i=012"}, "/v1/x"),
        R"(/v1/x {"a":1,"b":true,"c":[1,2],"d":{"e":null},"f":"7","g":"","h":"[1,","i":"012"})");
}

// A number to call back is a text, though it is a number by itself.
TEST(CommandWords, WhereTheCommandTakesATextItIsWhatWasTyped) {
    const auto modules = all_modules();
    const kernel::CommandSpec* receive = nullptr;
    for (const auto& module : modules)
        if (const auto* found = module.find_command("call.receive")) receive = found;
    const auto said = [&](const Words& members) { return read_members(*receive, members)->body; };
    EXPECT_EQ(said({"channel=phone", "text=true", "callback=13900000001"}),
              R"({"callback":"13900000001","channel":"phone","text":"true"})");
    EXPECT_EQ(said({"duress=true", "received_where.city=7"}),
              R"({"duress":true,"received_where":{"city":"7"}})");
    EXPECT_EQ(said({"duress=7"}), R"({"duress":7})") << "what is wrong, the service says";
}

TEST(CommandWords, NothingInAValueLeadsOutOfItsStepOfThePath) {
    EXPECT_EQ(asked({"incident_id=a/../b?c#d\r\ne f"}),
              "/v1/incidents/a%2F..%2Fb%3Fc%23d%0D%0Ae%20f/closure {}");
    EXPECT_EQ(asked({"incident_id={call_id}", "call_id=cal_1"}),
              R"(/v1/incidents/%7Bcall_id%7D/closure {"call_id":"cal_1"})");
    EXPECT_EQ(asked({R"(incident_id="inc_\u0031")"}), "/v1/incidents/inc_1/closure {}");
    EXPECT_EQ(asked({"incident_id=7"}), "/v1/incidents/7/closure {}");
}

TEST(CommandWords, WhatIsNoRequestIsRefusedWithASentence) {
    const struct {
        Words members;
        std::string refusal;
    } rows[] = {
        {{}, "incident.close needs incident_id=…"},
        {{"incident_id="}, "incident_id is empty"},
        {{"incident_id=[1]"}, "incident_id stands in the path and is one text"},
        {{"incident_id.a=1"}, "incident_id stands in the path and is one text"},
        {{"reason"}, "expected member=value, not reason"},
        {{"=1"}, "a member needs a name: =1"},
        {{"a..b=1"}, "a member needs a name: a..b=1"},
        {{"a.=1"}, "a member needs a name: a.=1"},
        {{"a=1", "a=2"}, "a is said twice"},
        {{"a=1", "a.b=2"}, "a.b is said twice"},
        {{"a.b=1", "a=2"}, "a is said twice"},
        {{"a=\xFF"}, "a member is text in UTF-8"},
    };
    for (const auto& row : rows) EXPECT_EQ(asked(row.members), "refused: " + row.refusal);
    EXPECT_EQ(asked({std::string(80, '.') + "=1"}), "refused: at most 32 members deep");
}

TEST(CommandWords, APathIsOneLineOfARequest) {
    EXPECT_EQ(read_path("/v1/places?text=汉 口&limit=5").value(),
              "/v1/places?text=%E6%B1%89%20%E5%8F%A3&limit=5");
    EXPECT_EQ(read_path("/v1/x?a=%20+b").value(), "/v1/x?a=%20+b");
    for (const char* typed : {"", "v1/x", "http://h/", "/a\r\nX: y", "/\xFF"})
        EXPECT_FALSE(read_path(typed).ok()) << typed;
}

TEST(CommandWords, AnAddressIsAHostAndAPort) {
    EXPECT_EQ(read_address("http://127.0.0.1:8110/")->port, 8110);
    EXPECT_EQ(read_address("http://127.0.0.1:8110/")->host, "127.0.0.1");
    EXPECT_EQ(read_address("http://h")->port, 80);
    EXPECT_FALSE(read_address("http://h")->tls);
    EXPECT_EQ(read_address("https://h")->port, 443);
    EXPECT_TRUE(read_address("https://h:8110")->tls);
    EXPECT_EQ(read_address("https://h:8110")->port, 8110);
    for (const char* server : {"", "h:1", "https://", "http://", "http://:80", "http://h:", "http://h:0",
                               "http://h:65536", "http://h:80x", "http://h\r\n:80"})
        EXPECT_FALSE(read_address(server)) << server;
}

TEST(CommandWords, AHeaderIsOneLine) {
    EXPECT_TRUE(fits_header("dispatch"));
    EXPECT_TRUE(fits_header(""));
    EXPECT_FALSE(fits_header("a\r\nX: y"));
    EXPECT_FALSE(fits_header("a\xFF"));
}

const kernel::CommandSpec& command_named(const kernel::Modules& modules, std::string_view name) {
    for (const auto& module : modules)
        if (const auto* found = module.find_command(name)) return *found;
    ADD_FAILURE() << "no command " << name;
    std::abort();
}

TEST(CommandHelp, SaysWhatACommandTakesAndWhatItNeeds) {
    const auto modules = all_modules();
    const auto close = command_help(command_named(modules, "incident.close"));
    EXPECT_NE(close.find("  * incident_id "), std::string::npos) << close;
    EXPECT_NE(close.find("  * disposition "), std::string::npos) << close;
    const auto receive = command_help(command_named(modules, "call.receive"));
    EXPECT_NE(receive.find("one of phone, "), std::string::npos) << receive;
    EXPECT_NE(receive.find("    received_where.city "), std::string::npos) << receive;
}

TEST(CommandHelp, EveryCommandHasOne) {
    const auto modules = all_modules();
    int told = 0;
    for (const auto& module : modules)
        for (const auto& spec : module.commands) {
            if (spec->path.empty()) continue;
            const auto help = command_help(*spec);
            EXPECT_TRUE(help.starts_with(spec->name)) << help;
            EXPECT_EQ(help.find("any JSON"), std::string::npos) << "nobody can type that: " << help;
            ++told;
        }
    EXPECT_GT(told, 50);
}

}  // namespace
}  // namespace anlan::app
