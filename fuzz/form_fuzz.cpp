// What a browser sends of a form without script. What is read is UTF-8 without control characters, within its
// number of members, and reads the same when it is sent again.
#include "base/check.hpp"
#include "codec/form.hpp"
#include "codec/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace anlan;

constexpr std::size_t members_max = 8;

std::string escaped(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto form = codec::read_form(input, members_max);
    if (!form) return 0;
    ANLAN_CHECK(form->size() <= members_max, "more members than are taken");
    std::string again;
    for (const auto& [name, value] : *form) {
        for (const auto* text : {&name, &value}) {
            ANLAN_CHECK(codec::is_utf8(*text) && !codec::has_control_character(*text), "a text that is none");
            ANLAN_CHECK(text->find('\r') == std::string::npos, "a line break that is none");
        }
        again += escaped(name) + "=" + escaped(value) + "&";
    }
    ANLAN_CHECK(codec::read_form(again, members_max) == form, "another form");
    return 0;
}
