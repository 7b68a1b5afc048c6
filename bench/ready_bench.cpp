// How soon the service answers again after kill -9 with a million records: a child fills a data folder
// through the real write path and kills itself; then the real program is started on it and asked /readyz
// until it says yes, and then until its overviews are complete, too. Prints `name value unit`.
// ANLAN_BENCH_RECORDS makes it smaller.
#include "adapters/http/client.hpp"
#include "bench_support.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <future>
#include <thread>

namespace anlan {
namespace {

struct Silent : telemetry::LogSink {
    void write(std::string_view) noexcept override {}
};

// Reports that are answered and found void, four records each, as most of a log is: over, and to be kept.
void fill(const std::filesystem::path& data, const std::string& rulebook, std::uint64_t records) {
    Silent sink;
    telemetry::Log log{sink, [] { return Instant{}; }};
    auto opened = app::Node::open({data, rulebook, {}}, log);
    if (!opened.ok()) give_up(opened.error());
    auto& node = *opened.value();
    const auto& receive = find_command(node.modules, "call.receive");
    const auto& answer = find_command(node.modules, "call.answer");
    const auto& state = find_command(node.modules, "call.state_caller");
    const auto& voided = find_command(node.modules, "call.void");
    constexpr std::uint64_t together = 500;
    for (std::uint64_t number = 0; number * 4 < records; number += together) {
        std::vector<engine::Submission> batch;
        for (std::uint64_t i = number; i < number + together; ++i) {
            const auto id = fmt::format("cal_{:012}", i);
            batch.push_back(command(receive, id, R"({"channel":"web","text":"无声电话，几秒后挂断"})"));
            batch.push_back(command(answer, id, "{}"));
            batch.push_back(command(state, id, R"({"caller_name":"不详","callback":"13800000000"})"));
            batch.push_back(command(voided, id, R"({"reason_code":"silent"})"));
        }
        std::promise<void> done;
        node.thread->submit_all(std::move(batch), [&](std::vector<engine::Outcome> outcomes) {
            for (const auto& outcome : outcomes)
                if (const auto* no = std::get_if<kernel::Refusal>(&outcome))
                    give_up(no->code + ": " + no->message);
            done.set_value();
        });
        done.get_future().wait();
    }
    ::kill(::getpid(), SIGKILL);
}

// The program's port, from the line with which it says that it listens.
std::uint16_t port_of(std::FILE* said) {
    char line[512];
    while (std::fgets(line, sizeof line, said) != nullptr) {
        const std::string text{line};
        const auto at = text.rfind(':');
        if (text.starts_with("Anlan listens")) return static_cast<std::uint16_t>(std::atoi(line + at + 1));
    }
    give_up("the service did not come up");
}

void start_again(const std::filesystem::path& data, const std::string& rulebook, const std::string& program) {
    int ends[2];
    if (::pipe(ends) != 0) give_up("no pipe");
    const auto start = Steady::now();
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::execl(program.c_str(), program.c_str(), "serve", "--data", data.c_str(), "--rulebook",
                rulebook.c_str(), "--port", "0", nullptr);
        ::_exit(127);
    }
    ::close(ends[1]);
    std::FILE* said = ::fdopen(ends[0], "r");
    const auto port = port_of(said);
    fmt::print("answering_after_kill {:.2f} s\n", seconds_since(start));
    adapters::http::Client client{"127.0.0.1", port};
    for (;;) {
        const auto ready = client.get("/readyz");
        if (ready.ok() && ready.value().status == 200) break;
        if (seconds_since(start) > 120) give_up("the service did not get ready");
        std::this_thread::sleep_for(Millis{10});
    }
    fmt::print("ready_after_kill {:.2f} s\n", seconds_since(start));
    for (;;) {
        const auto ready = client.get("/readyz");
        if (ready.ok() && ready.value().body.find("complete") != std::string::npos) break;
        if (seconds_since(start) > 120) give_up("the overviews did not get complete");
        std::this_thread::sleep_for(Millis{10});
    }
    fmt::print("overviews_after_kill {:.2f} s\n", seconds_since(start));
    ::kill(child, SIGKILL);
    rusage used{};
    ::wait4(child, nullptr, 0, &used);
    fmt::print("ready_memory {:.0f} MiB\n", static_cast<double>(used.ru_maxrss) / 1024);
    std::fclose(said);
}

}  // namespace
}  // namespace anlan

int main(int count, char** arguments) {
    using namespace anlan;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const std::string rulebook = anlan::rulebook_folder(count, arguments);
    const auto* program = std::getenv("ANLAN_BINARY");
    const auto* wanted = std::getenv("ANLAN_BENCH_RECORDS");
    const auto records = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 1'000'000ULL;
    const auto data = std::filesystem::current_path() / ("ready_bench_" + std::to_string(::getpid()));
    std::filesystem::create_directories(data);
    const pid_t child = ::fork();
    if (child == 0) {
        fill(data, rulebook, records);
        ::_exit(3);
    }
    int ended = 0;
    ::waitpid(child, &ended, 0);
    if (!WIFSIGNALED(ended) || WTERMSIG(ended) != SIGKILL) give_up("the log could not be filled");
    fmt::print("ready_records {} records\n", records);
    start_again(data, rulebook, program != nullptr ? program : "../release/anlan");
    std::filesystem::remove_all(data);
    return 0;
}
