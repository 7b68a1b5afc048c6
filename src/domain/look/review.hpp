// The daily review: of all looks of a day those that deserve a human eye, every one of them, with the
// reasons. It reads the whole log beside the looks, because whether somebody had business with a record shows
// in what they did on it: on the record itself, on the incident a call belongs to, or by naming it (a unit
// sent there).
#pragma once
#include "domain/look/events.hpp"
#include "domain/look/rules.hpp"
#include "kernel/holder.hpp"
#include "kernel/module.hpp"
#include "kernel/shelf.hpp"
#include "terms/ids.hpp"

#include <deque>
#include <unordered_map>

namespace anlan::look {

inline constexpr Hours looks_kept{24 * 31};  // older ones are in the log
inline constexpr Hours deeds_kept{48};
inline constexpr std::size_t rows_max = 1000;  // of one answer; `next` asks for more

BOOST_DEFINE_ENUM_CLASS(Why, always_reviewed, no_deed, many_looks, many_accounts, no_post, break_glass)

struct ReviewRow {
    std::string look_id;
    std::uint64_t position = 0;
    Instant looked_at{};
    std::string looked_by;
    PostId post_id;
    std::string record;
    std::vector<std::string> fields;
    std::string purpose;
    std::string reason;
    std::vector<Why> why;
    std::optional<LookReviewed> reviewed;
    std::optional<std::string> under = {};  // the delegation or break-glass by which it was shown
};
BOOST_DESCRIBE_STRUCT(ReviewRow, (),
                      (look_id, position, looked_at, looked_by, post_id, record, fields, purpose, reason, why,
                       reviewed, under))

struct ReviewAnswer {
    Instant from{};  // the civil day
    Instant until{};
    std::uint64_t looks = 0;         // of that day, all
    std::uint64_t to_review = 0;     // those with a reason
    std::uint64_t not_reviewed = 0;  // of these, still to be read
    std::vector<ReviewRow> rows;     // in log order
    std::optional<std::uint64_t> next;
};
BOOST_DESCRIBE_STRUCT(ReviewAnswer, (), (from, until, looks, to_review, not_reviewed, rows, next))

class Review {
public:
    // Before anything is applied.
    void use(const kernel::MakeShelf& make) { linked_ = make(); }
    void held(const kernel::CountHeld& count) const;
    void apply(const kernel::Recorded& recorded);

    struct Asked {
        Instant from{};
        Instant until{};
        std::uint64_t after = 0;  // rows behind this position
    };
    ReviewAnswer of(const Asked& asked, const Rules& rules) const;

    // The first instant of which looks are still kept, given what was applied.
    Instant kept_from() const { return latest_ - looks_kept; }

private:
    struct Seen {
        ReviewRow row;
        std::optional<Instant> deed_before;  // the last of whoever looked, on this matter
        std::optional<Instant> deed_after;   // the first
    };
    using Key = std::string;  // who, and which matter
    struct Work {
        std::optional<Instant> last_deed;
        std::vector<std::uint64_t> open;  // numbers of looks without a deed after them
        Instant touched_at{};
    };

    void look(const kernel::Envelope& envelope, const LookRecorded& event);
    void deed(const kernel::Envelope& envelope);
    Work& work_on(const std::string& who, const std::string& matter, Instant at);
    void note_deed(const std::string& who, const std::string& matter, Instant at);
    void forget(Instant now);
    void forget_deeds(Instant before);
    Seen* seen(std::uint64_t number);
    std::string matter_of(const std::string& record) const;
    struct Link;
    std::optional<Link> link(kernel::Shelf::Number number) const;
    void add_link(const std::string& call, const std::string& incident, Instant at);
    void forget_links(Instant before);

    std::deque<Seen> seen_;
    std::uint64_t first_ = 0;  // the number of the first of seen_
    std::unordered_map<std::string, std::uint64_t> by_look_;
    // Which incident a call led to: "1795507200000 cal_1 inc_1", since when, in order.
    std::unique_ptr<kernel::Shelf> linked_ = std::make_unique<kernel::MemoryShelf>();
    kernel::Shelf::Number first_linked_ = 0;
    kernel::Shelf::Number next_linked_ = 0;
    std::optional<Instant> first_linked_at_;
    std::unordered_map<Key, Work> work_;
    std::deque<std::pair<Instant, const Key*>> to_forget_;  // each of work_ once; none before its instant
    Instant latest_{};
};

}  // namespace anlan::look
