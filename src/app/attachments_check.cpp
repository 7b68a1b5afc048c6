#include "app/attachments_check.hpp"

#include "adapters/blobs/file_blob_store.hpp"
#include "adapters/keys/key_file.hpp"
#include "adapters/sqlite/event_log.hpp"
#include "adapters/system/system_random.hpp"
#include "codec/json.hpp"
#include "domain/erasure/events.hpp"
#include "domain/incident/events.hpp"
#include "kernel/record.hpp"

#include <map>
#include <set>

namespace anlan::app {
namespace {

using ports::BlobHash;
using ports::Fault;

struct Named {
    std::string record;
    incident::AttachmentAdded added;
};

struct InLog {
    std::vector<Named> named;
    std::set<std::string> erased;  // records
};

template <class Event>
Result<Event, Fault> payload_of(const kernel::Envelope& envelope) {
    auto event = codec::read_json<Event>(envelope.payload, codec::Unknown::ignore);
    if (event.ok()) return std::move(event).value();
    return Unexpected{Fault{ports::Then::stop, "log.unreadable",
                            "record " + std::to_string(envelope.position) + " does not read as what it is"}};
}

Result<Done, Fault> take(const kernel::Envelope& envelope, InLog& found) {
    if (envelope.wire == incident::AttachmentAdded::wire) {
        ANLAN_TRY(auto added, payload_of<incident::AttachmentAdded>(envelope));
        found.named.push_back({envelope.stream, std::move(added)});
    } else if (envelope.wire == erasure::RecordErased::wire) {
        ANLAN_TRY(auto erased, payload_of<erasure::RecordErased>(envelope));
        found.erased.insert(std::move(erased.record));
    }
    return Done{};
}

Result<InLog, Fault> read_log(const std::filesystem::path& data) {
    adapters::LogReaders readers{(data / "log.db").string(), {}, adapters::LogReaders::Access::from_beside};
    InLog found;
    Result<Done, Fault> taken{Done{}};
    ANLAN_TRY_DONE(readers.read(1, [&](std::uint64_t position, std::string_view bytes, const ports::Hash&) {
        const auto record = kernel::decode(bytes);
        if (record.ok())
            taken = take(*record, found);
        else
            taken = Unexpected{Fault{ports::Then::stop, "log.unreadable",
                                     "record " + std::to_string(position) + " does not decode"}};
        return taken.ok();
    }));
    if (!taken.ok()) return Unexpected{std::move(taken).error()};
    return found;
}

// What is on the disk, each held against its name: whether it was changed.
Result<std::map<BlobHash, bool>, Fault> read_store(ports::BlobStore& store) {
    ANLAN_TRY(const auto entries, store.list());
    std::map<BlobHash, bool> damaged;
    for (const auto& entry : entries) {
        const auto checked = store.check(entry.hash);
        if (checked.ok())
            damaged[entry.hash] = false;
        else if (checked.error().code == "attachments.damaged")
            damaged[entry.hash] = true;
        else if (checked.error().code != "attachments.missing")  // erased since the list was made
            return Unexpected{checked.error()};
    }
    return damaged;
}

// Whether a record was erased that the log (yet, or up to here) says nothing of: its keys tell, where they
// are.
class Erased {
public:
    Erased(const std::filesystem::path& data, const std::set<std::string>& in_log)
        : data_(data), in_log_(in_log) {}

    Result<bool, Fault> operator()(const std::string& record) {
        if (in_log_.contains(record)) return true;
        std::error_code none;
        if (!keys_ && std::filesystem::exists(data_ / "keys", none)) {
            ANLAN_TRY(keys_, adapters::open_keys_read_only(data_, random_));
        }
        return keys_ && keys_->destroyed(record);
    }

private:
    const std::filesystem::path& data_;
    const std::set<std::string>& in_log_;
    adapters::SystemRandom random_;
    std::unique_ptr<adapters::KeyRing> keys_;
};

}  // namespace

std::string to_text(const WrongAttachment& wrong) {
    const std::string what = wrong.is == AttachmentIs::missing ? "is missing" : "was changed";
    if (wrong.record.empty()) return "an attachment that no record names " + what + ": " + wrong.sealed_hash;
    return wrong.record + ": the attachment " + wrong.attachment_id + " " + what + ": " + wrong.sealed_hash;
}

// The store before the log: what is named in the log was on the disk before, and what was erased meanwhile
// is known to be.
Result<AttachmentsReport, Fault> check_attachments(const std::filesystem::path& data) {
    const auto store = adapters::FileBlobStore::open_to_read(data / "attachments");
    ANLAN_TRY(auto damaged, read_store(*store));
    ANLAN_TRY(const auto found, read_log(data));
    Erased erased{data, found.erased};
    AttachmentsReport report;
    report.named = found.named.size();
    for (const auto& [record, added] : found.named) {
        const BlobHash hash{added.sealed_hash};
        if (const auto known = damaged.find(hash); known != damaged.end()) {
            if (known->second)
                report.wrong.push_back({record, added.attachment_id, hash.value(), AttachmentIs::damaged});
            damaged.erase(known);
            continue;
        }
        const auto checked = store->check(hash);  // added since the list was made
        if (checked.ok()) continue;
        if (checked.error().code != "attachments.missing") return Unexpected{checked.error()};
        ANLAN_TRY(const bool gone_rightly, erased(record));
        if (!gone_rightly)
            report.wrong.push_back({record, added.attachment_id, hash.value(), AttachmentIs::missing});
    }
    for (const auto& [hash, wrong] : damaged)
        if (wrong) report.wrong.push_back({{}, {}, hash.value(), AttachmentIs::damaged});
    return report;
}

}  // namespace anlan::app
