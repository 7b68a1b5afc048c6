#include "planning/same_event_text.hpp"

#include <algorithm>

namespace anlan::planning {

std::vector<std::uint64_t> pairs_in_order(std::u32string_view plain) {
    std::vector<std::uint64_t> pairs;
    for (std::size_t i = 0; i + 1 < plain.size(); ++i)
        pairs.push_back(mixed(pair_key(same_sound(plain[i]), same_sound(plain[i + 1]))));
    return pairs;
}

std::vector<std::uint64_t> pairs_of(std::u32string_view plain) {
    std::vector<std::uint64_t> pairs = pairs_in_order(plain);
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

std::vector<std::u32string> shared_words(std::u32string_view written, const FoldedText& folded,
                                         const std::vector<std::uint64_t>& pairs) {
    constexpr std::size_t words_max = 8;
    const std::u32string& text = folded.text;
    std::vector<std::u32string> words;
    for (std::size_t i = 0; i + 1 < text.size();) {
        std::size_t end = i;
        while (end + 1 < text.size()) {
            const std::u32string pair = with_arabic_numbers(text.substr(end, 2));
            bool is_shared = pair.size() >= 2;
            for (std::size_t p = 0; p + 1 < pair.size() && is_shared; ++p) {
                const std::uint64_t key = mixed(pair_key(same_sound(pair[p]), same_sound(pair[p + 1])));
                is_shared = std::binary_search(pairs.begin(), pairs.end(), key);
            }
            if (!is_shared) break;
            ++end;
        }
        if (end > i) {
            const std::size_t from = folded.origin[i];
            words.emplace_back(written.substr(from, folded.origin[end] - from + 1));
        }
        i = std::max(end, i + 1);
    }
    std::sort(words.begin(), words.end(), [](const std::u32string& a, const std::u32string& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    words.erase(std::unique(words.begin(), words.end()), words.end());
    if (words.size() > words_max) words.resize(words_max);
    return words;
}

}  // namespace anlan::planning
