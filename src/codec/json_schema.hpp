// The JSON Schema (2020-12, as OpenAPI 3.1 uses it) of a described type. What the readers demand is said
// here, so that a client generated from it is not refused for its shape.
#pragma once
#include "codec/json_reader.hpp"
#include "codec/json_traits.hpp"
#include "codec/json_writer.hpp"

#include <limits>
#include <span>

namespace anlan::codec {

template <class T>
void write_schema(std::string& out, Unknown unknown);

namespace detail {

template <class Duration>
std::string_view unit_of() {
    using Period = typename Duration::period;
    if constexpr (std::same_as<Period, std::milli>)
        return "milliseconds";
    else if constexpr (std::same_as<Period, std::ratio<1>>)
        return "seconds";
    else if constexpr (std::same_as<Period, std::ratio<60>>)
        return "minutes";
    else if constexpr (std::same_as<Period, std::ratio<3600>>)
        return "hours";
    else if constexpr (std::same_as<Period, std::ratio<86400>>)
        return "days";
    else
        static_assert(codec_does_not_know_this_type<Duration>, "milliseconds to days");
}

template <IntegerType T>
void write_integer_schema(std::string& out) {
    out += R"({"type":"integer")";
    if constexpr (std::is_unsigned_v<T> || sizeof(T) < 8) {
        out += R"(,"minimum":)";
        write_json_signed(out, static_cast<std::int64_t>(std::numeric_limits<T>::min()));
    }
    if constexpr (sizeof(T) < 8) {
        out += R"(,"maximum":)";
        write_json_signed(out, static_cast<std::int64_t>(std::numeric_limits<T>::max()));
    } else {
        out += std::is_unsigned_v<T> ? R"(,"format":"uint64")" : R"(,"format":"int64")";
    }
    out += '}';
}

template <DescribedEnum T>
void write_enum_schema(std::string& out) {
    out += R"({"type":"string","enum":)";
    char before = '[';
    for (const auto& entry : enum_names_of<T>) {
        out += before;
        write_json_text(out, entry.name);
        before = ',';
    }
    out += "]}";
}

struct MemberSchema {
    std::string_view name;
    bool may_miss;
    void (*write)(std::string& out, Unknown unknown);
};

// {"type":"object",...} with these properties.
void write_members_schema(std::string& out, Unknown unknown, std::span<const MemberSchema> members);

template <class T, class... Member>
void write_struct_schema(std::string& out, Unknown unknown, boost::mp11::mp_list<Member...>*) {
    static constexpr std::array<MemberSchema, sizeof...(Member)> members{
        {{Member::name, may_be_missing<MemberType<T, Member>>, write_schema<MemberType<T, Member>>}...}};
    write_members_schema(out, unknown, members);
}

}  // namespace detail

template <class T>
void write_schema(std::string& out, Unknown unknown) {
    if constexpr (std::same_as<T, bool>)
        out += R"({"type":"boolean"})";
    else if constexpr (IntegerType<T>)
        detail::write_integer_schema<T>(out);
    else if constexpr (std::same_as<T, double>)
        out += R"({"type":"number"})";
    else if constexpr (std::same_as<T, std::string>)
        out += R"({"type":"string"})";
    else if constexpr (std::same_as<T, PersonalText>)
        out +=
            unknown == Unknown::refuse
                ? R"({"type":"string","x-personal":true})"
                : R"({"type":["string","object"],"x-personal":true,"properties":{"erased":{"const":true}}})";
    else if constexpr (std::same_as<T, Instant>)
        out += R"({"type":"string","format":"date-time"})";
    else if constexpr (std::same_as<T, RawJson>)
        out += "{}";
    else if constexpr (DescribedEnum<T>)
        detail::write_enum_schema<T>(out);
    else if constexpr (DescribedStruct<T>)
        detail::write_struct_schema<T>(
            out, unknown, static_cast<boost::mp11::mp_rename<MembersOf<T>, boost::mp11::mp_list>*>(nullptr));
    else if constexpr (OptionalType<T>)
        write_schema<typename T::value_type>(out, unknown);
    else if constexpr (DurationType<T>) {
        out += R"({"type":"integer","x-unit":")";
        out += detail::unit_of<T>();
        out += "\"}";
    } else if constexpr (VectorType<T> || SetType<T>) {
        out += SetType<T> ? R"({"type":"array","uniqueItems":true,"items":)" : R"({"type":"array","items":)";
        write_schema<typename T::value_type>(out, unknown);
        out += '}';
    } else if constexpr (MapType<T>) {
        out += R"({"type":"object","additionalProperties":)";
        write_schema<typename T::mapped_type>(out, unknown);
        out += '}';
    } else if constexpr (StrongType<T>) {
        if constexpr (std::same_as<typename T::Underlying, std::string>) {
            out += R"({"type":"string","maxLength":)" + std::to_string(json_id_max) + R"(,"x-id":true})";
        } else {
            write_schema<typename T::Underlying>(out, unknown);
        }
    } else {
        static_assert(codec_does_not_know_this_type<T>, "describe the type, or teach the codec");
    }
}

// With Unknown::refuse the schema says, too, that no other members may be there.
template <class T>
std::string schema(Unknown unknown = Unknown::ignore) {
    std::string out;
    write_schema<T>(out, unknown);
    return out;
}

}  // namespace anlan::codec
