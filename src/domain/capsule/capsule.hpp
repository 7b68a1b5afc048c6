// A shift capsule: all that a shift leaves open, on one page, which the leaving person writes and the coming
// one signs. One stream for each shift of one person at one post; its id follows from these three, so that
// the end of the shift finds the capsule, or finds that there is none.
#pragma once
#include "domain/capsule/events.hpp"
#include "kernel/decider.hpp"

namespace anlan::capsule {

inline constexpr std::size_t matters_max = 2000;
inline constexpr std::size_t kind_length_max = 200;
inline constexpr std::size_t remarks_length_max = 8000;  // bytes
inline constexpr int versions_max = 200;

struct WriteCapsule {
    static constexpr std::string_view name = "capsule.write";
    PostId post_id;
    std::uint64_t position = 0;
    std::vector<Matter> matters;
    PersonalText remarks;
    std::optional<AccountId> account_id;  // whose shift; left out: one's own
    Instant began_at{};                   // when that shift began, as the post says
};
BOOST_DESCRIBE_STRUCT(WriteCapsule, (), (post_id, position, matters, remarks, account_id, began_at))

struct SignCapsule {
    static constexpr std::string_view name = "capsule.sign";
    int capsule_version = 0;  // the one that was read
    PersonalText remarks;
};
BOOST_DESCRIBE_STRUCT(SignCapsule, (), (capsule_version, remarks))

struct NoteShiftOver {
    static constexpr std::string_view name = "capsule.note_shift_over";
    PostId post_id;
    std::string role;
    Jurisdiction where;
    AccountId account_id;
    Instant began_at{};
    std::optional<AccountId> relieved_by;
    Instant over_at{};
};
BOOST_DESCRIBE_STRUCT(NoteShiftOver, (), (post_id, role, where, account_id, began_at, relieved_by, over_at))

struct Signature {
    int capsule_version = 0;
    AccountId signed_by;
    PersonalText remarks;
    Instant signed_at{};

    friend bool operator==(const Signature&, const Signature&) = default;
};
BOOST_DESCRIBE_STRUCT(Signature, (), (capsule_version, signed_by, remarks, signed_at))

struct Capsule {
    using Command = std::variant<WriteCapsule, SignCapsule, NoteShiftOver, kernel::NoteDeadline>;
    using Event = capsule::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        PostId post_id;  // empty: there is none
        Jurisdiction where;
        AccountId account_id;
        Instant began_at{};
        int capsule_version = 0;  // 0: nothing written
        std::uint64_t position = 0;
        std::vector<Matter> matters;
        PersonalText remarks;
        AccountId written_by;
        std::optional<Instant> written_at;
        std::optional<AccountId> relieved_by;
        std::optional<Instant> over_at;
        std::optional<Signature> signature;
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Capsule::State, (),
                      (post_id, where, account_id, began_at, capsule_version, position, matters, remarks,
                       written_by, written_at, relieved_by, over_at, signature, open))

static_assert(kernel::Decider<Capsule>);

// "cap_dispatcher.420106.li.na.1795420800000": the post, the account, when its shift began (milliseconds).
// Empty where that would be no id: names too long for one.
std::string capsule_id(const PostId& post_id, const AccountId& account_id, Instant began_at);

}  // namespace anlan::capsule
