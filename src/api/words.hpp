// What codes mean, for people: the Chinese sentence that screens show and the short English title of a
// problem. Every code that Anlan can refuse with has a line here; a test looks through the sources.
#pragma once
#include <string_view>

namespace anlan::api {

struct CodeWords {
    std::string_view code;
    std::string_view zh;
    std::string_view en;
};

// Null if the code has no line.
const CodeWords* words_of(std::string_view code);

}  // namespace anlan::api
