// `anlan do` and `anlan get`: the first byte chooses the command, each line is one argument. What is read is
// a path within one line and a body that is one JSON object; else there is a sentence.
#include "app/command_words.hpp"
#include "base/check.hpp"
#include "codec/json_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace anlan::domain {
kernel::Modules all_modules();
}

namespace {

using namespace anlan;

const std::vector<const kernel::CommandSpec*>& commands() {
    static const kernel::Modules modules = domain::all_modules();
    static const std::vector<const kernel::CommandSpec*> specs = [] {
        std::vector<const kernel::CommandSpec*> found;
        for (const auto& module : modules)
            for (const auto& spec : module.commands)
                if (!spec->path.empty()) found.push_back(spec.get());
        return found;
    }();
    return specs;
}

void check_path(std::string_view path) {
    ANLAN_CHECK(path.starts_with('/'), "a path that is none");
    ANLAN_CHECK(std::ranges::all_of(path, [](char c) { return c > 0x20 && c < 0x7f; }), "a broken line");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto& spec = *commands()[data[0] % commands().size()];
    std::string_view rest{reinterpret_cast<const char*>(data) + 1, size - 1};
    if (const auto path = app::read_path(rest); path.ok()) check_path(path.value());
    (void)app::read_address(rest);
    std::vector<std::string> members;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        members.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    const auto asked = app::read_members(spec, members);
    if (!asked.ok()) {
        ANLAN_CHECK(!asked.error().empty(), "a refusal without a word");
        return 0;
    }
    check_path(asked->path);
    ANLAN_CHECK(std::ranges::count(asked->path, '/') == std::ranges::count(spec.path, '/'), "another path");
    codec::JsonReader reader{asked->body, codec::Unknown::ignore};
    ANLAN_CHECK(reader.at_object() && reader.skip_value() && reader.at_end(), "a body that is no object");
    return 0;
}
