// What the sweep of attachments removes and what it never does: what no record names goes after a while, what
// was erased at once; what is being uploaded stays, whenever the pass comes; a pass that ends in the middle
// is made good by the next. And what `verify` says of what is missing.
#include "app/attachment_sweep.hpp"
#include "access_photos_test_support.hpp"
#include "app/attachments_check.hpp"
#include "domain/incident/events.hpp"
#include "erasure_test_support.hpp"

#include <gmock/gmock.h>

namespace anlan {
namespace {

using namespace std::chrono_literals;
using app::AttachmentSweep;
using ports::BlobHash;
using Swept = AttachmentSweep::Swept;

struct HandClock final : ports::Clock {
    Instant at{Millis{1'790'000'000'000}};
    Instant now() noexcept override { return at; }
};

// A disk that does not let go for a while.
class StubbornStore final : public ports::BlobStore {
public:
    StubbornStore(ports::Clock& clock) : held_(clock, adapters::blob_hash) {}
    Result<BlobHash, ports::Fault> put(std::string_view sealed) noexcept override {
        auto put = held_.put(sealed);
        was_put();
        return put;
    }
    Result<std::string, ports::Fault> get(const BlobHash& hash, ports::ByteRange range) noexcept override {
        return held_.get(hash, range);
    }
    Result<std::uint64_t, ports::Fault> check(const BlobHash& hash) noexcept override {
        return held_.check(hash);
    }
    Result<Done, ports::Fault> remove(const BlobHash& hash) noexcept override {
        if (removals_left-- <= 0)
            return Unexpected{ports::Fault{ports::Then::retry_call, "attachments.io", "killed here"}};
        return held_.remove(hash);
    }
    Result<std::vector<ports::BlobEntry>, ports::Fault> list() noexcept override { return held_.list(); }

    int removals_left = 1'000'000;
    std::function<void()> was_put = [] {};

private:
    adapters::MemoryBlobStore held_;
};

// A shelf whose disk is full: what was put there is not found.
class BrokenShelf final : public kernel::Shelf {
public:
    Mark mark(std::string_view) const override { return 1; }
    void put(Number, std::string_view, std::span<const Mark>) override {}
    void remove(Number) override {}
    std::optional<std::string> get(Number) const override { return std::nullopt; }
    std::vector<Number> find(Mark) const override { return {}; }
    std::size_t size() const override { return 0; }
    std::string broken() const override { return "disk full"; }
};

struct Desk {
    HandClock clock;
    StubbornStore store{clock};
    std::shared_ptr<adapters::keys::MemoryKeyDisk> disk = std::make_shared<adapters::keys::MemoryKeyDisk>();
    adapters::SeededRandom random{7};
    std::unique_ptr<adapters::KeyRing> keys =
        adapters::KeyRing::open(std::make_unique<adapters::SharedKeyDisk>(disk),
                                {adapters::keys::random_key(random)}, random, {16, 16})
            .value();
    ports::KeptAttachments attachments{store, *keys, *keys};
    views::AttachmentNames names;
    kernel::Modules modules = app::all_modules();
    erasing::QuietSink sink;
    telemetry::Log log{sink, [this] { return clock.at; }};
    telemetry::Metrics metrics;
    AttachmentSweep sweep{
        {attachments, store, *keys, names, clock, log, metrics, Hours{24}, [] { return true; }}};

