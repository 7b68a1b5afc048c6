#include "sim/replay/csv.hpp"

#include <gtest/gtest.h>

namespace anlan::sim {
namespace {

// All records joined as "a|b;c|d", or the fault as "line: expected".
std::string read_all(std::string_view text) {
    CsvReader reader{text};
    std::string all;
    while (true) {
        auto record = reader.next();
        if (!record.ok()) return std::to_string(record.error().line) + ": " + record.error().expected;
        if (!record.value()) return all;
        if (!all.empty()) all += ';';
        for (std::size_t i = 0; i < record.value()->size(); ++i)
            all += (i > 0 ? "|" : "") + (*record.value())[i];
    }
}

TEST(Csv, ReadsWhatTheStandardAllows) {
    const struct {
        const char* why;
        std::string_view text;
        const char* expected;
    } rows[] = {
        {"plain", "a,b\n1,2\n", "a|b;1|2"},
        {"no line end at the end", "a,b\n1,2", "a|b;1|2"},
        {"CRLF", "a,b\r\n1,2\r\n", "a|b;1|2"},
        {"a mark at the front",
         "\xEF\xBB\xBF"
         "a,b\n1,2\n",
         "a|b;1|2"},
        {"a comma within quotes", "a,b\n\"1,5\",2\n", "a|b;1,5|2"},
        {"a doubled quote", "a\n\"say \"\"yes\"\"\"\n", "a;say \"yes\""},
        {"a line break within quotes", "a,b\n\"1\n2\",3\n4,5\n", "a|b;1\n2|3;4|5"},
        {"empty fields", "a,b,c\n,,\n", "a|b|c;||"},
        {"an empty quoted field", "a,b\n\"\",2\n", "a|b;|2"},
        {"blank lines are no records", "a,b\n\n\r\n1,2\n\n", "a|b;1|2"},
        {"nothing", "", ""},
        {"Chinese", "地址,电话\n解放路,1\n", "地址|电话;解放路|1"},
        {"a lone carriage return is text", "a\nx\ry\n", "a;x\ry"},
    };
    for (const auto& row : rows) EXPECT_EQ(read_all(row.text), row.expected) << row.why;
}

TEST(Csv, NamesTheLineOfWhatDoesNotFit) {
    const struct {
        std::string_view text;
        const char* expected;
    } rows[] = {
        {"a,b\n1,2\n1,2,3\n", "3: 2 fields as in the header, not 3"},
        {"a,b\n1\n", "2: 2 fields as in the header, not 1"},
        {"a,b\n1,\"2\n3,4\n", "2: a closing quote for the field that is opened here"},
        {"a,b\n1,2\"3\n", "2: a quote only at the start of a field"},
        {"a,b\n\"1\"x,2\n", "2: a comma or the end of the line after a closing quote"},
        {"a,b\n\"1\n1\",2\nx\n", "4: 2 fields as in the header, not 1"},
        {std::string_view{"a,b\n1,\0002\n", 9}, "2: text, not a zero byte"},
    };
    for (const auto& row : rows) EXPECT_EQ(read_all(row.text), row.expected) << row.text;
}

TEST(Csv, FindsColumnsByName) {
    const CsvHeader header{{"Call", "Unit", "Unit"}};
    EXPECT_EQ(header.column("Call").value(), 0u);
    EXPECT_EQ(header.column("call").error().expected, "a column named \"call\"");
    EXPECT_EQ(header.column("Unit").error().expected, "one column named \"Unit\", not two");
}

}  // namespace
}  // namespace anlan::sim
