#include "kernel/module.hpp"

#include <algorithm>

namespace anlan::kernel {

const CommandSpec* Module::find_command(std::string_view command_name) const {
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&](const auto& spec) { return spec->name == command_name; });
    return found == commands.end() ? nullptr : found->get();
}

const EventSpec* Module::find_event(std::string_view wire) const {
    const auto found =
        std::find_if(events.begin(), events.end(), [&](const auto& spec) { return spec->wire == wire; });
    return found == events.end() ? nullptr : found->get();
}

const Module* module_of_stream(std::span<const Module> modules, std::string_view stream) {
    const auto bar = stream.find('_');
    if (bar == std::string_view::npos) return nullptr;
    const auto prefix = stream.substr(0, bar);
    const auto found = std::find_if(modules.begin(), modules.end(),
                                    [&](const Module& module) { return module.prefix == prefix; });
    return found == modules.end() ? nullptr : &*found;
}

}  // namespace anlan::kernel
