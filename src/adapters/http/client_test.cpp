#include "adapters/http/client.hpp"

#include <gtest/gtest.h>

namespace anlan::adapters::http {
namespace {

// "status body", or why there is no answer. The other side closes behind the pieces.
std::string answer_of(const std::vector<std::string>& pieces) {
    ResponseReader reader;
    for (const auto& piece : pieces) {
        const auto put = reader.put(piece);
        if (!put.ok()) return put.error().message.substr(0, 13);
    }
    if (!reader.done())
        if (const auto ended = reader.put_end(); !ended.ok()) return ended.error().message;
    const auto answer = reader.take();
    return std::to_string(answer.status) + " " + answer.body;
}

TEST(ResponseReader, ReadsAnAnswerHoweverItIsCut) {
    const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    for (std::size_t cut = 0; cut <= whole.size(); ++cut)
        EXPECT_EQ(answer_of({whole.substr(0, cut), whole.substr(cut)}), "200 {}");
    EXPECT_EQ(answer_of({"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"}),
              "201 a");
    EXPECT_EQ(answer_of({"HTTP/1.0 503 Busy\r\n\r\n", "later"}), "503 later");
}

TEST(ResponseReader, ALastChunkMayComeInAnyPieces) {
    std::vector<std::string> bytes;
    for (const char c : std::string_view{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"})
        bytes.emplace_back(1, c);
    EXPECT_EQ(answer_of(bytes), "200 ");
}

// A service that closes at once ended the program that asked.
TEST(ResponseReader, AnEndBeforeTheFirstByteIsNoAnswer) {
    EXPECT_EQ(answer_of({}), "closed without an answer");
    EXPECT_EQ(answer_of({""}), "closed without an answer");
}

TEST(ResponseReader, WhatBreaksOffOrIsNoHttpIsNoAnswer) {
    EXPECT_EQ(answer_of({"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{"}), "not an answer: partial message");
    EXPECT_EQ(answer_of({"HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n"}), "not an answer");
    EXPECT_EQ(answer_of({"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"}), "not an answer");
    EXPECT_EQ(answer_of({"HTTP/1.0 099 Odd\r\n\r\n", "x"}), "not an answer: status 99");
    EXPECT_EQ(answer_of({"SSH-2.0-OpenSSH_9.2\r\n"}), "not an answer");
}

}  // namespace
}  // namespace anlan::adapters::http
