// The shelf on the disk, and that nothing of it is left.
#include "adapters/sqlite/scratch.hpp"
#include "adapters/sqlite/sqlite_shelf.hpp"
#include "ports/contract/shelf_contract.hpp"

namespace anlan::adapters {
namespace {

std::unique_ptr<kernel::Shelf> open_shelf(const std::filesystem::path& folder, std::uint8_t secret) {
    auto shelf = SqliteShelf::open(folder, {secret, 2, 3});
    EXPECT_TRUE(shelf.ok()) << shelf.error().message;
    return shelf.ok() ? std::move(shelf).value() : nullptr;
}

struct OnDisk {
    Scratch scratch;
    std::unique_ptr<kernel::Shelf> open() { return open_shelf(scratch.path(), 1); }
};
struct InMemory {
    std::unique_ptr<kernel::Shelf> open() { return std::make_unique<kernel::MemoryShelf>(); }
};

TEST(SqliteShelf, ItsFileHasNoNameAndItsMarksAreItsOwn) {
    const Scratch scratch;
    const auto one = open_shelf(scratch.path(), 1);
    const auto other = open_shelf(scratch.path(), 9);
    one->put(1, std::string(10'000, 'x'), {});
    EXPECT_TRUE(std::filesystem::is_empty(scratch.path()));
    EXPECT_NE(one->mark("13800001111"), other->mark("13800001111"));
}

TEST(SqliteShelf, AFolderThatIsNotThereIsAFault) {
    const auto shelf = SqliteShelf::open("/nowhere/at/all", {});
    ASSERT_FALSE(shelf.ok());
    EXPECT_EQ(shelf.error().code, "shelf.io");
}

}  // namespace
}  // namespace anlan::adapters

namespace anlan::ports::contract {

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, ShelfContract, adapters::OnDisk);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, ShelfContract, adapters::InMemory);

}  // namespace anlan::ports::contract
