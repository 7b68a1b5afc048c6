#include "adapters/http/web_files.hpp"

#include "adapters/http/gzip.hpp"
#include "adapters/http/response_writer.hpp"

#include <charconv>
#include <filesystem>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace anlan::adapters::http {
namespace {

std::string type_of(std::string_view extension) {
    constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".geojson", "application/geo+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".webmanifest", "application/manifest+json"},
        {".pmtiles", "application/octet-stream"},
        {".pbf", "application/x-protobuf"},
        {".wasm", "application/wasm"},
        {".mp3", "audio/mpeg"},
        {".ogg", "audio/ogg"}};
    for (const auto& [known, type] : types)
        if (known == extension) return std::string{type};
    return "application/octet-stream";
}

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

FileAnswer plain(int status) {
    FileAnswer answer;
    answer.response.status = status;
    return answer;
}

}  // namespace

RangeAsked read_range(const std::string* header, std::uint64_t size) {
    if (header == nullptr || !header->starts_with("bytes=")) return {};
    const auto text = std::string_view{*header}.substr(6);
    const auto dash = text.find('-');
    if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) return {};
    const auto first = number(text.substr(0, dash));
    const auto last = number(text.substr(dash + 1));
    if (dash == 0) {
        if (!last) return {};
        if (*last == 0 || size == 0) return {RangeKind::unsatisfiable};
        return {RangeKind::one, size - std::min(size, *last), size - 1};
    }
    if (!first || (!last && dash + 1 != text.size()) || (last && *last < *first)) return {};
    if (*first >= size) return {RangeKind::unsatisfiable};
    return {RangeKind::one, *first, std::min(last.value_or(size - 1), size - 1)};
}

OpenFile::~OpenFile() { ::close(descriptor_); }

std::size_t OpenFile::read(std::uint64_t offset, std::size_t size, std::string& out) const {
    const auto before = out.size();
    out.resize(before + size);
    std::size_t got = 0;
    while (got < size) {
        const auto n =
            ::pread(descriptor_, out.data() + before + got, size - got, static_cast<off_t>(offset + got));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        got += static_cast<std::size_t>(n);
    }
    out.resize(before + got);
    return got;
}

WebFiles::WebFiles(std::span<const WebFolder> folders, std::span<const WebFile> single) {
    for (const auto& web : folders) walk(web);
    for (const auto& one : single)
        names_.emplace(one.path,
                       Named{one.file, {}, type_of(std::filesystem::path{one.file}.extension().string())});
    // A compressed file is no page of its own where the file it was made from is there.
    for (auto at = names_.begin(); at != names_.end();) {
        const auto& name = at->first;
        const auto plain =
            name.ends_with(".gz") ? names_.find(name.substr(0, name.size() - 3)) : names_.end();
        if (plain == names_.end()) {
            ++at;
            continue;
        }
        plain->second.gzipped = at->second.file;
        at = names_.erase(at);
    }
    // "/design/index.html" is "/design/" and "/design" too; the root has no name without its slash.
    std::map<std::string, Named, std::less<>> indexes;
    for (const auto& [name, named] : names_) {
        if (!name.ends_with("/index.html")) continue;
        const auto folder = name.substr(0, name.size() - std::string_view{"index.html"}.size());
        indexes.emplace(folder, named);
        if (folder.size() > 1) indexes.emplace(folder.substr(0, folder.size() - 1), named);
    }
    names_.merge(indexes);
}

void WebFiles::walk(const WebFolder& web) {
    namespace fs = std::filesystem;
    std::error_code error;
    for (fs::recursive_directory_iterator walk{web.folder, error}, end; !error && walk != end;
         walk.increment(error)) {
        if (!walk->is_regular_file(error) || walk->path().filename().string().starts_with('.')) continue;
        const std::string name = web.prefix + walk->path().lexically_relative(web.folder).generic_string();
        names_.emplace(name, Named{walk->path().string(),
                                   {},
                                   type_of(walk->path().extension().string()),
                                   name.starts_with("/assets/")});
    }
}

FileAnswer WebFiles::answer(const ports::Request& request) const {
    const auto found = names_.find(request.path);
    if (found == names_.end()) return plain(404);
    const auto& named = found->second;
    // A range is of the file as it is: it is what a map asks for, whose tiles are compressed already.
    const bool gzip = !named.gzipped.empty() && request.header("range") == nullptr &&
                      takes_gzip(request.header("accept-encoding"));
    const int descriptor = ::open((gzip ? named.gzipped : named.file).c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return plain(404);
    auto file = std::make_shared<const OpenFile>(descriptor);
    struct stat facts{};
    if (::fstat(descriptor, &facts) != 0) return plain(404);
    const auto size = static_cast<std::uint64_t>(facts.st_size);
    FileAnswer answer;
    auto& headers = answer.response.headers;
    const std::string tag =
        fmt::format("\"{:x}-{:x}{}\"", size, facts.st_mtim.tv_sec * 1'000'000'000 + facts.st_mtim.tv_nsec,
                    gzip ? "-gz" : "");
    if (!named.gzipped.empty()) headers.push_back({"Vary", "Accept-Encoding"});
    if (gzip) headers.push_back({"Content-Encoding", "gzip"});
    headers.push_back({"ETag", tag});
    headers.push_back({"Last-Modified", http_date(facts.st_mtim.tv_sec)});
    headers.push_back({"Cache-Control", named.for_ever ? "public, max-age=31536000, immutable" : "no-cache"});
    headers.push_back({"Accept-Ranges", "bytes"});
    if (const auto* known = request.header("if-none-match"); known != nullptr && *known == tag) {
        answer.response.status = 304;
        return answer;
    }
    const auto* if_range = request.header("if-range");
    const auto* range_header = if_range != nullptr && *if_range != tag ? nullptr : request.header("range");
    const auto range = read_range(range_header, size);
    if (range.kind == RangeKind::unsatisfiable) {
        answer.response.status = 416;
        headers.push_back({"Content-Range", fmt::format("bytes */{}", size)});
        return answer;
    }
    answer.response.content_type = named.content_type;
    answer.length = size;
    if (range.kind == RangeKind::one) {
        answer.response.status = 206;
        answer.offset = range.first;
        answer.length = range.last - range.first + 1;
        headers.push_back({"Content-Range", fmt::format("bytes {}-{}/{}", range.first, range.last, size)});
    }
    answer.file = std::move(file);
    return answer;
}

}  // namespace anlan::adapters::http
