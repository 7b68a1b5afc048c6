// A text about a person: a caller's name, a callback number, what was said. It has no operator<< and no
// formatter, so it cannot reach a log line by accident; summaries that every console sees may not contain it
// (the codec refuses at compile time). reveal() is the one way in, and easy to search for.
//
// On disk it is sealed with a key of its record (docs/design/erasure.md). Sealed texts are opened where a
// record is read; whose key is gone, that text is erased: it reads as empty, and says so to whoever asks.
#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <utility>

namespace anlan {

class PersonalText {
public:
    enum class Form : std::uint8_t { plain, sealed, erased };

    PersonalText() = default;
    explicit PersonalText(std::string text) : text_(std::move(text)) {}
    // As it is kept: the text of a PersonalSeal (kernel/personal_seal.hpp), only on its way from or to a
    // store.
    static PersonalText sealed(std::string sealed) {
        PersonalText text{std::move(sealed)};
        text.form_ = Form::sealed;
        return text;
    }
    static PersonalText erased() {
        PersonalText text;
        text.form_ = Form::erased;
        return text;
    }

    Form form() const { return form_; }
    const std::string& reveal() const { return text_; }
    bool empty() const { return text_.empty(); }

    friend auto operator<=>(const PersonalText&, const PersonalText&) = default;
    friend bool operator==(const PersonalText&, const PersonalText&) = default;

private:
    std::string text_;
    Form form_ = Form::plain;
};

}  // namespace anlan
