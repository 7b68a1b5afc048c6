// Reads JSON text from front to back, straight into values: no tree is built in between, because a start
// replays millions of small payloads. This half knows the grammar of JSON and nothing of C++ types;
// json_read.hpp knows the types. Every call that returns false has noted an error; the levels above add their
// part of the path while they return, so that the path costs nothing as long as all is well.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace anlan::codec {

// What a member that the type does not have means: a slip in a command or a rulebook; in an event or a state,
// something that another version of Anlan wrote.
enum class Unknown { refuse, ignore };

inline constexpr const char* expected_text = "a text";

struct JsonError {
    std::string path;      // ".units[0].crew"; empty for the whole text
    std::string expected;  // "an integer"

    friend bool operator==(const JsonError&, const JsonError&) = default;
};

inline constexpr int json_depth_max = 32;
inline constexpr std::size_t json_text_max = std::size_t{1} << 20U;      // of what comes from outside
inline constexpr std::size_t json_own_text_max = std::size_t{1} << 28U;  // of what Anlan wrote itself
inline constexpr std::size_t json_id_max = 200;  // bytes of an id that comes from outside
// What is expected of every text that comes from outside; one that was kept before this rule is still read.
inline constexpr std::string_view json_no_control = "no control characters but tabs and line breaks";
static_assert(json_id_max < json_text_max && json_text_max < json_own_text_max);

class JsonReader {
public:
    enum class Step { item, end, failed };

    JsonReader(std::string_view text, Unknown unknown);

    Unknown unknown() const { return unknown_; }
    JsonError take_error() && { return std::move(error_); }

    bool read_bool(bool& out);
    bool read_string(std::string& out);
    bool read_name(std::string_view& out);  // a short text, valid until the next call
    bool read_signed(std::int64_t& out);
    bool read_unsigned(std::uint64_t& out);
    bool read_double(double& out);
    bool at_object();  // whether the next value is one
    bool take_null();  // true if the next value was null and is now behind us
    bool skip_value();
    bool skip_value(std::string_view& text);  // and tells where it stood

    bool enter_object();
    bool enter_array();
    // `first` starts true. The name is valid until the next call.
    Step next_member(bool& first, std::string_view& name);
    Step next_element(bool& first);
    bool at_end();  // nothing but blanks remains

    // Errors. The value at fault has been read or is next; each returns false.
    bool fail(std::string expected);
    bool under_member(std::string_view name);
    bool under_element(std::size_t index);

private:
    bool mismatch(const char* expected);
    bool malformed();
    void skip_blanks();
    bool enter(char open, const char* expected);
    bool take_word(std::string_view word);
    bool scan_number(std::string_view& token, bool& integral);
    bool scan_digits();
    bool scan_string(std::string_view& plain, std::string& unescaped);
    bool unescape(std::string& out);
    bool take_hex4(char32_t& out);
    bool take_escape(std::string& out);
    Step follow(char close, bool& first);

    const char* at_;
    const char* begin_;
    const char* end_;
    Unknown unknown_;
    int depth_ = 0;
    bool syntax_error_ = false;
    std::string scratch_;
    JsonError error_;
};

}  // namespace anlan::codec
