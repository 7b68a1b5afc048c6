// Every PersonalText of a described value, in the order of its description: what is sealed before it is
// written, opened when it is read, and taken out when a record is erased.
#pragma once
#include "codec/json_traits.hpp"

namespace anlan::codec {

// Calls `visit(PersonalText&)` for each.
template <class T, class Visit>
void each_personal(T& value, const Visit& visit) {
    if constexpr (!holds_personal_text<T>)
        return;
    else if constexpr (std::same_as<T, PersonalText>)
        visit(value);
    else if constexpr (OptionalType<T>) {
        if (value) each_personal(*value, visit);
    } else if constexpr (VectorType<T>) {
        for (auto& item : value) each_personal(item, visit);
    } else if constexpr (MapType<T>) {
        for (auto& [key, item] : value) each_personal(item, visit);
    } else if constexpr (DescribedStruct<T>) {
        boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
            using Member = decltype(member);
            each_personal(value.*Member::pointer, visit);
        });
    } else {
        static_assert(codec_does_not_know_this_type<T>, "a set or a strong type of personal texts");
    }
}

}  // namespace anlan::codec
