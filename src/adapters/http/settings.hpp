// Every limit of the HTTP server, in one place.
#pragma once
#include "base/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace anlan::adapters::http {

struct Limits {
    std::size_t head_bytes = 16 * 1024;
    std::size_t body_bytes = 256 * 1024;
    std::size_t headers = 100;
    std::size_t parameters = 64;
    std::size_t connections = 10'000;
    // Of one address, or of one network of IPv6: whoever only opens connections must leave room for others.
    // Where we listen on this machine alone everything comes from one, by a proxy: then it does not hold.
    std::size_t connections_of_source = 2'500;
    std::size_t output_bytes =
        64 * 1024;                 // answers to pipelined requests gather up to here before they are sent
    Millis head_within{10'000};    // from a request's first byte
    Millis body_within{30'000};    // from the end of its head
    Millis answer_within{60'000};  // what a handler may take
    Millis write_within{30'000};
    Millis idle_for{75'000};         // between requests
    Millis linger_for{2'000};        // after a refusal, so that its answer is read before the end
    Millis heartbeat_every{10'000};  // of an endless answer
    Millis stream_every{10};         // how often endless answers are asked for more
    Millis sweep_every{1'000};       // how often the spans above are looked at
};

// Whether requests and answers may cross a network that anybody can read.
enum class PlainText { on_this_machine, anywhere };

// A folder of files, and the path under which they are served: it begins and ends with a slash.
struct WebFolder {
    std::string prefix = "/";
    std::string folder;
};

// One file, and the whole path under which it is served.
struct WebFile {
    std::string path;
    std::string file;
};

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8110;  // 0: any free one
    std::size_t threads = 1;
    std::vector<WebFolder> web_folders;  // of two files of one name the first is served
    std::vector<WebFile> web_files;
    // Other servers that pages may ask for pictures and tiles: "https://tiles.example".
    std::vector<std::string> picture_origins;
    std::string certificate;  // PEM chain and key: TLS 1.3; both empty: plain
    std::string private_key;
    PlainText plain_text = PlainText::on_this_machine;  // without a certificate
    Limits limits = {};
};

}  // namespace anlan::adapters::http
