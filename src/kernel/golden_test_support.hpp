// Every event version ever released still reads. A module keeps one file for each, golden/<wire>.json; its
// test asks for golden_faults<Event>("unit"). A file is never edited: what no longer reads is a new version.
#pragma once
#include "base/source_dir_test_support.hpp"
#include "codec/json.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace anlan::kernel {

template <class E>
std::string golden_wire(const std::string& module) {
    if constexpr (requires { E::wire_suffix; })
        return module + "." + std::string{E::wire_suffix};
    else
        return std::string{E::wire};
}

inline std::string golden_text(const std::filesystem::path& file) {
    std::ifstream in{file};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

template <class E>
void check_golden(const std::filesystem::path& folder, const std::string& module,
                  std::set<std::string>& wires, std::vector<std::string>& faults) {
    const std::string wire = golden_wire<E>(module);
    wires.insert(wire);
    const auto file = folder / (wire + ".json");
    if (!std::filesystem::exists(file)) {
        faults.push_back(wire + ": has no golden file; a fresh one would hold " + codec::to_json(E{}));
        return;
    }
    const std::string text = golden_text(file);
    const auto read = codec::read_json<E>(text, codec::Unknown::ignore);
    if (!read.ok())
        faults.push_back(wire + ": " + read.error().path + " should be " + read.error().expected);
    else if (const std::string again = codec::to_json(*read); again != text)
        faults.push_back(wire + ": reads as " + again);
}

// What is wrong, in words; nothing if all is well.
template <class Event>
std::vector<std::string> golden_faults(const std::string& module) {
    const std::filesystem::path folder =
        std::filesystem::path{source_dir()} / "src" / "domain" / module / "golden";
    std::set<std::string> wires;
    std::vector<std::string> faults;
    [&]<class... E>(std::variant<E...>*) {
        (check_golden<E>(folder, module, wires, faults), ...);
    }(static_cast<Event*>(nullptr));
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        if (!wires.contains(entry.path().stem().string()))
            faults.push_back(entry.path().filename().string() + ": no event of this name is known any more");
    return faults;
}

}  // namespace anlan::kernel
