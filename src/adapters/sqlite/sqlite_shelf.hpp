// A shelf on the disk: a SQLite file without a name. It is unlinked as soon as it is open, so that nothing of
// it is left when the process is, however that ends; its marks are made with a key that is in memory only.
#pragma once
#include "adapters/sqlite/database.hpp"
#include "kernel/shelf.hpp"

#include <array>
#include <filesystem>
#include <memory>
#include <mutex>

namespace anlan::adapters {

class SqliteShelf final : public kernel::Shelf {
public:
    // The file is made in `directory`. `secret` is of good chance.
    static Result<std::unique_ptr<SqliteShelf>, ports::Fault> open(
        const std::filesystem::path& directory, const std::array<std::uint8_t, 16>& secret) noexcept;

    Mark mark(std::string_view text) const override;
    void put(Number number, std::string_view bytes, std::span<const Mark> marks) override;
    void remove(Number number) override;
    std::optional<std::string> get(Number number) const override;
    std::vector<Number> find(Mark mark) const override;
    std::size_t size() const override { return size_; }
    std::string broken() const override { return broken_; }

private:
    explicit SqliteShelf(Database database) : database_(std::move(database)) {}
    Result<Done, ports::Fault> prepare();
    bool carry_out(Statement& statement) const;

    Database database_;
    mutable Statement put_row_;
    mutable Statement put_mark_;
    mutable Statement remove_row_;
    mutable Statement remove_marks_;
    mutable Statement row_;
    mutable Statement numbers_;
    mutable std::mutex mutex_;  // readers of one view are several
    mutable std::string broken_;
    std::size_t size_ = 0;
    std::array<std::uint8_t, 16> secret_{};
};

}  // namespace anlan::adapters
