// What kinds of types the codec knows, and what is true of them at compile time.
#pragma once
#include "base/instant.hpp"
#include "base/personal_text.hpp"
#include "base/strong.hpp"

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <array>
#include <concepts>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace anlan::codec {

// JSON text that is carried through as it is: the payload of an event inside an answer.
struct RawJson {
    std::string text = "null";

    friend bool operator==(const RawJson&, const RawJson&) = default;
};

namespace detail {

template <template <class...> class Template, class T>
struct IsA : std::false_type {};
template <template <class...> class Template, class... Arguments>
struct IsA<Template, Template<Arguments...>> : std::true_type {};

template <class T>
struct IsDuration : std::false_type {};
template <class Rep, class Period>
struct IsDuration<std::chrono::duration<Rep, Period>> : std::true_type {};

}  // namespace detail

template <class T>
concept OptionalType = detail::IsA<std::optional, T>::value;
template <class T>
concept VectorType = detail::IsA<std::vector, T>::value;
template <class T>
concept SetType = detail::IsA<std::set, T>::value;
template <class T>
concept MapType = detail::IsA<std::map, T>::value;
template <class T>
concept StrongType = IsStrong<T>::value;
template <class T>
concept DurationType = detail::IsDuration<T>::value;
template <class T>
concept IntegerType = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
using MembersOf =
    boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

// The type of the member of T that a descriptor of MembersOf<T> names.
template <class T, class Member>
using MemberType = std::remove_cvref_t<decltype(std::declval<T&>().*Member::pointer)>;

template <class T>
inline constexpr std::size_t member_count = boost::mp11::mp_size<MembersOf<T>>::value;

// A command without this member means it: an empty list, no remark, not ticked. Any other has to be said.
template <class T>
inline constexpr bool may_be_missing = OptionalType<T> || VectorType<T> || SetType<T> || MapType<T> ||
                                       std::same_as<T, PersonalText> || std::same_as<T, bool>;

template <class T>
struct EnumName {
    T value;
    std::string_view name;
};

template <DescribedEnum T>
constexpr auto enum_names() {
    using Described = boost::describe::describe_enumerators<T>;
    std::array<EnumName<T>, boost::mp11::mp_size<Described>::value> names{};
    std::size_t count = 0;
    boost::mp11::mp_for_each<Described>([&](auto entry) { names[count++] = {entry.value, entry.name}; });
    return names;
}
template <DescribedEnum T>
inline constexpr auto enum_names_of = enum_names<T>();

template <class T>
constexpr bool has_personal_text() {
    if constexpr (std::same_as<T, PersonalText>)
        return true;
    else if constexpr (StrongType<T>)
        return has_personal_text<typename T::Underlying>();
    else if constexpr (OptionalType<T> || VectorType<T> || SetType<T>)
        return has_personal_text<typename T::value_type>();
    else if constexpr (MapType<T>)
        return has_personal_text<typename T::mapped_type>();
    else if constexpr (DescribedStruct<T>) {
        bool found = false;
        boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, MembersOf<T>>>(
            [&found]<class Member>(boost::mp11::mp_identity<Member>) {
                found = found || has_personal_text<MemberType<T, Member>>();
            });
        return found;
    } else
        return false;
}

// Whether a text about a person can be anywhere inside: rows, facets and answers without a purpose may not.
template <class T>
inline constexpr bool holds_personal_text = has_personal_text<T>();

template <class T>
inline constexpr bool codec_does_not_know_this_type = false;

}  // namespace anlan::codec
