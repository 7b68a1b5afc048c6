// A text of the program itself: whatever was put together while it runs does not compile as one. For what
// must never hold data, such as SQL.
#pragma once

namespace anlan {

class Literal {
public:
    consteval Literal(const char* text) : text_(text) {}
    constexpr const char* text() const { return text_; }

private:
    const char* text_;
};

}  // namespace anlan
