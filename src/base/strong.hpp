// One name, one type. An id, a length and a speed may all be a string or a double underneath, but passing
// one where the other is meant must not compile. Strong<Tag, T> is a T that converts to nothing.
#pragma once
#include <compare>
#include <cstddef>
#include <functional>
#include <type_traits>
#include <utility>

namespace anlan {

template <class Tag, class T>
class Strong {
public:
    using Underlying = T;

    constexpr Strong() = default;
    constexpr explicit Strong(T value) : value_(std::move(value)) {}

    constexpr const T& value() const& { return value_; }
    constexpr T value() && { return std::move(value_); }

    friend constexpr auto operator<=>(const Strong&, const Strong&) = default;
    friend constexpr bool operator==(const Strong&, const Strong&) = default;

private:
    T value_{};
};

template <class T>
struct IsStrong : std::false_type {};
template <class Tag, class T>
struct IsStrong<Strong<Tag, T>> : std::true_type {};

}  // namespace anlan

template <class Tag, class T>
struct std::hash<anlan::Strong<Tag, T>> {
    std::size_t operator()(const anlan::Strong<Tag, T>& strong) const noexcept {
        return std::hash<T>{}(strong.value());
    }
};
