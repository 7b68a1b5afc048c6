// A visitor with one lambda for each alternative; an alternative nobody handles does not compile.
#pragma once

namespace anlan {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace anlan
