#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace anlan::telemetry {
namespace {

static_assert(!std::is_constructible_v<FieldValue, PersonalText>,
              "a person's data must not reach a log line");

struct Kept : LogSink {
    std::vector<std::string> lines;
    void write(std::string_view line) noexcept override { lines.emplace_back(line); }
};

TEST(Log, WritesOneJsonObjectALine) {
    Kept kept;
    Log log{kept, [] { return Instant{Millis{0}}; }};
    log.warn("log.disk_full",
             {{"path", "/data"}, {"free_bytes", 12}, {"share", 0.5}, {"big", std::uint64_t{1} << 63}});
    ASSERT_EQ(kept.lines.size(), 1u);
    EXPECT_EQ(kept.lines[0], R"({"at":"1970-01-01T00:00:00.000Z","level":"warn","event":"log.disk_full",)"
                             R"("path":"/data","free_bytes":12,"share":0.5,"big":9223372036854775808})");
}

TEST(Log, NoTextCanForgeALineOrAField) {
    Kept kept;
    Log log{kept, [] { return Instant{Millis{0}}; }};
    log.info("x", {{"name", "a\",\"level\":\"error\n{\\"}});
    EXPECT_EQ(kept.lines[0].find('\n'), std::string::npos);
    EXPECT_NE(kept.lines[0].find(R"("name":"a\",\"level\":\"error\u000a{\\"})"), std::string::npos)
        << kept.lines[0];
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
    Kept kept;
    Log log{kept, [] { return Instant{Millis{0}}; }, Level::warn};
    log.info("quiet");
    log.debug("quiet");
    log.error("loud");
    EXPECT_EQ(kept.lines.size(), 1u);
}

TEST(Metrics, SpeakPrometheus) {
    Metrics metrics;
    metrics.counter("anlan_requests_total", "requests", {{"route", "a\"b"}}).add(3);
    metrics.counter("anlan_requests_total", "requests", {{"route", "a\"b"}}).add();
    metrics.gauge("anlan_open", "open").set(2.5);
    metrics.observe("anlan_depth", "depth", [] { return 7.0; });
    metrics.histogram("anlan_took_seconds", "took").observe_us(1'000);
    metrics.histogram("anlan_took_seconds", "took").observe_us(60'000'000);
    const std::string text = metrics.prometheus();
    for (const char* line :
         {"# TYPE anlan_requests_total counter\nanlan_requests_total{route=\"a\\\"b\"} 4\n",
          "anlan_open 2.5\n", "anlan_depth 7\n", "anlan_took_seconds_bucket{le=\"0.0005\"} 0\n",
          "anlan_took_seconds_bucket{le=\"0.001\"} 1\n", "anlan_took_seconds_bucket{le=\"+Inf\"} 2\n",
          "anlan_took_seconds_sum 60.001\nanlan_took_seconds_count 2\n"})
        EXPECT_NE(text.find(line), std::string::npos) << line << "\nin\n" << text;
}

TEST(Metrics, LoseNothingBetweenThreads) {
    Metrics metrics;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 10'000; ++i) metrics.counter("n", "n").add();
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(metrics.counter("n", "n").value(), 40'000u);
}

}  // namespace
}  // namespace anlan::telemetry
