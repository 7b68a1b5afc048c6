// The files of the web folders. Each folder is walked once and only names found then are served, so that no
// path in a request can lead out of it; contents are read when asked for. Beside a file may lie the same file
// compressed ("app.js.gz"), which is sent to whoever takes gzip.
#pragma once
#include "adapters/http/settings.hpp"
#include "ports/request_handler.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace anlan::adapters::http {

// An open file, closed with its last owner.
class OpenFile {
public:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    ~OpenFile();
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    // Appends up to `size` bytes from `offset`; fewer than asked: the file got shorter.
    std::size_t read(std::uint64_t offset, std::size_t size, std::string& out) const;

private:
    int descriptor_;
};

// What to answer: the head in `response`, then `length` bytes of `file` from `offset`.
struct FileAnswer {
    ports::Response response;
    std::shared_ptr<const OpenFile> file;  // null: nothing follows
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

// Which bytes of a file of `size` a Range header asks for; null: no header. One range of bytes, or none:
// several, or another unit, get the whole, which RFC 9110 allows.
enum class RangeKind { none, one, unsatisfiable };
struct RangeAsked {
    RangeKind kind = RangeKind::none;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};
RangeAsked read_range(const std::string* header, std::uint64_t size);

class WebFiles {
public:
    explicit WebFiles(std::span<const WebFolder> folders, std::span<const WebFile> single = {});

    bool has(std::string_view path) const { return names_.contains(path); }
    FileAnswer answer(const ports::Request& request) const;
    std::size_t size() const { return names_.size(); }

private:
    struct Named {
        std::string file;     // path on disk
        std::string gzipped;  // the same compressed; empty: there is none
        std::string content_type;
        bool for_ever = false;  // its name changes with its content
    };
    void walk(const WebFolder& web);

    std::map<std::string, Named, std::less<>> names_;  // "/assets/app.mjs"
};

}  // namespace anlan::adapters::http
