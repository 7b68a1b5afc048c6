#include "kernel/named_ids.hpp"

#include "base/sortable_id.hpp"
#include "codec/json.hpp"

#include <algorithm>

namespace anlan::kernel {
namespace {

constexpr std::size_t prefix_length = 3;  // of every module: "inc", "unt"

bool looks_like_id(std::string_view text) {
    return text.size() > prefix_length + 1 && text[prefix_length] == '_' &&
           is_id_of(text.substr(0, prefix_length), text);
}

// The end of the string that begins at `from` (behind its quote): the place of its closing quote.
std::size_t end_of_string(std::string_view json, std::size_t from) {
    while (from < json.size() && json[from] != '"') from += json[from] == '\\' ? 2 : 1;
    return std::min(from, json.size());
}

std::string unescaped(std::string_view text) {
    if (text.find('\\') == std::string_view::npos) return std::string{text};
    auto read = codec::read_json<std::string>('"' + std::string{text} + '"', codec::Unknown::refuse);
    return read.ok() ? std::move(read).value() : std::string{};
}

}  // namespace

std::vector<std::string> named_ids(std::string_view json) {
    std::vector<std::string> ids;
    for (auto open = json.find('"'); open != std::string_view::npos; open = json.find('"', open)) {
        const auto end = end_of_string(json, open + 1);
        auto text = unescaped(json.substr(open + 1, end - open - 1));
        if (looks_like_id(text) && std::find(ids.begin(), ids.end(), text) == ids.end())
            ids.push_back(std::move(text));
        open = end + 1;
    }
    return ids;
}

bool names(std::string_view json, std::string_view id) {
    const auto ids = named_ids(json);
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace anlan::kernel
