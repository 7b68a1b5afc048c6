// Every PersonalText of a described value, in the order of its description: what is sealed before it is
// written, opened when it is read, and taken out when a record is erased.
#pragma once
#include "codec/json_traits.hpp"

namespace anlan::codec {

// Calls `visit` with each, constant if the value is.
template <class T, class Visit>
void each_personal(T& value, const Visit& visit) {
    using Value = std::remove_const_t<T>;
    if constexpr (!holds_personal_text<Value>)
        return;
    else if constexpr (std::same_as<Value, PersonalText>)
        visit(value);
    else if constexpr (OptionalType<Value>) {
        if (value) each_personal(*value, visit);
    } else if constexpr (VectorType<Value>) {
        for (auto& item : value) each_personal(item, visit);
    } else if constexpr (MapType<Value>) {
        for (auto& [key, item] : value) each_personal(item, visit);
    } else if constexpr (DescribedStruct<Value>) {
        boost::mp11::mp_for_each<MembersOf<Value>>([&](auto member) {
            using Member = decltype(member);
            each_personal(value.*Member::pointer, visit);
        });
    } else {
        static_assert(codec_does_not_know_this_type<Value>, "a set or a strong type of personal texts");
    }
}

}  // namespace anlan::codec
