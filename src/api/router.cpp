#include "api/router.hpp"

#include "base/check.hpp"

namespace anlan::api {
namespace {

// Takes "/word" from the front of `path`.
std::string_view take_segment(std::string_view& path) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    const auto segment = path.substr(0, end);
    path.remove_prefix(end);
    return segment;
}

}  // namespace

void Router::add(Endpoint endpoint) {
    Node* node = &root_;
    std::string_view rest = endpoint.path;
    while (!rest.empty()) {
        ANLAN_CHECK(rest.front() == '/', "an endpoint's path has a slash before each part");
        const auto segment = take_segment(rest);
        if (segment.starts_with('{')) {
            endpoint.path_names.emplace_back(segment.substr(1, segment.size() - 2));
            if (!node->parameter) node->parameter = std::make_unique<Node>();
            node = node->parameter.get();
        } else {
            node = &node->words[std::string{segment}];
        }
    }
    constexpr std::string_view digits = "012345";
    for (const std::size_t digit : {2u, 4u, 5u})
        endpoint.answered[digit] = &metrics_.counter(
            "anlan_api_answers_total", "answers by operation and kind of status",
            {{"operation", endpoint.operation}, {"status", std::string{digits[digit]} + "xx"}});
    auto owned = std::make_unique<Endpoint>(std::move(endpoint));
    const bool fresh = node->by_method.emplace(std::string{name_of(owned->method)}, owned.get()).second;
    ANLAN_CHECK(fresh, "two endpoints have the same method and path");
    endpoints_.push_back(std::move(owned));
}

const Router::Node* Router::find(const Node& from, std::string_view rest, std::vector<std::string>& values) {
    if (rest.empty()) return from.by_method.empty() ? nullptr : &from;
    const auto segment = take_segment(rest);
    if (const auto word = from.words.find(segment); word != from.words.end())
        if (const Node* found = find(word->second, rest, values)) return found;
    if (!from.parameter || segment.empty()) return nullptr;
    values.emplace_back(segment);
    if (const Node* found = find(*from.parameter, rest, values)) return found;
    values.pop_back();
    return nullptr;
}

Match Router::match(std::string_view method, std::string_view path) const {
    if (path.empty() || path.front() != '/') return NoSuchPath{};
    Matched matched;
    const Node* node = find(root_, path, matched.path_values);
    if (node == nullptr) return NoSuchPath{};
    const auto endpoint = node->by_method.find(method == "HEAD" ? std::string_view{"GET"} : method);
    if (endpoint != node->by_method.end()) {
        matched.endpoint = endpoint->second;
        return matched;
    }
    WrongMethod wrong;
    for (const auto& [allowed, unused] : node->by_method)
        wrong.allow += (wrong.allow.empty() ? "" : ", ") + allowed;
    return wrong;
}

}  // namespace anlan::api
