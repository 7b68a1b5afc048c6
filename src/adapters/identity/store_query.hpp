// How the account store asks SQLite. Included by the files of Store only.
#pragma once
#include "adapters/identity/store.hpp"

#include <algorithm>

#include <sqlite3.h>

namespace anlan::adapters::identity {

inline std::int64_t millis(Instant at) { return at.time_since_epoch().count(); }
inline std::string_view name_of(ports::Proof proof) {
    return boost::describe::enum_to_string(proof, "password");
}
inline Instant instant(std::int64_t millis_since) { return Instant{Millis{millis_since}}; }

// One prepared statement, used once: bind in order, step, read columns in order.
class Store::Query {
public:
    Query(Store& store, Literal sql) : store_(store) {
        if (sqlite3_prepare_v2(store.database_, sql.text(), -1, &statement_, nullptr) != SQLITE_OK)
            statement_ = nullptr;
    }
    ~Query() { sqlite3_finalize(statement_); }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(std::string_view text) {
        sqlite3_bind_text64(statement_, ++bound_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        return *this;
    }
    Query& bind(std::int64_t number) {
        sqlite3_bind_int64(statement_, ++bound_, number);
        return *this;
    }
    Query& bind(const TokenHash& hash) {
        sqlite3_bind_blob64(statement_, ++bound_, hash.data(), hash.size(), SQLITE_TRANSIENT);
        return *this;
    }
    Query& bind_bytes(std::string_view bytes) {
        sqlite3_bind_blob64(statement_, ++bound_, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
        return *this;
    }
    Query& bind(Instant at) { return bind(millis(at)); }
    Query& bind(const std::optional<Instant>& at) {
        if (at) return bind(millis(*at));
        sqlite3_bind_null(statement_, ++bound_);
        return *this;
    }

    // True: a row; false: no more. A fault ends it too.
    bool step() {
        column_ = 0;
        status_ = statement_ == nullptr ? SQLITE_ERROR : sqlite3_step(statement_);
        return status_ == SQLITE_ROW;
    }
    bool failed() const { return status_ != SQLITE_ROW && status_ != SQLITE_DONE; }
    Result<Done, ports::Fault> finish() {
        while (step()) {
        }
        if (failed()) return Unexpected{store_.fault()};
        return Done{};
    }

    std::string text() {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column_));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column_++));
        return bytes == nullptr ? std::string{} : std::string{bytes, size};
    }
    Instant at() { return instant(number()); }
    std::int64_t number() { return sqlite3_column_int64(statement_, column_++); }
    std::optional<Instant> maybe_instant() {
        if (sqlite3_column_type(statement_, column_) == SQLITE_NULL) {
            ++column_;
            return std::nullopt;
        }
        return instant(number());
    }
    TokenHash hash() {
        TokenHash read{};
        const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column_));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column_++));
        std::copy_n(bytes, std::min(size, read.size()), read.begin());
        return read;
    }
    ports::Proof proof() {
        ports::Proof read = ports::Proof::password;
        boost::describe::enum_from_string(text().c_str(), read);
        return read;
    }
    std::string bytes() {
        const auto* from = static_cast<const char*>(sqlite3_column_blob(statement_, column_));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column_++));
        return from == nullptr ? std::string{} : std::string{from, size};
    }
    ports::PostGrant grant() {
        ports::PostGrant read;
        read.post_id = PostId{text()};
        read.role = text();
        read.reach.city = AreaId{text()};
        read.reach.district = AreaId{text()};
        read.reach.station = AreaId{text()};
        read.reach.beat = AreaId{text()};
        read.from = maybe_instant();
        read.until = maybe_instant();
        return read;
    }

private:
    Store& store_;
    sqlite3_stmt* statement_ = nullptr;
    int bound_ = 0;
    int column_ = 0;
    int status_ = SQLITE_OK;
};

}  // namespace anlan::adapters::identity