    void name(const std::string& stream, const BlobHash& hash) {
        auto added = std::make_shared<incident::AttachmentAdded>();
        added->sealed_hash = hash.value();
        const std::string wire{incident::AttachmentAdded::wire};
        const kernel::AnyEvent event{kernel::module_of_stream(modules, stream)->find_event(wire), added, {}};
        kernel::Envelope envelope;
        envelope.stream = stream;
        envelope.wire = wire;
        names.apply({envelope, event});
    }
    // Kept, and by now neither under way nor, unless it is named, needed.
    BlobHash keep(const std::string& stream, const std::string& content) {
        return attachments.keep(stream, content).value().sealed_hash;
    }
    void erase(const std::string& stream) {
        const std::vector<ports::RecordKeys> records{{stream, keys->keys_of(stream)}};
        ASSERT_TRUE(keys->destroy(records).ok());
    }
    bool there(const BlobHash& hash) { return store.check(hash).ok(); }
};

TEST(AttachmentSweep, WhatNoRecordNamesGoesAfterAWhileAndWhatOneNamesStays) {
    Desk desk;
    const auto named = desk.keep("inc_1", "named"), lost = desk.keep("inc_1", "lost");
    desk.name("inc_1", named);
    desk.clock.at += Hours{24} - Millis{1};
    EXPECT_EQ(desk.sweep.pass().value(), Swept{});
    EXPECT_TRUE(desk.there(lost));
    desk.clock.at += Millis{1};
    const auto swept = desk.sweep.pass().value();
    EXPECT_EQ(swept.unnamed, 1U);
    EXPECT_EQ(swept.erased, 0U);
    EXPECT_GT(swept.bytes, 4U);
    EXPECT_FALSE(desk.there(lost));
    EXPECT_TRUE(desk.there(named));
    EXPECT_EQ(desk.sweep.pass().value(), Swept{});
    const auto figures = desk.metrics.prometheus();
    EXPECT_THAT(figures, testing::HasSubstr("anlan_attachments_removed_total{why=\"unnamed\"} 1"));
    EXPECT_THAT(figures, testing::HasSubstr("anlan_attachments_kept 1"));
}

TEST(AttachmentSweep, WhatWasErasedGoesAtOnceAndOnlyThat) {
    Desk desk;
    const auto erased = desk.keep("inc_1", "a photo"), other = desk.keep("inc_2", "a photo");
    desk.name("inc_1", erased);
    desk.name("inc_2", other);
    desk.erase("inc_1");
    EXPECT_EQ(desk.sweep.pass().value().erased, 1U);
    EXPECT_FALSE(desk.there(erased));
    EXPECT_TRUE(desk.there(other));
}

TEST(AttachmentSweep, WhatIsUnderWayStaysHoweverOldItsBytesAre) {
    Desk desk;
    const auto lost = desk.keep("inc_1", "sent, and the answer was lost");
    desk.clock.at += Hours{48};
    auto again = std::make_optional(desk.attachments.keep("inc_1", "sent, and the answer was lost").value());
    ASSERT_EQ(again->sealed_hash, lost);
    EXPECT_EQ(desk.sweep.pass().value(), Swept{});
    desk.name("inc_1", lost);  // the record is there before the upload has its answer
    again.reset();
    EXPECT_EQ(desk.sweep.pass().value(), Swept{});
    EXPECT_TRUE(desk.there(lost));
}

TEST(AttachmentSweep, AnUploadThatWasRefusedIsUnderWayNoMore) {
    Desk desk;
    auto refused = std::make_optional(desk.attachments.keep("inc_1", "refused").value());
    auto twice = std::make_optional(desk.attachments.keep("inc_1", "refused").value());
    desk.clock.at += Hours{48};
    refused.reset();
    EXPECT_EQ(desk.sweep.pass().value(), Swept{}) << "the same is under way a second time";
    twice.reset();
    EXPECT_EQ(desk.sweep.pass().value().unnamed, 1U);
}

TEST(AttachmentSweep, APassThatEndsInTheMiddleIsMadeGoodByTheNext) {
    Desk desk;
    for (const char* content : {"one", "two", "three"}) desk.keep("inc_1", content);
    desk.clock.at += Hours{24};
    desk.store.removals_left = 1;
    const auto cut = desk.sweep.pass();
    ASSERT_FALSE(cut.ok());
    EXPECT_EQ(cut.error().code, "attachments.io");
    EXPECT_EQ(desk.store.list().value().size(), 2U);
    desk.store.removals_left = 10;
    EXPECT_EQ(desk.sweep.pass().value().unnamed, 2U);
}

// A shelf that has lost what was put there finds nothing, which is not the same as that nothing is named.
TEST(AttachmentSweep, WhereTheNamesAreLostNothingIsRemoved) {
    Desk desk;
    const auto hash = desk.keep("inc_1", "a photo");
    desk.names.use([] { return std::make_unique<BrokenShelf>(); });
    desk.name("inc_1", hash);
    desk.clock.at += Hours{48};
    const auto swept = desk.sweep.pass();
    ASSERT_FALSE(swept.ok());
    EXPECT_EQ(swept.error().code, "attachments.names_unknown");
    EXPECT_TRUE(desk.there(hash));
}

// Two threads: one uploads and names, the other removes whatever it may, without any grace; a whole pass lies
// between what was kept and its name, and one begins while it is put.
TEST(AttachmentSweep, NothingThatIsNamedIsEverLostToAPassBesideIt) {
    constexpr int uploads = 60;
    constexpr int yields_max = 2'000;
    Desk desk;
    AttachmentSweep hasty{{desk.attachments, desk.store, *desk.keys, desk.names, desk.clock, desk.log,
                           desk.metrics, Hours{0}, [] { return true; }}};
    std::atomic<bool> over{false};
    std::atomic<int> passes{0};
    std::thread sweeping{[&] {
        for (; !over; ++passes) EXPECT_TRUE(hasty.pass().ok());
    }};
    const auto pass_by = [&](int count, int yields) {
        for (const int from = passes; passes < from + count && yields != 0; --yields)
            std::this_thread::yield();
    };
    desk.store.was_put = [&] { pass_by(2, yields_max); };  // it may be waiting for this put itself
    std::set<BlobHash> named;
    for (int i = 0; i < uploads; ++i) {
        const auto kept = desk.attachments.keep("inc_1", "photo " + std::to_string(i)).value();
        pass_by(2, -1);
        if (i % 3 == 0) continue;
        desk.name("inc_1", kept.sealed_hash);
        named.insert(kept.sealed_hash);
    }
    over = true;
    sweeping.join();
    EXPECT_TRUE(hasty.pass().ok());
    for (const auto& hash : named) EXPECT_TRUE(desk.there(hash));
    EXPECT_EQ(desk.store.list().value().size(), named.size());
}

// ---- over the real files, log and keys

constexpr std::string_view open_incident =
    R"({"class_code":"order.fight","summary":"打架","answers":[],"duress":false,)"
    R"("location":{"place_text":"路口","where":{"city":"are_420100","district":"are_420106",)"
    R"("station":"are_420106001","beat":""}}})";

struct Store {
    std::unique_ptr<adapters::FileBlobStore> files;
    explicit Store(const erasing::Folder& folder)
        : files(adapters::FileBlobStore::open(folder.path / "attachments").value()) {}
};

std::filesystem::path file_of(const erasing::Folder& folder, const std::string& hash) {
    return folder.path / "attachments" / hash.substr(0, 2) / hash.substr(2);
}

std::string add(erasing::Past& past, const erasing::Folder& folder, const std::string& incident) {
    const Store store{folder};
    ports::KeptAttachments attachments{*store.files, *past.keys, *past.keys};
    const auto kept = attachments.keep(incident, access_world::photo_of(incident)).value();
    past.say(incident, "incident.add_attachment",
             R"({"attachment_id":"att_)" + incident.substr(4) +
                 R"(","media_type":"image/jpeg","bytes":300,)" + R"("content_hash":")" + kept.content_hash +
                 R"(","sealed_hash":")" + kept.sealed_hash.value() + R"("})");
    return kept.sealed_hash.value();
}

