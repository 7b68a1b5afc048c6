// A copy of a value in which every personal text is empty: what is shown of a record to whom it was shared
// with for what happened, not for who it happened to. What is personal is decided by the type, so a new field
// cannot be forgotten here.
#pragma once
#include "codec/json_traits.hpp"

#include <utility>

namespace anlan::codec {

template <class T>
void blank_personal(T& value) {
    if constexpr (!holds_personal_text<T>)
        return;
    else if constexpr (std::same_as<T, PersonalText>)
        value = PersonalText{};
    else if constexpr (StrongType<T>)
        value = T{};
    else if constexpr (OptionalType<T>) {
        if (value) blank_personal(*value);
    } else if constexpr (VectorType<T>) {
        for (auto& item : value) blank_personal(item);
    } else if constexpr (SetType<T>) {
        value.clear();  // entries that differ only in what they say of people cannot be told apart any more
    } else if constexpr (MapType<T>) {
        for (auto& entry : value) blank_personal(entry.second);
    } else if constexpr (DescribedStruct<T>)
        boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
            using Member = decltype(member);
            blank_personal(value.*Member::pointer);
        });
    else
        static_assert(codec_does_not_know_this_type<T>, "describe the type, or teach the codec");
}

template <class T>
T without_personal(T value) {
    blank_personal(value);
    return value;
}

}  // namespace anlan::codec
