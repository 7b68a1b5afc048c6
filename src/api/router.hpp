// Which endpoint a method and path mean. A tree of path segments; where a word and a parameter could both
// stand, the word wins.
#pragma once
#include "api/endpoint.hpp"

#include <map>
#include <memory>
#include <span>
#include <variant>

namespace anlan::api {

struct Matched {
    const Endpoint* endpoint = nullptr;
    std::vector<std::string> path_values;
};
struct NoSuchPath {};
struct WrongMethod {
    std::string allow;  // "GET, POST"
};
using Match = std::variant<Matched, NoSuchPath, WrongMethod>;

class Router {
public:
    explicit Router(telemetry::Metrics& metrics) : metrics_(metrics) {}

    // Two endpoints at one place are a bug.
    void add(Endpoint endpoint);
    Match match(std::string_view method, std::string_view path) const;

    const std::vector<std::unique_ptr<Endpoint>>& endpoints() const { return endpoints_; }

private:
    struct Node {
        std::map<std::string, Node, std::less<>> words;
        std::unique_ptr<Node> parameter;
        std::map<std::string, const Endpoint*, std::less<>> by_method;
    };

    static const Node* find(const Node& from, std::string_view rest, std::vector<std::string>& values);

    telemetry::Metrics& metrics_;
    Node root_;
    std::vector<std::unique_ptr<Endpoint>> endpoints_;  // their addresses stay
};

}  // namespace anlan::api
