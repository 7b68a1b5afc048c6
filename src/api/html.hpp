// HTML, piece by piece: markup is a literal of the program, and everything else is escaped on its way in.
#pragma once
#include "base/literal.hpp"

#include <string>
#include <string_view>

namespace anlan::api {

class Html {
public:
    Html& markup(Literal literal) {
        text_ += literal.text();
        return *this;
    }
    // Safe in the text of an element and in a quoted attribute.
    Html& text(std::string_view text) {
        for (const char c : text) {
            if (c == '&')
                text_ += "&amp;";
            else if (c == '<')
                text_ += "&lt;";
            else if (c == '>')
                text_ += "&gt;";
            else if (c == '"')
                text_ += "&quot;";
            else
                text_ += c;
        }
        return *this;
    }
    std::string take() && { return std::move(text_); }

private:
    std::string text_;
};

}  // namespace anlan::api
