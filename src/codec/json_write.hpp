// Value to canonical text: members in the order of the description, optionals without a value left out.
#pragma once
#include "base/check.hpp"
#include "codec/json_traits.hpp"
#include "codec/json_writer.hpp"

#include <algorithm>

namespace anlan::codec {

template <class T>
void write_json(std::string& out, const T& value);

namespace detail {

template <class T>
void write_key(std::string& out, const T& key) {
    if constexpr (StrongType<T>)
        write_json_text(out, key.value());
    else
        write_json_text(out, key);
}

template <class T>
void write_items(std::string& out, const T& items) {
    char before = '[';
    for (const auto& item : items) {
        out += before;
        write_json(out, static_cast<const typename T::value_type&>(item));
        before = ',';
    }
    out += before == '[' ? "[]" : "]";
}

template <MapType T>
void write_map(std::string& out, const T& map) {
    char before = '{';
    for (const auto& [key, value] : map) {
        out += before;
        write_key(out, key);
        out += ':';
        write_json(out, value);
        before = ',';
    }
    out += before == '{' ? "{}" : "}";
}

template <class T>
bool is_left_out(const T& value) {
    if constexpr (OptionalType<T>)
        return !value.has_value();
    else
        return false;
}

// `"name":` as one piece.
template <class Member>
constexpr auto make_member_key() {
    constexpr std::string_view name = Member::name;
    std::array<char, name.size() + 3> key{'"'};
    std::copy(name.begin(), name.end(), key.begin() + 1);
    key[name.size() + 1] = '"';
    key[name.size() + 2] = ':';
    return key;
}
template <class Member>
inline constexpr auto member_key = make_member_key<Member>();

template <DescribedStruct T>
void write_struct(std::string& out, const T& value) {
    char before = '{';
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
        using Member = decltype(member);
        const auto& item = value.*Member::pointer;
        if (is_left_out(item)) return;
        out += before;
        out.append(member_key<Member>.data(), member_key<Member>.size());
        write_json(out, item);
        before = ',';
    });
    out += before == '{' ? "{}" : "}";
}

template <DescribedEnum T>
void write_enum(std::string& out, T value) {
    for (const auto& entry : enum_names_of<T>) {
        if (entry.value != value) continue;
        out += '"';
        out += entry.name;
        out += '"';
        return;
    }
    ANLAN_CHECK(false, "an enumerator without a name");
}

}  // namespace detail

template <class T>
void write_json(std::string& out, const T& value) {
    if constexpr (std::same_as<T, bool>)
        out += value ? "true" : "false";
    else if constexpr (IntegerType<T> && std::is_signed_v<T>)
        write_json_signed(out, value);
    else if constexpr (IntegerType<T>)
        write_json_unsigned(out, value);
    else if constexpr (std::same_as<T, double>)
        write_json_double(out, value);
    else if constexpr (std::same_as<T, std::string>)
        write_json_text(out, value);
    else if constexpr (std::same_as<T, Instant>)
        ((out += '"') += to_text(value)) += '"';
    else if constexpr (DurationType<T>)
        write_json_signed(out, value.count());
    else if constexpr (DescribedEnum<T>)
        detail::write_enum(out, value);
    else if constexpr (VectorType<T> || SetType<T>)
        detail::write_items(out, value);
    else if constexpr (MapType<T>)
        detail::write_map(out, value);
    else if constexpr (DescribedStruct<T>)
        detail::write_struct(out, value);
    else if constexpr (StrongType<T>)
        write_json(out, value.value());
    else if constexpr (std::same_as<T, PersonalText>)
        write_json_personal(out, value);
    else if constexpr (std::same_as<T, RawJson>)
        out += value.text;
    else if constexpr (OptionalType<T>)
        value ? write_json(out, *value) : void(out += "null");
    else
        static_assert(codec_does_not_know_this_type<T>, "describe the type, or teach the codec");
}

template <class T>
std::string to_json(const T& value) {
    std::string out;
    out.reserve(256);
    write_json(out, value);
    return out;
}

}  // namespace anlan::codec
