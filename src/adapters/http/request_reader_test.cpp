#include "adapters/http/request_reader.hpp"

#include <gtest/gtest.h>

namespace anlan::adapters::http {
namespace {

Limits small() {
    Limits limits;
    limits.head_bytes = 1'024;
    limits.body_bytes = 64;
    limits.headers = 5;
    limits.parameters = 3;
    return limits;
}

std::string put_all(RequestReader& reader, std::string bytes, std::size_t step) {
    std::string pending;
    for (std::size_t i = 0; i < bytes.size(); i += step) {
        pending += bytes.substr(i, step);
        pending.erase(0, reader.put(pending));
        if (reader.stage() == Stage::complete || reader.stage() == Stage::failed) {
            pending += bytes.substr(std::min(bytes.size(), i + step));
            break;
        }
    }
    return pending;
}

// One byte at a time, this ended the process of whoever could connect to: Beast 1.81 takes it for impossible.
TEST(RequestReader, ALastChunkMayComeInAnyPieces) {
    const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const std::string body :
         {"0\r\n\r\n", "0\r\nA: b\r\n\r\n", "000;x=y\r\n\r\n", "1\r\na\r\n0\r\n\r\n"})
        for (std::size_t step = 1; step <= head.size() + body.size(); ++step) {
            RequestReader reader{small()};
            const auto rest = put_all(reader, head + body + "GET /", step);
            ASSERT_EQ(reader.stage(), Stage::complete) << step << body;
            EXPECT_EQ(rest, "GET /");
            EXPECT_EQ(reader.take().body, body.starts_with('1') ? "a" : "");
        }
}

TEST(RequestReader, ReadsARequestHoweverItIsCut) {
    const std::string bytes =
        "POST /v1/incidents/inc_1/closure?a=1&b=%E6%AD%A6+x HTTP/1.1\r\nHost: here\r\nIdempotency-Key: k\r\n"
        "Content-Length: 4\r\n\r\nbodyGET /next";
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
        RequestReader reader{small()};
        const auto rest = put_all(reader, bytes, step);
        ASSERT_EQ(reader.stage(), Stage::complete) << step;
        EXPECT_EQ(rest, "GET /next");
        const auto request = reader.take();
        EXPECT_EQ(request.method, "POST");
        EXPECT_EQ(request.path, "/v1/incidents/inc_1/closure");
        ASSERT_NE(request.parameter("b"), nullptr);
        EXPECT_EQ(*request.parameter("b"), "武 x");
        ASSERT_NE(request.header("idempotency-key"), nullptr);
        EXPECT_EQ(*request.header("idempotency-key"), "k");
        EXPECT_EQ(request.body, "body");
        EXPECT_EQ(reader.stage(), Stage::head);
        EXPECT_TRUE(reader.keeps_alive());
    }
}

TEST(RequestReader, ReadsChunksAndTheNextRequest) {
    RequestReader reader{small()};
    const auto rest = put_all(
        reader,
        "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        "GET / HTTP/1.0\r\n\r\n",
        7);
    ASSERT_EQ(reader.stage(), Stage::complete);
    EXPECT_EQ(reader.take().body, "abcde");
    EXPECT_EQ(put_all(reader, rest, 5), "");
    ASSERT_EQ(reader.stage(), Stage::complete);
    EXPECT_FALSE(reader.keeps_alive()) << "HTTP/1.0 without keep-alive";
}

TEST(RequestReader, RefusesWhatIsNoRequest) {
    const std::string host = "Host: h\r\n";
    struct Row {
        std::string bytes;
        ports::Unreadable reason;
    };
    using enum ports::Unreadable;
    const Row table[] = {
        {"\x16\x03\x01 nonsense\r\n\r\n", malformed},
        {"GET / HTTP/1.1\r\n\r\n", malformed},
        {"GET / HTTP/1.1\r\n" + host + host + "\r\n", malformed},
        {"GET / HTTP/2.0\r\n" + host + "\r\n", malformed},
        {"GET nowhere HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"GET http://else/where HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"GET /%zz HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"GET /%ff HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"GET /%00 HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"GET /?a&b&c&d HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"GET / HTTP/1.1\r\n" + host + "A b: c\r\n\r\n", malformed},
        {"GET / HTTP/1.1\r\n" + host + "A: b\r\n folded\r\n\x01: c\r\n\r\n", malformed},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", malformed},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", malformed},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 2, 2\r\n\r\nab", malformed},
        {"POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", malformed},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         malformed},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\nzz", malformed},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", malformed},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", malformed},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: identity\r\n\r\n", malformed},
        {"GET / HTTP/1.1\r\n" + host + "A: " + std::string(2'000, 'a') + "\r\n\r\n", head_too_large},
        {"GET /" + std::string(2'000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", head_too_large},
        {"GET / HTTP/1.1\r\n" + host + "A:1\r\nB:1\r\nC:1\r\nD:1\r\nE:1\r\n\r\n", head_too_large},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 65\r\n\r\n", body_too_large},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n41\r\n" + std::string(65, 'a'),
         body_too_large},
    };
    for (const Row& row : table)
        for (const std::size_t step : {std::size_t{1}, std::size_t{3}, row.bytes.size()}) {
            RequestReader reader{small()};
            put_all(reader, row.bytes, step);
            ASSERT_EQ(reader.stage(), Stage::failed) << row.bytes.substr(0, 100);
            EXPECT_EQ(reader.reason(), row.reason) << row.bytes.substr(0, 100);
        }
}

TEST(RequestReader, KnowsWhoWaitsToContinue) {
    RequestReader reader{small()};
    put_all(reader, "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n", 100);
    EXPECT_EQ(reader.stage(), Stage::body);
    EXPECT_TRUE(reader.expects_continue());
}

}  // namespace
}  // namespace anlan::adapters::http
