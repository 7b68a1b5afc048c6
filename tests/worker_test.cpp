// Work that waits for a disk is done elsewhere, in order, and none of it is lost at the end.
#include "app/worker.hpp"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace anlan::app {
namespace {

TEST(Worker, DoesOneAfterTheOtherOnAThreadOfItsOwnAndWhatWaitsBeforeItStops) {
    std::vector<int> done;
    std::promise<void> go;
    const auto gate = go.get_future().share();
    std::thread::id where;
    {
        Worker worker{8};
        EXPECT_TRUE(worker.put([&] {
            gate.wait();
            where = std::this_thread::get_id();
        }));
        for (int i = 0; i < 5; ++i) EXPECT_TRUE(worker.put([&done, i] { done.push_back(i); }));
        go.set_value();
        worker.stop();
        EXPECT_FALSE(worker.put([] { ADD_FAILURE() << "it has stopped"; }));
    }
    EXPECT_EQ(done, (std::vector<int>{0, 1, 2, 3, 4}));
    EXPECT_NE(where, std::this_thread::get_id());
}

TEST(Worker, TakesNoMoreThanMayWait) {
    std::promise<void> go, begun;
    const auto gate = go.get_future().share();
    int done = 0;
    Worker worker{2};
    EXPECT_TRUE(worker.put([&] {
        begun.set_value();
        gate.wait();
    }));
    begun.get_future().wait();
    EXPECT_TRUE(worker.put([&] { ++done; }));
    EXPECT_TRUE(worker.put([&] { ++done; }));
    EXPECT_FALSE(worker.put([&] { ++done; }));
    go.set_value();
    worker.stop();
    EXPECT_EQ(done, 2);
}

}  // namespace
}  // namespace anlan::app
