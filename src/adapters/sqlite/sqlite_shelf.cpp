#include "adapters/sqlite/sqlite_shelf.hpp"

#include <sodium.h>

#include <unistd.h>

namespace anlan::adapters {

using ports::Fault;
using ports::Then;

static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == sizeof(kernel::Shelf::Mark));

Result<std::unique_ptr<SqliteShelf>, Fault> SqliteShelf::open(
    const std::filesystem::path& directory, const std::array<std::uint8_t, 16>& secret) noexcept {
    std::string path = (directory / "shelf-XXXXXX").string();
    const int made = ::mkstemp(path.data());
    if (made < 0)
        return Unexpected{Fault{Then::stop, "shelf.io", "cannot make a file in " + directory.string()}};
    ::close(made);
    auto opened = Database::open(path, Open::create, "shelf");
    std::error_code ignored;
    if (!opened.ok()) {
        std::filesystem::remove(path, ignored);
        return Unexpected{std::move(opened).error()};
    }
    std::unique_ptr<SqliteShelf> shelf{new SqliteShelf{std::move(opened).value()}};
    shelf->secret_ = secret;
    auto prepared = shelf->prepare();
    std::filesystem::remove(path, ignored);
    if (!prepared.ok()) return Unexpected{std::move(prepared).error()};
    return shelf;
}

// One transaction that never ends: nothing has to be durable, and pages leave memory when there are too many.
Result<Done, Fault> SqliteShelf::prepare() {
    ANLAN_TRY_DONE(database_.run("PRAGMA journal_mode = OFF"));
    ANLAN_TRY_DONE(database_.run("PRAGMA synchronous = OFF"));
    ANLAN_TRY_DONE(database_.run("PRAGMA locking_mode = EXCLUSIVE"));
    ANLAN_TRY_DONE(database_.run("PRAGMA cache_size = -2048"));
    ANLAN_TRY_DONE(database_.run("CREATE TABLE row (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL)"));
    ANLAN_TRY_DONE(
        database_.run("CREATE TABLE marked (mark INTEGER NOT NULL, number INTEGER NOT NULL,"
                      "  PRIMARY KEY (mark, number)) WITHOUT ROWID"));
    ANLAN_TRY_DONE(database_.run("CREATE INDEX marks ON marked (number)"));
    ANLAN_TRY_DONE(database_.run("BEGIN EXCLUSIVE"));
    ANLAN_TRY(put_row_, database_.prepare("INSERT INTO row (number, bytes) VALUES (?1, ?2)"));
    ANLAN_TRY(put_mark_, database_.prepare("INSERT OR IGNORE INTO marked (mark, number) VALUES (?1, ?2)"));
    ANLAN_TRY(remove_row_, database_.prepare("DELETE FROM row WHERE number = ?1 RETURNING 1"));
    ANLAN_TRY(remove_marks_, database_.prepare("DELETE FROM marked WHERE number = ?1"));
    ANLAN_TRY(row_, database_.prepare("SELECT bytes FROM row WHERE number = ?1"));
    ANLAN_TRY(numbers_, database_.prepare("SELECT number FROM marked WHERE mark = ?1 ORDER BY number"));
    return Done{};
}

bool SqliteShelf::carry_out(Statement& statement) const {
    const auto step = statement.step();
    if (step == Statement::Step::failed && broken_.empty())
        broken_ = database_.fault("keeping a view's rows").message;
    if (step != Statement::Step::row) statement.reset();
    return step == Statement::Step::row;
}

kernel::Shelf::Mark SqliteShelf::mark(std::string_view text) const {
    Mark mark = 0;
    crypto_shorthash(reinterpret_cast<unsigned char*>(&mark),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), secret_.data());
    return mark;
}

void SqliteShelf::put(Number number, std::string_view bytes, std::span<const Mark> marks) {
    remove(number);
    const std::lock_guard lock{mutex_};
    carry_out(put_row_.bind(1, static_cast<std::int64_t>(number)).bind_bytes(2, bytes));
    for (const auto one : marks)
        carry_out(
            put_mark_.bind(1, static_cast<std::int64_t>(one)).bind(2, static_cast<std::int64_t>(number)));
    ++size_;
}

void SqliteShelf::remove(Number number) {
    const std::lock_guard lock{mutex_};
    const bool was_there = carry_out(remove_row_.bind(1, static_cast<std::int64_t>(number)));
    remove_row_.reset();
    if (!was_there) return;
    --size_;
    carry_out(remove_marks_.bind(1, static_cast<std::int64_t>(number)));
}

std::optional<std::string> SqliteShelf::get(Number number) const {
    const std::lock_guard lock{mutex_};
    if (!carry_out(row_.bind(1, static_cast<std::int64_t>(number)))) return std::nullopt;
    std::string bytes{row_.bytes(0)};
    row_.reset();
    return bytes;
}

std::vector<kernel::Shelf::Number> SqliteShelf::find(Mark mark) const {
    const std::lock_guard lock{mutex_};
    std::vector<Number> found;
    numbers_.bind(1, static_cast<std::int64_t>(mark));
    while (carry_out(numbers_)) found.push_back(static_cast<Number>(numbers_.integer(0)));
    return found;
}

}  // namespace anlan::adapters
