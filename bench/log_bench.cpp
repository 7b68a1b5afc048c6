// What the log costs: append with encoding and hash chain at several commit sizes, then reading it all.
// Prints `name value unit`.
//   log_bench [DIRECTORY]     a directory on the disk to measure; it is emptied first and removed at the end
#include "adapters/sqlite/event_log.hpp"
#include "adapters/sqlite/verify.hpp"
#include "kernel/record.hpp"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using anlan::adapters::SqliteEventLog;
using anlan::kernel::Envelope;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double cpu_seconds() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// About as long as a dispatch: 200 bytes of payload, 330 as a record.
Envelope sample(std::uint64_t position) {
    Envelope envelope;
    envelope.position = position;
    envelope.stream = "unt_" + std::to_string(position % 1'000);
    envelope.version = (position - 1) / 1'000 + 1;
    envelope.wire = "unit.assigned.v1";
    envelope.recorded_at =
        anlan::Instant{anlan::Millis{1'790'000'000'000 + static_cast<std::int64_t>(position)}};
    envelope.happened_at = envelope.recorded_at;
    envelope.actor = {anlan::kernel::ActorKind::person, "acc_0CQ7Z3M1K9ABCDEF",
                      anlan::PostId{"pst_dispatcher.wuchang"}};
    envelope.purpose = "dispatch";
    envelope.command_id = "0d9f1c1e-2b7a-4b0e-9b53-" + std::to_string(100'000'000'000 + position);
    envelope.command_digest = position * 0x9E3779B97F4A7C15U;
    envelope.rulebook_version = "wuhan@0123456789ab";
    envelope.payload =
        R"({"incident_id":"inc_0CQ7Z3M1K9ABCDEF","priority":"p2","assigned_at":"2026-11-22T08:00:00.250Z",)"
        R"("acknowledge_by":"2026-11-22T08:01:00.250Z","remark":"江汉路步行街口","travel":240})";
    return envelope;
}

struct Measured {
    double per_second = 0;
    double cpu_micros = 0;
    double median_millis = 0;
    double p99_millis = 0;
};

Measured append(SqliteEventLog& log, std::uint64_t per_commit, std::uint64_t commits) {
    std::vector<double> latencies;
    std::vector<anlan::ports::Frame> frames(per_commit);
    auto head = log.head().value();
    const auto start = Clock::now();
    const double cpu = cpu_seconds();
    for (std::uint64_t i = 0; i < commits; ++i) {
        const auto commit_start = Clock::now();
        for (auto& frame : frames) {
            frame.position = ++head.records;
            frame.bytes.clear();
            anlan::kernel::encode(sample(frame.position), frame.bytes);
            frame.hash = head.hash = anlan::kernel::seal(head.hash, frame.bytes);
        }
        if (const auto appended = log.append(frames); !appended.ok()) {
            std::fprintf(stderr, "%s\n", appended.error().message.c_str());
            std::exit(1);
        }
        latencies.push_back(seconds_since(commit_start) * 1e3);
    }
    const double wall = seconds_since(start);
    const double records = static_cast<double>(per_commit * commits);
    const double cpu_used = cpu_seconds() - cpu;
    std::ranges::sort(latencies);
    return {records / wall, cpu_used / records * 1e6, latencies[latencies.size() / 2],
            latencies[latencies.size() * 99 / 100]};
}

template <class Body>
void read(SqliteEventLog& log, const char* what, Body body) {
    const auto start = Clock::now();
    std::uint64_t records = 0;
    const auto done =
        log.read(1, [&](std::uint64_t position, std::string_view bytes, const anlan::ports::Hash& hash) {
            ++records;
            return body(position, bytes, hash);
        });
    const double wall = seconds_since(start);
    if (!done.ok()) {
        std::fprintf(stderr, "%s: %s\n", what, done.error().message.c_str());
        std::exit(1);
    }
    std::printf("%s %.0f records/s\n", what, static_cast<double>(records) / wall);
}

}  // namespace

int main(int count, char** arguments) {
    const std::filesystem::path directory = count > 1 ? arguments[1] : "log_bench_data";
    std::filesystem::remove_all(directory);
    auto log = SqliteEventLog::open(directory).value();
    struct Round {
        std::uint64_t per_commit;
        std::uint64_t commits;
    };
    for (const Round round :
         {Round{1, 3'000}, Round{8, 3'000}, Round{32, 3'000}, Round{256, 1'000}, Round{1'000, 500}}) {
        const Measured measured = append(*log, round.per_commit, round.commits);
        const auto name = "log_append_" + std::to_string(round.per_commit) + "_a_commit";
        std::printf("%s %.0f records/s\n%s_cpu %.2f us\n", name.c_str(), measured.per_second, name.c_str(),
                    measured.cpu_micros);
        std::printf("%s_p50 %.3f ms\n%s_p99 %.3f ms\n", name.c_str(), measured.median_millis, name.c_str(),
                    measured.p99_millis);
    }
    std::size_t bytes_seen = 0;
    read(*log, "log_read", [&](auto, std::string_view bytes, auto&) {
        bytes_seen += bytes.size();
        return true;
    });
    read(*log, "log_read_and_decode",
         [](auto, std::string_view bytes, auto&) { return anlan::kernel::decode(bytes).ok(); });
    anlan::kernel::ChainCheck check;
    read(*log, "log_read_and_check_chain",
         [&](auto position, std::string_view bytes, auto& hash) { return check.add(position, bytes, hash); });
    const auto records = static_cast<double>(log->head()->records);
    log.reset();
    const auto start = Clock::now();
    const auto report = anlan::adapters::verify(directory);
    const double verified = records / seconds_since(start);
    if (!report.ok() || !report->ok) {
        std::fprintf(stderr, "the log that was written does not verify\n");
        return 1;
    }
    std::printf("log_verify %.0f records/s\nlog_record_encoded %.0f bytes\n", verified,
                static_cast<double>(bytes_seen) / records);
    std::printf("log_record_on_disk %.0f bytes\n",
                static_cast<double>(std::filesystem::file_size(directory / "log.db")) / records);
    std::filesystem::remove_all(directory);
    return 0;
}
