// A value or the reason why there is none. Refusals and faults are values: business code neither throws nor
// catches. ANLAN_TRY passes an error up; value() on an error is a bug and stops the process.
#pragma once
#include "base/check.hpp"

#include <type_traits>
#include <utility>
#include <variant>

namespace anlan {

template <class E>
struct Unexpected {
    E error;
};
template <class E>
Unexpected(E) -> Unexpected<E>;

// The value of a Result that has nothing to say but "done".
struct Done {
    friend constexpr bool operator==(Done, Done) = default;
};

template <class T, class E>
class [[nodiscard]] Result {
public:
    using Value = T;
    using Error = E;

    template <class U = T>
        requires std::is_constructible_v<T, U&&> && (!std::is_same_v<std::remove_cvref_t<U>, Result>)
    Result(U&& value) : held_(std::in_place_index<0>, std::forward<U>(value)) {}
    template <class F>
        requires std::is_constructible_v<E, F&&>
    Result(Unexpected<F> unexpected) : held_(std::in_place_index<1>, std::move(unexpected.error)) {}

    bool ok() const { return held_.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & {
        ANLAN_CHECK(ok(), "value() of a Result that holds an error");
        return *std::get_if<0>(&held_);
    }
    const T& value() const& {
        ANLAN_CHECK(ok(), "value() of a Result that holds an error");
        return *std::get_if<0>(&held_);
    }
    T&& value() && {
        ANLAN_CHECK(ok(), "value() of a Result that holds an error");
        return std::move(*std::get_if<0>(&held_));
    }
    const E& error() const& {
        ANLAN_CHECK(!ok(), "error() of a Result that holds a value");
        return *std::get_if<1>(&held_);
    }
    E&& error() && {
        ANLAN_CHECK(!ok(), "error() of a Result that holds a value");
        return std::move(*std::get_if<1>(&held_));
    }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

private:
    std::variant<T, E> held_;
};

}  // namespace anlan

#define ANLAN_CONCAT_INNER(a, b) a##b
#define ANLAN_CONCAT(a, b) ANLAN_CONCAT_INNER(a, b)

// ANLAN_TRY(auto state, load(stream)); declares the value, or returns the error to the caller.
#define ANLAN_TRY(declaration, expression) \
    ANLAN_TRY_INNER(declaration, expression, ANLAN_CONCAT(tried_, __LINE__))
#define ANLAN_TRY_INNER(declaration, expression, tried)                    \
    auto tried = (expression);                                             \
    if (!tried.ok()) return ::anlan::Unexpected{std::move(tried).error()}; \
    declaration = std::move(tried).value()

// The same for a Result whose value does not matter.
#define ANLAN_TRY_DONE(expression)                                                       \
    do {                                                                                 \
        auto tried_done = (expression);                                                  \
        if (!tried_done.ok()) return ::anlan::Unexpected{std::move(tried_done).error()}; \
    } while (false)
