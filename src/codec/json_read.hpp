// Text to value. Members may come in any order; they are looked for first where the canonical order has them.
#pragma once
#include "base/result.hpp"
#include "codec/json_reader.hpp"
#include "codec/json_traits.hpp"

#include <limits>
#include <span>

namespace anlan::codec {

template <class T>
bool read_value(JsonReader& reader, T& out);

namespace detail {

// An instant that has a text form (years 0 to 9999), whatever offset it was written with.
bool read_instant(JsonReader& reader, Instant& out);
bool read_id(JsonReader& reader, std::string& out);
// A text; of what Anlan wrote itself, also {"sealed":"…"} or {"erased":true}.
bool read_personal(JsonReader& reader, PersonalText& out);
// Counts of any unit, at most ten thousand years of it when they come from outside, so that sums do not
// overflow.
bool read_duration(JsonReader& reader, std::int64_t& out, std::int64_t units_max);
bool fail_range(JsonReader& reader, std::int64_t low, std::uint64_t high);
// "one of p1, p2, p3": `name_at` tells the names.
bool fail_enum(JsonReader& reader, std::size_t count, std::string_view (*name_at)(std::size_t));

template <IntegerType T>
bool read_integer(JsonReader& reader, T& out) {
    using Limits = std::numeric_limits<T>;
    if constexpr (std::is_signed_v<T>) {
        std::int64_t value = 0;
        if (!reader.read_signed(value)) return false;
        if (value < Limits::min() || value > Limits::max())
            return fail_range(reader, Limits::min(), static_cast<std::uint64_t>(Limits::max()));
        out = static_cast<T>(value);
    } else {
        std::uint64_t value = 0;
        if (!reader.read_unsigned(value)) return false;
        if (value > Limits::max()) return fail_range(reader, 0, Limits::max());
        out = static_cast<T>(value);
    }
    return true;
}

template <DurationType T>
bool read_count(JsonReader& reader, T& out) {
    constexpr std::chrono::hours ten_thousand_years{24LL * 366 * 10'000};
    std::int64_t count = 0;
    if (!read_duration(reader, count, std::chrono::duration_cast<T>(ten_thousand_years).count()))
        return false;
    out = T{count};
    return true;
}

template <DescribedEnum T>
bool read_enum(JsonReader& reader, T& out) {
    std::string_view name;
    if (!reader.read_name(name)) return false;
    for (const auto& entry : enum_names_of<T>) {
        if (entry.name != name) continue;
        out = entry.value;
        return true;
    }
    return fail_enum(reader, enum_names_of<T>.size(), [](std::size_t i) { return enum_names_of<T>[i].name; });
}

template <VectorType T>
bool read_vector(JsonReader& reader, T& out) {
    out.clear();
    if (!reader.enter_array()) return false;
    bool first = true;
    for (;;) {
        const auto step = reader.next_element(first);
        if (step == JsonReader::Step::failed) return reader.under_element(out.size());
        if (step == JsonReader::Step::end) return true;
        typename T::value_type item{};
        if (!read_value(reader, item)) return reader.under_element(out.size());
        out.push_back(std::move(item));
    }
}

template <SetType T>
bool read_set(JsonReader& reader, T& out) {
    std::vector<typename T::value_type> items;
    if (!read_vector(reader, items)) return false;
    out.clear();
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (out.insert(std::move(items[i])).second) continue;
        reader.fail("each entry once");
        return reader.under_element(i);
    }
    return true;
}

template <class T>
bool read_map(JsonReader& reader, T& out) {
    out.clear();
    if (!reader.enter_object()) return false;
    bool first = true;
    std::string_view name;
    for (;;) {
        const auto step = reader.next_member(first, name);
        if (step != JsonReader::Step::item) return step == JsonReader::Step::end;
        const auto [entry, fresh] = out.try_emplace(typename T::key_type{std::string{name}});
        if (!fresh) {
            reader.fail("each member once");
            return reader.under_member(name);
        }
        if (read_value(reader, entry->second)) continue;
        if constexpr (StrongType<typename T::key_type>)
            return reader.under_member(entry->first.value());
        else
            return reader.under_member(entry->first);
    }
}

// One row for each member of a struct: its name and how to read it into the struct. What does not depend on
// the struct is compiled once (json_read.cpp): a module has some hundred of them.
struct MemberRow {
    std::string_view name;
    bool may_miss;
    bool (*read)(JsonReader&, void* owner);
};

inline constexpr std::size_t members_max = 128;

// `owner` is of the type whose rows these are.
bool read_members(JsonReader& reader, void* owner, std::span<const MemberRow> rows);

template <class T, class Member>
bool read_member(JsonReader& reader, void* owner) {
    return read_value(reader, static_cast<T*>(owner)->*Member::pointer);
}

template <class T, class... Member>
constexpr std::array<MemberRow, sizeof...(Member)> member_rows(boost::mp11::mp_list<Member...>*) {
    return {{{Member::name, may_be_missing<MemberType<T, Member>>, read_member<T, Member>}...}};
}
template <DescribedStruct T>
inline constexpr auto member_rows_of =
    member_rows<T>(static_cast<boost::mp11::mp_rename<MembersOf<T>, boost::mp11::mp_list>*>(nullptr));

template <DescribedStruct T>
bool read_struct(JsonReader& reader, T& out) {
    static_assert(member_count<T> <= members_max);
    return read_members(reader, &out, member_rows_of<T>);
}

}  // namespace detail

template <class T>
bool read_value(JsonReader& reader, T& out) {
    if constexpr (std::same_as<T, bool>)
        return reader.read_bool(out);
    else if constexpr (IntegerType<T>)
        return detail::read_integer(reader, out);
    else if constexpr (std::same_as<T, double>)
        return reader.read_double(out);
    else if constexpr (std::same_as<T, std::string>)
        return reader.read_string(out);
    else if constexpr (std::same_as<T, Instant>)
        return detail::read_instant(reader, out);
    else if constexpr (DurationType<T>)
        return detail::read_count(reader, out);
    else if constexpr (DescribedEnum<T>)
        return detail::read_enum(reader, out);
    else if constexpr (VectorType<T>)
        return detail::read_vector(reader, out);
    else if constexpr (SetType<T>)
        return detail::read_set(reader, out);
    else if constexpr (MapType<T>)
        return detail::read_map(reader, out);
    else if constexpr (DescribedStruct<T>)
        return detail::read_struct(reader, out);
    else if constexpr (StrongType<T>) {
        typename T::Underlying value{};
        if constexpr (std::same_as<typename T::Underlying, std::string>) {
            if (!detail::read_id(reader, value)) return false;
        } else if (!read_value(reader, value)) {
            return false;
        }
        out = T{std::move(value)};
        return true;
    } else if constexpr (OptionalType<T>) {
        out.reset();
        return reader.take_null() || read_value(reader, out.emplace());
    } else if constexpr (std::same_as<T, PersonalText>) {
        return detail::read_personal(reader, out);
    } else if constexpr (std::same_as<T, RawJson>) {
        std::string_view value;
        if (!reader.skip_value(value)) return false;
        out.text = value;
        return true;
    } else {
        static_assert(codec_does_not_know_this_type<T>, "describe the type, or teach the codec");
    }
}

// Reads into a value whose type only this function knows.
using ReadValue = bool (*)(JsonReader& reader, void* out);

template <class T>
bool read_erased(JsonReader& reader, void* out) {
    return read_value(reader, *static_cast<T*>(out));
}

// The whole of `text` into `out`, which is of the type that `read` knows. No error: it was read.
std::optional<JsonError> read_json_with(std::string_view text, Unknown unknown, ReadValue read, void* out);

// The whole of `text` as a T.
template <class T>
Result<T, JsonError> read_json(std::string_view text, Unknown unknown) {
    T value{};
    if (auto error = read_json_with(text, unknown, read_erased<T>, &value))
        return Unexpected{std::move(*error)};
    return value;
}

}  // namespace anlan::codec
