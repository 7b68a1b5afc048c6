#include "app/command_words.hpp"

#include "codec/json.hpp"
#include "codec/percent.hpp"
#include "codec/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace anlan::app {
namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string value_json(const std::string& value) {
    const bool looks_like_json = !value.empty() && std::string_view{"{[\"-0123456789tfn"}.find(
                                                       value.front()) != std::string_view::npos;
    if (!looks_like_json) return codec::to_json(value);
    codec::JsonReader reader{value, codec::Unknown::ignore};
    return reader.skip_value() && reader.at_end() ? value : codec::to_json(value);
}

struct Tree {
    std::string leaf;  // JSON; empty where there are members
    std::string said;  // what it was read from
    std::map<std::string, Tree> members;

    std::string json() const {
        if (!leaf.empty()) return leaf;
        std::string out = "{";
        for (const auto& [name, tree] : members)
            out += (out.size() > 1 ? "," : "") + codec::to_json(name) + ":" + tree.json();
        return out + "}";
    }
};

// What was said of `member` before and cannot stand beside it.
Result<Done, std::string> put(Tree& root, const std::string& member) {
    if (!codec::is_utf8(member)) return Unexpected{std::string{"a member is text in UTF-8"}};
    const auto equals = member.find('=');
    if (equals == std::string::npos) return Unexpected{"expected member=value, not " + member};
    const std::string path = member.substr(0, equals);
    if (std::ranges::count(path, '.') >= codec::json_depth_max)
        return Unexpected{"at most " + std::to_string(codec::json_depth_max) + " members deep"};
    Tree* at = &root;
    for (std::size_t from = 0; from <= path.size();) {
        const auto dot = std::min(path.find('.', from), path.size());
        if (dot == from) return Unexpected{"a member needs a name: " + member};
        at = &at->members[path.substr(from, dot - from)];
        if (!at->leaf.empty()) return Unexpected{path + " is said twice"};
        from = dot + 1;
    }
    if (!at->members.empty()) return Unexpected{path + " is said twice"};
    at->said = member.substr(equals + 1);
    at->leaf = value_json(at->said);
    return Done{};
}

// The member that ".a.b" names, where it is a value that was taken for more than its text.
Tree* value_at(Tree& root, std::string_view path) {
    Tree* at = &root;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto dot = std::min(path.find('.'), path.size());
        const auto found = at->members.find(std::string{path.substr(0, dot)});
        if (found == at->members.end()) return nullptr;
        at = &found->second;
        path.remove_prefix(dot);
    }
    return at->leaf.empty() || at->leaf.starts_with('"') ? nullptr : at;
}

// 13900000001 is a number by itself; where the command takes a text, it is the text that was typed.
void give_texts(Tree& root, const kernel::CommandSpec& spec) {
    for (;;) {
        const auto read = spec.decode(root.json());
        Tree* wrong = read.ok() || read.error().expected != codec::expected_text
                          ? nullptr
                          : value_at(root, read.error().path);
        if (wrong == nullptr) return;  // whatever else is wrong, the service says
        wrong->leaf = codec::to_json(wrong->said);
    }
}

// A member as one step of a path: text or a number.
Result<std::string, std::string> path_step(const std::string& name, const Tree& tree) {
    if (tree.leaf.starts_with('"')) {
        auto text = codec::read_json<std::string>(tree.leaf, codec::Unknown::refuse);
        if (!text.ok()) return Unexpected{name + ": expected " + text.error().expected};
        if (text->empty()) return Unexpected{name + " is empty"};
        return codec::percent_encoded(*text);
    }
    if (tree.leaf.empty() || tree.leaf.starts_with('{') || tree.leaf.starts_with('['))
        return Unexpected{name + " stands in the path and is one text"};
    return codec::percent_encoded(tree.leaf);
}

}  // namespace

std::optional<Address> read_address(std::string_view server) {
    const bool tls = server.starts_with("https://");
    if ((!tls && !server.starts_with("http://")) || !fits_header(server)) return std::nullopt;
    server.remove_prefix(server.find("//") + 2);
    while (server.ends_with('/')) server.remove_suffix(1);
    const auto colon = server.rfind(':');
    Address address{std::string{server.substr(0, colon)}, tls ? https_port : http_port, tls};
    if (colon != std::string_view::npos) {
        const char* end = server.data() + server.size();
        const auto read = std::from_chars(server.data() + colon + 1, end, address.port);
        if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    }
    if (address.host.empty() || address.port == 0) return std::nullopt;
    return address;
}

Result<Asked, std::string> read_members(const kernel::CommandSpec& spec,
                                        std::span<const std::string> members) {
    Tree tree;
    for (const auto& member : members) ANLAN_TRY_DONE(put(tree, member));
    Asked asked;
    std::string_view rest = spec.path;
    for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        const auto close = rest.find('}', open);
        const std::string name{rest.substr(open + 1, close - open - 1)};
        const auto found = tree.members.find(name);
        if (found == tree.members.end()) return Unexpected{spec.name + " needs " + name + "=…"};
        ANLAN_TRY(const auto step, path_step(name, found->second));
        asked.path.append(rest.substr(0, open)).append(step);
        tree.members.erase(found);
        rest.remove_prefix(close + 1);
    }
    asked.path += rest;
    give_texts(tree, spec);
    asked.body = tree.json();
    return asked;
}

Result<std::string, std::string> read_path(std::string_view typed) {
    if (!typed.starts_with('/')) return Unexpected{"a path begins with /, such as /v1/" + std::string{typed}};
    if (!codec::is_utf8(typed) || std::ranges::any_of(typed, is_control))
        return Unexpected{std::string{"a path is text in UTF-8 without control characters"}};
    return codec::percent_encoded(typed, "/?&=%+:@!$'()*,;");
}

bool fits_header(std::string_view text) {
    return codec::is_utf8(text) && std::ranges::none_of(text, is_control);
}

}  // namespace anlan::app
