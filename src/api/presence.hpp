// Who has a record open right now, told to colleagues who may read that record, too: so that two do not work
// on one incident without knowing. Kept in memory for seconds, of the person signed in and the post alone;
// it is no event, no look and no figure, and nothing is left of it when the record is closed.
#pragma once
#include "api/parts.hpp"
#include "api/router.hpp"

#include <boost/describe.hpp>

#include <memory>
#include <mutex>

namespace anlan::api {

struct Colleague {
    std::string account_id;
    std::string display;
    PostId post_id;
    Instant since;  // this record, without a break

    friend bool operator==(const Colleague&, const Colleague&) = default;
};
BOOST_DESCRIBE_STRUCT(Colleague, (), (account_id, display, post_id, since))

// A console says every few seconds that its record is still open; who is silent for `kept_for` is gone.
class Presence {
public:
    static constexpr auto kept_for = Seconds{15};
    static constexpr std::size_t records_max = 20'000;
    static constexpr std::size_t colleagues_max = 50;  // of one record; more are not told of each other

    // Who else has it open. From any thread.
    std::vector<Colleague> here(const std::string& record, Colleague who, Instant now);
    void left(const std::string& record, const std::string& account_id);

private:
    struct Seen {
        Colleague who;
        Instant until;
    };
    void forget_silent(Instant now);

    std::mutex mutex_;
    std::map<std::string, std::vector<Seen>> records_;
    Instant swept_{};
};

void add_presence(Router& router, const Parts& parts, Presence& presence);

}  // namespace anlan::api
