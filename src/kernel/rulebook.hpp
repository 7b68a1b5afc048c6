// A city's policy as one immutable value: every deadline, list, question and ladder. Each module defines the
// type of its own section (its `rules.hpp`) and reads it with section<Rules>(). The parsed and validated
// value is put together at start by adapters/rulebook; a rulebook that fails anywhere does not load at all.
#pragma once
#include "base/check.hpp"
#include "base/instant.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace anlan::kernel {

template <class Rules>
inline constexpr char section_tag = 0;

class Rulebook {
public:
    std::string city;           // "wuhan"
    std::string version;        // stands in every event: "<name>@<first 12 hex of the files' SHA-256>"
    Minutes civil_offset{480};  // civil time minus UTC

    template <class Rules>
    const Rules& section() const {
        for (const auto& [tag, rules] : sections_)
            if (tag == &section_tag<Rules>) return *static_cast<const Rules*>(rules.get());
        ANLAN_CHECK(false, "a module asked for a rulebook section that was not loaded");
        std::abort();
    }

    template <class Rules>
    void put(Rules rules) {
        put_erased(&section_tag<Rules>, std::make_shared<const Rules>(std::move(rules)));
    }
    void put_erased(const void* tag, std::shared_ptr<const void> rules) {
        for (auto& [known, held] : sections_) {
            if (known != tag) continue;
            held = std::move(rules);
            return;
        }
        sections_.emplace_back(tag, std::move(rules));
    }

private:
    std::vector<std::pair<const void*, std::shared_ptr<const void>>> sections_;
};

}  // namespace anlan::kernel
