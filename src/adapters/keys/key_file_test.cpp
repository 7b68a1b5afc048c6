// The files keys and master.key of a data folder.
#include "adapters/keys/key_file.hpp"
#include "adapters/keys/keys_test_support.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <filesystem>
#include <fstream>

namespace anlan::adapters {
namespace {

struct Folder {
    std::filesystem::path path;
    SeededRandom random{3};

    Folder() {
        std::string made = (std::filesystem::temp_directory_path() / "anlan-keys-XXXXXX").string();
        EXPECT_NE(mkdtemp(made.data()), nullptr);
        path = made;
    }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    unsigned rights(const char* name) const {
        struct stat about{};
        EXPECT_EQ(stat((path / name).c_str(), &about), 0);
        return about.st_mode & 0777U;
    }
    void write_master(const std::string& text) const {
        std::ofstream{path / "master.key"} << text;
        std::filesystem::permissions(path / "master.key", std::filesystem::perms{0600});
    }
};

TEST(KeyFile, IsMadeForItsOwnerOnlyAndFoundAgain) {
    Folder folder;
    std::string sealed;
    {
        auto ring = open_keys(folder.path, folder.random);
        ASSERT_TRUE(ring.ok()) << ring.error().message;
        sealed = ring.value()->seal("cal_1", 1, "text", kernel::WithoutKey::make_one).value_or("");
    }
    EXPECT_EQ(folder.rights("keys"), 0600u);
    EXPECT_EQ(folder.rights("master.key"), 0600u);
    auto reader = open_keys_read_only(folder.path, folder.random);
    ASSERT_TRUE(reader.ok());
    EXPECT_EQ(reader.value()->open("cal_1", sealed), "text");
    EXPECT_EQ(reader.value()->seal("cal_2", 1, "x", kernel::WithoutKey::leave), std::nullopt);
    auto again = open_keys(folder.path, folder.random);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value()->open("cal_1", sealed), "text");
}

TEST(KeyFile, AReaderSeesKeysThatWereMadeAfterItBegan) {
    Folder folder;
    auto ring = open_keys(folder.path, folder.random);
    ASSERT_TRUE(ring.ok());
    auto reader = open_keys_read_only(folder.path, folder.random);
    ASSERT_TRUE(reader.ok());
    const auto sealed = ring.value()->seal("cal_1", 1, "text", kernel::WithoutKey::make_one);
    ASSERT_TRUE(sealed);
    EXPECT_EQ(reader.value()->open("cal_1", *sealed), "text");
}

TEST(KeyFile, AMasterThatOthersMayReadIsRefused) {
    Folder folder;
    folder.write_master(std::string(64, 'a') + "\n");
    std::filesystem::permissions(folder.path / "master.key", std::filesystem::perms{0640});
    auto ring = open_keys(folder.path, folder.random);
    ASSERT_FALSE(ring.ok());
    EXPECT_EQ(ring.error().code, "keys.master_open");
    EXPECT_FALSE(std::filesystem::exists(folder.path / "keys"));
}

TEST(KeyFile, ADamagedMasterIsRefusedAndNotReplaced) {
    for (const auto& text : {std::string{}, std::string(63, 'a'), std::string(64, 'g')}) {
        Folder folder;
        folder.write_master(text);
        auto ring = open_keys(folder.path, folder.random);
        ASSERT_FALSE(ring.ok()) << text;
        EXPECT_EQ(ring.error().code, "keys.master_damaged");
        std::ifstream in{folder.path / "master.key"};
        EXPECT_EQ((std::string{std::istreambuf_iterator<char>{in}, {}}), text);
    }
}

TEST(KeyFile, ToReadOnlyMakesNothing) {
    Folder folder;
    EXPECT_FALSE(open_keys_read_only(folder.path, folder.random).ok());
    EXPECT_TRUE(std::filesystem::is_empty(folder.path));
}

}  // namespace
}  // namespace anlan::adapters
