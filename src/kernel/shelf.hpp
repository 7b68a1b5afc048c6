// Where a view keeps what is too much for memory: rows by number, found by what they are marked with. It is
// filled anew at each start, as views are, and nobody else reads it; so it needs no format, and what it holds
// is gone with the process. A mark is made with a secret of this shelf: it tells nobody what was marked.
//
// Threads: as the view that owns it.
#pragma once
#include "base/digest.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::kernel {

class Shelf {
public:
    using Number = std::uint64_t;
    using Mark = std::uint64_t;
    virtual ~Shelf() = default;

    virtual Mark mark(std::string_view text) const = 0;
    // In place of what had this number.
    virtual void put(Number number, std::string_view bytes, std::span<const Mark> marks) = 0;
    virtual void remove(Number number) = 0;
    virtual std::optional<std::string> get(Number number) const = 0;
    // Ascending.
    virtual std::vector<Number> find(Mark mark) const = 0;
    virtual std::size_t size() const = 0;
    // Why it does not hold what was put there any more (a full disk); empty: it does.
    virtual std::string broken() const = 0;
};

using MakeShelf = std::function<std::unique_ptr<Shelf>()>;

// A view that has some; it is given them before anything is applied. Without, it keeps them in memory.
class KeepsOnShelves {
public:
    virtual ~KeepsOnShelves() = default;
    virtual void use(const MakeShelf& make) = 0;
};

// For tests, and where there is no disk to spare.
class MemoryShelf final : public Shelf {
public:
    Mark mark(std::string_view text) const override { return digest(text, 8); }
    void put(Number number, std::string_view bytes, std::span<const Mark> marks) override {
        remove(number);
        rows_[number] = {std::string{bytes}, {marks.begin(), marks.end()}};
        for (const auto one : marks) by_mark_[one].push_back(number);
    }
    void remove(Number number) override {
        const auto row = rows_.find(number);
        if (row == rows_.end()) return;
        for (const auto one : row->second.marks) {
            auto& numbers = by_mark_[one];
            std::erase(numbers, number);
            if (numbers.empty()) by_mark_.erase(one);
        }
        rows_.erase(row);
    }
    std::optional<std::string> get(Number number) const override {
        const auto row = rows_.find(number);
        return row == rows_.end() ? std::nullopt : std::optional{row->second.bytes};
    }
    std::vector<Number> find(Mark mark) const override {
        const auto found = by_mark_.find(mark);
        if (found == by_mark_.end()) return {};
        auto numbers = found->second;
        std::sort(numbers.begin(), numbers.end());
        return numbers;
    }
    std::size_t size() const override { return rows_.size(); }
    std::string broken() const override { return {}; }

private:
    struct Row {
        std::string bytes;
        std::vector<Mark> marks;
    };
    std::map<Number, Row> rows_;
    std::map<Mark, std::vector<Number>> by_mark_;
};

}  // namespace anlan::kernel
