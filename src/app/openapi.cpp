// anlan openapi: the description of the HTTP interface, without a server. It is made by the interface itself,
// over an empty log in a folder that is gone afterwards, so that it is word for word what a server would say.
#include "app/api_parts.hpp"
#include "app/command_line.hpp"
#include "app/stderr_sink.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>

namespace anlan::app {
namespace {

class EmptyFolder {
public:
    EmptyFolder() {
        std::error_code error;
        auto name = (std::filesystem::temp_directory_path(error) / "anlan-openapi-XXXXXX").string();
        if (!error && ::mkdtemp(name.data()) != nullptr) path_ = name;
    }
    ~EmptyFolder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    EmptyFolder(const EmptyFolder&) = delete;
    EmptyFolder& operator=(const EmptyFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

int describe(const Common& options) {
    const EmptyFolder folder;
    if (folder.path().empty()) return complain("no temporary folder can be made", 2);
    StderrSink sink;
    adapters::SystemClock clock;
    telemetry::Log log{sink, [&clock] { return clock.now(); }};
    auto opened = Node::open({folder.path(), options.rulebook, [](const std::string&) {}}, log);
    if (!opened.ok()) return complain(opened.error(), 2);
    const api::Api api{api_parts(*opened.value())};
    fmt::print("{}\n", api.description());
    opened.value()->stop();
    return 0;
}

}  // namespace

Run add_openapi(CLI::App& app) {
    auto options = std::make_shared<Common>();
    auto* command = app.add_subcommand("openapi", "print the description of the HTTP interface, OpenAPI 3.1");
    add_rulebook(*command, *options);
    return [command, options] { return command->parsed() ? describe(*options) : -1; };
}

}  // namespace anlan::app
