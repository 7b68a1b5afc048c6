// The later report's side of a comparison; used by repeat_finder.cpp and repeat_weighing.cpp only.
#pragma once
#include "planning/repeat_finder.hpp"

namespace anlan::planning {

inline constexpr double idle_bits = 3;  // a word that every eighth report has says nothing

struct RepeatFinder::Asked : Read {
    std::vector<double> rarities;  // of each word in order of the text
    std::vector<double> place_rarities;
    double sum = 0;  // of the words, each once
    double place_sum = 0;
    double number_bits = 0;  // that its number is the same
    Instant at{};
};

}  // namespace anlan::planning
