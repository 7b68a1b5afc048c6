// What every kernel::Shelf must do, as tests; instantiated like event_log_contract.hpp, with a world whose
// open() gives a kernel::Shelf.
#pragma once
#include "kernel/shelf.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace anlan::ports::contract {

template <class World>
class ShelfContract : public testing::Test {
protected:
    using Numbers = std::vector<kernel::Shelf::Number>;
    void put(kernel::Shelf::Number number, const std::string& bytes, const std::vector<std::string>& marked) {
        std::vector<kernel::Shelf::Mark> marks;
        for (const auto& text : marked) marks.push_back(shelf->mark(text));
        shelf->put(number, bytes, marks);
    }
    Numbers find(const std::string& text) { return shelf->find(shelf->mark(text)); }

    World world;
    std::unique_ptr<kernel::Shelf> shelf = world.open();
};

TYPED_TEST_SUITE_P(ShelfContract);

TYPED_TEST_P(ShelfContract, WhatIsPutIsFoundByItsNumberAndByEachMark) {
    using Numbers = typename TestFixture::Numbers;
    EXPECT_EQ(this->shelf->get(0), std::nullopt);
    EXPECT_EQ(this->find("red"), Numbers{});
    const std::string bytes{"a\0路", 5};
    this->put(7, bytes, {"red", "round"});
    this->put(3, "b", {"red"});
    this->put(0, "", {});
    EXPECT_EQ(this->shelf->get(7), bytes);
    EXPECT_EQ(this->shelf->get(0), "");
    EXPECT_EQ(this->find("red"), (Numbers{3, 7}));
    EXPECT_EQ(this->find("round"), Numbers{7});
    EXPECT_EQ(this->find("blue"), Numbers{});
    EXPECT_EQ(this->shelf->size(), 3U);
    EXPECT_EQ(this->shelf->broken(), "");
}

TYPED_TEST_P(ShelfContract, TheLaterPutTakesThePlaceOfTheEarlierWithItsMarks) {
    using Numbers = typename TestFixture::Numbers;
    this->put(1, "a", {"red", "round"});
    this->put(1, "b", {"round", "round", "flat"});
    EXPECT_EQ(this->shelf->get(1), "b");
    EXPECT_EQ(this->find("red"), Numbers{});
    EXPECT_EQ(this->find("flat"), Numbers{1});
    EXPECT_EQ(this->shelf->size(), 1U);
}

TYPED_TEST_P(ShelfContract, WhatIsRemovedIsGone) {
    using Numbers = typename TestFixture::Numbers;
    this->put(1, "a", {"red"});
    this->put(2, "b", {"red"});
    this->shelf->remove(1);
    this->shelf->remove(9);
    EXPECT_EQ(this->shelf->get(1), std::nullopt);
    EXPECT_EQ(this->find("red"), Numbers{2});
    EXPECT_EQ(this->shelf->size(), 1U);
}

TYPED_TEST_P(ShelfContract, ManyRowsAreAllThere) {
    for (kernel::Shelf::Number number = 0; number < 5'000; ++number)
        this->put(number, std::string(300, 'x') + std::to_string(number), {std::to_string(number % 10)});
    EXPECT_EQ(this->find("3").size(), 500U);
    EXPECT_EQ(this->shelf->get(4'321), std::string(300, 'x') + "4321");
    EXPECT_EQ(this->shelf->broken(), "");
}

REGISTER_TYPED_TEST_SUITE_P(ShelfContract, WhatIsPutIsFoundByItsNumberAndByEachMark,
                            TheLaterPutTakesThePlaceOfTheEarlierWithItsMarks, WhatIsRemovedIsGone,
                            ManyRowsAreAllThere);

}  // namespace anlan::ports::contract