std::vector<std::string> wrong_in(const erasing::Folder& folder) {
    const auto report = app::check_attachments(folder.path);
    EXPECT_TRUE(report.ok()) << (report.ok() ? "" : report.error().message);
    std::vector<std::string> words;
    if (report.ok())
        for (const auto& wrong : report->wrong) words.push_back(app::to_text(wrong));
    return words;
}

TEST(AttachmentSweep, OnItsDayTheFileOfAnErasedRecordIsGoneFromTheDiskAndTheLogStillVerifies) {
    const erasing::Folder folder;
    std::string old, young;
    {
        erasing::Past past{folder, erasing::today() - std::chrono::days{1'200}};
        past.say("inc_1", "incident.open", open_incident);
        old = add(past, folder, "inc_1");
        past.say("inc_1", "incident.close",
                 R"({"disposition":"handed_to_detectives","note":"x","override_reason":"test"})");
        past.now = erasing::today() - 1h;
        past.say("inc_2", "incident.open", open_incident);
        young = add(past, folder, "inc_2");
    }
    const auto lost = Store{folder}.files->put("sent, and never named").value().value();
    const auto fresh = Store{folder}.files->put("being sent").value().value();
    std::filesystem::last_write_time(file_of(folder, lost),
                                     std::filesystem::file_time_type::clock::now() - 25h);
    {
        const erasing::Today now{folder};
        ASSERT_NE(now.node, nullptr);
        EXPECT_TRUE(now.until([&] { return !std::filesystem::exists(file_of(folder, old)); }));
        EXPECT_TRUE(now.until([&] { return !std::filesystem::exists(file_of(folder, lost)); }));
    }
    EXPECT_TRUE(std::filesystem::exists(file_of(folder, young)));
    EXPECT_TRUE(std::filesystem::exists(file_of(folder, fresh)));
    EXPECT_EQ(wrong_in(folder), std::vector<std::string>{});
}

TEST(AttachmentSweep, VerifyNamesTheRecordOfWhatIsMissingOrChanged) {
    const erasing::Folder folder;
    std::string missing, changed;
    {
        erasing::Past past{folder, erasing::today() - 1h};
        for (const char* incident : {"inc_1", "inc_2", "inc_3"})
            past.say(incident, "incident.open", open_incident);
        missing = add(past, folder, "inc_1");
        changed = add(past, folder, "inc_2");
        add(past, folder, "inc_3");
    }
    EXPECT_EQ(wrong_in(folder), std::vector<std::string>{});
    const auto stray = Store{folder}.files->put("nobody's").value().value();
    std::filesystem::remove(file_of(folder, missing));
    std::ofstream{file_of(folder, changed), std::ios::app} << "!";
    std::ofstream{file_of(folder, stray), std::ios::app} << "!";
    EXPECT_EQ(wrong_in(folder),
              (std::vector<std::string>{"inc_1: the attachment att_1 is missing: " + missing,
                                        "inc_2: the attachment att_2 was changed: " + changed,
                                        "an attachment that no record names was changed: " + stray}));
}

}  // namespace
}  // namespace anlan
