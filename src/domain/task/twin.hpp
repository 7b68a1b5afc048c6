// Whether two tasks ask for the same: by the wording of their measures and standard, compared by pairs of
// neighbouring characters, so that 每月检查一次消防通道 and 消防通道每月检查一次 are nearly the same.
#pragma once
#include "domain/task/rules.hpp"

namespace anlan::task {

// 0: nothing in common, 1: the same but for blanks, punctuation and case.
double likeness(std::string_view one, std::string_view other);

struct Alike {
    double measures = 0;
    double standard = 0;
    double both = 0;  // of one text after the other, which is what counts
};
Alike compare(const Terms& one, const Terms& other);

// Whether they are one: alike enough, and for areas of which one holds the other.
bool are_twins(const Terms& one, const Terms& other, const Alike& alike, const TwinRules& rules);

}  // namespace anlan::task
