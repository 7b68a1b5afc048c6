// POST and GET /v1/<records>/{id}/attachments of every module that has a command for it: bytes first, then
// the fact; a look of its own, then the bytes. The client's Content-Type counts for nothing: what it is, is
// read from it.
#include "api/attachments.hpp"

#include "api/body.hpp"
#include "api/commands.hpp"
#include "api/looks.hpp"
#include "api/permitted_record.hpp"
#include "api/reads.hpp"
#include "codec/media.hpp"
#include "terms/attachment.hpp"

#include <algorithm>

namespace anlan::api {
namespace {

constexpr const char* accepted_schema =
    R"({"type":"object","required":["stream","version","position","repeated"],"properties":{)"
    R"("stream":{"type":"string"},"version":{"type":"integer"},"position":{"type":"integer"},)"
    R"("repeated":{"type":"boolean"}}})";

// What of a record's state is read here.
struct Attached {
    std::string attachment_id;
    std::string media_type;
    std::string sealed_hash;
};
BOOST_DESCRIBE_STRUCT(Attached, (), (attachment_id, media_type, sealed_hash))
struct WithAttachments {
    std::optional<std::vector<Attached>> attachments;
};
BOOST_DESCRIBE_STRUCT(WithAttachments, (), (attachments))

// The records of a module, and the command by which they take an attachment.
struct Taking {
    const kernel::Module* module;
    const kernel::CommandSpec* add;
};

Problem unfit(int status, const char* code, const char* detail) {
    return {status, code, detail, kernel::Remedy::fix_input, {}, {}, {}};
}

// Rounded: a recorder that is to stop after a minute stops with the packet that it is in.
std::optional<int> seconds_of(const codec::StrippedMedia& media) {
    if (!codec::is_sound(media.type)) return std::nullopt;
    return std::max(1, static_cast<int>(std::chrono::round<Seconds>(media.lasts).count()));
}

// What is kept of the body; a problem in words where it is nothing that is taken.
Result<codec::StrippedMedia, Problem> media_in(const std::string& body, const AttachmentRules& rules) {
    const auto type = codec::sniff_media(body);
    const auto& taken = rules.media_types;
    if (!type || std::find(taken.begin(), taken.end(), codec::name_of(*type)) == taken.end())
        return Unexpected{
            unfit(422, "attachment.not_taken", "this is no photo or sound of a kind that is taken")};
    const auto most = static_cast<std::size_t>(rules.bytes_max);
    auto media = body.size() <= most ? codec::strip_media(body) : std::nullopt;
    if (body.size() > most || (media && media->bytes.size() > most))
        return Unexpected{unfit(413, "attachment.too_large", "a photo or a sound has at most so many bytes")};
    if (!media) return Unexpected{unfit(422, "attachment.unreadable", "this is not a whole photo or sound")};
    if (seconds_of(*media).value_or(0) > rules.seconds_max)
        return Unexpected{unfit(422, "attachment.too_long", "a sound lasts at most so many seconds")};
    return std::move(*media);
}

// What may be added and is what it should be, on its way to the disk and onto the record.
struct Upload {
    Call call;
    CommandHeaders headers;
    codec::StrippedMedia media;
};

Problem not_kept(std::string_view why) {
    if (why == "attachments.erased") return unfit(409, "attachment.erased", "the record was erased");
    Problem problem{
        503, "attachment.not_kept", "the attachment could not be kept", kernel::Remedy::wait, {}, {}, {}};
    problem.retry_after = 30;
    return problem;
}

// Waits for the disk.
void keep(const Parts& parts, IdMaker& ids, const kernel::CommandSpec& spec,
          const std::shared_ptr<const Upload>& upload) {
    const auto& [call, headers, media] = *upload;
    const std::string& stream = call.path_values.front();
    const auto kept = parts.attachments->keep(stream, media.bytes);
    if (!kept.ok()) return call.answer(not_kept(kept.error().code));
    auto decoded = spec.decode(codec::to_json(AttachmentParticulars{
        ids.of_command("att", call.caller.seat.actor.actor_id, headers.command_id),
        std::string{codec::name_of(media.type)}, static_cast<int>(media.bytes.size()),
        kept.value().content_hash, kept.value().sealed_hash.value(), seconds_of(media)}));
    if (!decoded.ok()) return call.answer(problem_of_body(decoded.error().path, decoded.error().expected));
    engine::Submission submission;
    submission.stream = stream;
    submission.command = {&spec, std::move(decoded).value()};
    submission.seat = call.caller.seat;
    submission.purpose = call.purpose();
    submission.command_id = headers.command_id;
    submission.expected_version = headers.expected_version;
    submission.happened_at = headers.happened_at;
    // What was kept is under way until the record names it, or does not.
    parts.submit.submit(std::move(submission), [upload, kept = kept.value()](const engine::Outcome& outcome) {
        upload->call.answer(response_of(outcome, {}));
    });
}

void add_attachment(const Parts& parts, IdMaker& ids, const Taking& taking, Call call) {
    const auto& spec = *taking.add;
    auto headers = read_command_headers(call.request, parts.clock.now());
    if (!headers.ok()) return call.answer(headers.error());
    if (!permitted_record(parts, *taking.module, call, spec.permission)) return;
    auto media = media_in(call.request.body, parts.rules.section<AttachmentRules>());
    if (!media.ok()) return call.answer(media.error());
    call.request.body.clear();
    const auto upload = std::make_shared<const Upload>(
        Upload{std::move(call), std::move(headers).value(), std::move(media).value()});
    if (!parts.aside([&parts, &ids, &spec, upload] { keep(parts, ids, spec, upload); }))
        upload->call.answer(not_kept("too many wait for the disk"));
}

std::optional<Attached> attachment_in(const views::RecordRead& found, std::string_view attachment_id) {
    const auto read =
        codec::read_json<WithAttachments>(found.module->encode_state(found.state), codec::Unknown::ignore);
    if (!read.ok() || !read.value().attachments) return std::nullopt;
    for (const Attached& one : *read.value().attachments)
        if (one.attachment_id == attachment_id) return one;
    return std::nullopt;
}

// Another look is another record, so nothing keeps it; and it runs nothing, whatever it is.
void show(const Parts& parts, const Call& call, const Attached& wanted) {
    const auto opened =
        parts.attachments->open(call.path_values.front(), ports::BlobHash{wanted.sealed_hash});
    if (!opened.ok()) return call.answer(problem_of(opened.error()));
    if (!opened.value()) return call.answer(unfit(410, "attachment.erased", "the attachment was erased"));
    ports::Response response;
    response.content_type = wanted.media_type;
    response.headers = {{"Content-Security-Policy", "sandbox; default-src 'none'"},
                        {"Cross-Origin-Resource-Policy", "same-origin"},
                        {"Cache-Control", "no-store"}};
    response.body = *opened.value();
    call.answer(std::move(response));
}

void show_attachment(const Parts& parts, IdMaker& ids, const kernel::Module& module, Call call) {
    const std::string stream = call.path_values.front(), attachment_id = call.path_values.back();
    const auto found = permitted_record(parts, module, call, module.read_permission);
    if (!found) return;
    if (found->extent != kernel::Extent::all)
        return call.answer(unfit(403, "attachment.summary_only", "only the summary is shared"));
    const auto wanted = attachment_in(found->read, attachment_id);
    if (!wanted) return call.answer(unfit(404, "attachment.unknown", "there is no such attachment"));
    look(parts, ids, std::move(call), {stream, {"attachment:" + attachment_id}},
         [&parts, wanted = *wanted](const Call& seen) { show(parts, seen, wanted); });
}

std::string path_of(const kernel::Module& module) {
    return "/v1/" + module.resource + "/{" + module.name + "_id}/attachments";
}

Endpoint upload(const Parts& parts, IdMaker& ids, const Taking& taking) {
    Endpoint endpoint;
    endpoint.method = kernel::Method::post;
    endpoint.path = path_of(*taking.module);
    endpoint.effect = Effect::commands;
    endpoint.operation = taking.add->name;
    endpoint.tag = taking.module->resource;
    endpoint.title = {"添加照片或录音", "Add a photo or a voice note"};
    endpoint.parameters = command_parameters();
    endpoint.body_schema = R"({"type":"string","format":"binary"})";
    endpoint.body_type = "application/octet-stream";
    endpoint.result_schema = accepted_schema;
    endpoint.handle = [&parts, &ids, taking](Call call) {
        add_attachment(parts, ids, taking, std::move(call));
    };
    return endpoint;
}

Endpoint reading(const Parts& parts, IdMaker& ids, const kernel::Module& module) {
    Endpoint endpoint;
    endpoint.path = path_of(module) + "/{attachment_id}";
    endpoint.operation = module.name + ".get_attachment";
    endpoint.tag = module.resource;
    endpoint.title = {"查看照片或录音", "Look at a photo, hear a voice note"};
    endpoint.parameters = look_parameters();
    endpoint.result_schema = R"({"type":"string","format":"binary"})";
    endpoint.result_type = "*/*";
    endpoint.handle = [&parts, &ids, &module](Call call) {
        show_attachment(parts, ids, module, std::move(call));
    };
    return endpoint;
}

}  // namespace

void add_attachments(Router& router, const Parts& parts, IdMaker& ids) {
    if (parts.attachments == nullptr) return;
    for (const auto& module : parts.modules) {
        const auto* add = module.find_command(module.name + ".add_attachment");
        if (add == nullptr) continue;
        router.add(upload(parts, ids, {&module, add}));
        router.add(reading(parts, ids, module));
    }
}

}  // namespace anlan::api
