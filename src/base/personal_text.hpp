// A text about a person: a caller's name, a callback number, what was said. It has no operator<< and no
// formatter, so it cannot reach a log line by accident; summaries that every console sees may not contain it
// (the codec refuses at compile time). reveal() is the one way in, and easy to search for.
#pragma once
#include <compare>
#include <string>
#include <utility>

namespace anlan {

class PersonalText {
public:
    PersonalText() = default;
    explicit PersonalText(std::string text) : text_(std::move(text)) {}

    const std::string& reveal() const { return text_; }
    bool empty() const { return text_.empty(); }

    friend auto operator<=>(const PersonalText&, const PersonalText&) = default;
    friend bool operator==(const PersonalText&, const PersonalText&) = default;

private:
    std::string text_;
};

}  // namespace anlan
