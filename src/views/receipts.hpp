// What a caller's link opens: which call it belongs to, and what of it may be shown to whoever holds it
// (docs/design/receipt.md). Made of what call, incident and area tell of themselves to others, which holds
// nothing that anybody said; of the looks at both records, without who looked; and of the rules of retention.
//
// Threads: apply on one, the rest from any.
#pragma once
#include "base/instant.hpp"
#include "domain/call/events.hpp"
#include "domain/incident/events.hpp"
#include "kernel/committed.hpp"
#include "kernel/holder.hpp"
#include "kernel/shelf.hpp"
#include "views/records.hpp"

#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::views {

// How far the report has come, for the headline.
enum class Course { received, accepted, sent, on_the_way, on_scene, over, elsewhere, answered, voided };

struct PastResult {
    Instant opened_at;
    std::optional<Instant> closed_at;
    kernel::Words result;
};

struct ReceiptPage {
    std::string call_id;
    std::string reference;  // the call's number
    Course course = Course::received;
    std::optional<kernel::Words> what;  // none: this class is not named on a page
    std::string station;                // its public name; empty: not known yet
    Instant received_at;
    std::optional<Instant> accepted_at;
    std::optional<Instant> sent_at;
    std::optional<Instant> under_way_at;
    std::optional<Instant> on_scene_at;
    std::optional<Instant> over_at;
    std::optional<kernel::Words> result;
    std::optional<kernel::Words> agency;  // that has it now
    std::optional<Instant> arrive_by;     // promised, and not kept yet
    std::optional<Instant> call_back_by;
    std::optional<Instant> answer_by;
    int episode = 1;
    std::vector<PastResult> earlier;  // of an incident that was opened again
    std::optional<Instant> informed_at;
    bool informed_all_read = false;
    bool contested = false;  // this result, by this caller
    bool reopens = false;    // contesting it would; else it would be answered
    int rating = 0;          // of this result; 0: none
    Quiet quiet;
    Instant expires_at;
    int information_length_max = 0;  // bytes
};

struct KeptRecord {
    kernel::Words kind;  // of record: the report, what was done about it
    kernel::Words rule;
    std::string basis;
    int days = 0;
    std::optional<Instant> until;  // none: it is not closed yet
    bool erased = false;
    bool ruled = true;  // a rule of retention fits it
};

// Looks from one post for one purpose.
struct LookedAt {
    kernel::Words post;   // what such a post is called
    std::string area;     // where it stands; may be empty
    std::string purpose;  // a code of access.toml
    int count = 0;
    Instant last;
};

struct ReceiptData {
    std::vector<KeptRecord> kept;
    std::vector<LookedAt> looks;
    Instant expires_at;
};

// The rulebook's figures of the pages.
struct LinkFigures {
    std::string language;  // "zh" or "en", where a browser asks for neither
    std::string emergency_number;
    int wrong_links_max = 0;
    Seconds wrong_links_window{0};
};

// How often a record was looked at is counted anew from the log at each start, as all of a view is, and kept
// on a shelf: it is asked for seldom and is there for every record that anybody ever looked at.
class Receipts final : public kernel::View, public kernel::KeepsOnShelves, public kernel::Holder {
public:
    Receipts(std::span<const kernel::Module> modules, const Records& records, const kernel::Rulebook& rules)
        : modules_(modules), records_(records), rules_(rules) {}

    std::string_view name() const override { return "receipts"; }
    void apply(const kernel::Recorded& recorded) override;
    void use(const kernel::MakeShelf& make) override { looks_ = make(); }
    void held(const kernel::CountHeld& count) const override;

    // None: the link opens nothing (any more), for whatever reason. A fault: a record could not be read.
    Result<std::optional<ReceiptPage>, ports::Fault> page(std::string_view link_hash, Instant now) const;
    Result<std::optional<ReceiptData>, ports::Fault> data(std::string_view link_hash, Instant now) const;

    // None: the rulebook gives no links.
    std::optional<LinkFigures> figures() const;

private:
    struct Opened {
        std::string call_id;
        call::Brief call;
        std::optional<incident::Brief> incident;
    };

    void put(const std::string& call_id, const call::LivingLink& link);
    void take(const std::string& call_id);
    void note_look(const std::string& record, const std::string& post, const std::string& purpose,
                   Instant at);
    Result<std::optional<Opened>, ports::Fault> open(std::string_view link_hash, Instant now) const;
    Result<std::string, ports::Fault> area_name(const AreaId& area) const;
    Result<std::string, ports::Fault> station_of(const Opened& opened) const;
    Result<std::optional<KeptRecord>, ports::Fault> kept(const std::string& stream, kernel::Words kind) const;
    Result<Done, ports::Fault> add_looks(ReceiptData& data, const std::string& record) const;

    template <class B>
    Result<std::optional<B>, ports::Fault> brief(std::string_view stream) const {
        ANLAN_TRY(const auto found, records_.find(stream));
        if (!found) return std::optional<B>{};
        const auto told = found->module->brief(found->state, &kernel::brief_tag<B>);
        if (told == nullptr) return std::optional<B>{};
        return std::optional<B>{*static_cast<const B*>(told.get())};
    }

    std::span<const kernel::Module> modules_;
    const Records& records_;
    const kernel::Rulebook& rules_;
    mutable std::shared_mutex mutex_;
    std::map<std::string, std::string, std::less<>> calls_;  // by the link's hash
    std::map<std::string, std::string, std::less<>> links_;  // hashes, by call
    std::unique_ptr<kernel::Shelf> looks_ = std::make_unique<kernel::MemoryShelf>();
    kernel::Shelf::Number next_looks_ = 0;
};

}  // namespace anlan::views
