#include "adapters/rulebook/rulebook.hpp"

#include "base/check.hpp"
#include "codec/json.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

namespace anlan::adapters {
namespace {

constexpr int offset_minutes_max = 14 * 60;  // no place on earth is further from UTC

std::optional<kernel::Malformed> check_city(const CityRules& rules) {
    const bool plain = std::all_of(rules.city.begin(), rules.city.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (rules.city.empty() || !plain)
        return kernel::Malformed{".city", "lower-case letters, digits and hyphens"};
    if (rules.name_zh.empty()) return kernel::Malformed{".name_zh", "a name"};
    if (rules.name_en.empty()) return kernel::Malformed{".name_en", "a name"};
    if (std::abs(rules.civil_offset_minutes) > offset_minutes_max)
        return kernel::Malformed{".civil_offset_minutes", "minutes between -840 and 840"};
    return std::nullopt;
}

kernel::RulesSpec city_section() {
    return {
        "city.toml", &kernel::section_tag<CityRules>,
        [](std::string_view json) -> Result<std::shared_ptr<const void>, kernel::Malformed> {
            auto read = codec::read_json<CityRules>(json, codec::Unknown::refuse);
            if (!read.ok()) return Unexpected{kernel::Malformed{read.error().path, read.error().expected}};
            if (auto wrong = check_city(read.value())) return Unexpected{std::move(*wrong)};
            return std::shared_ptr<const void>{std::make_shared<const CityRules>(std::move(read).value())};
        }};
}

using Files = std::map<std::string, std::string>;  // name → content

// What lies in the folder. README.md is for people and is no part of the rules.
Result<Files, RulebookError> read_folder(const std::string& directory) {
    std::error_code error;
    std::filesystem::directory_iterator entries{directory, error};
    if (error) return Unexpected{RulebookError{directory, 0, "", "a folder that can be read"}};
    Files files;
    for (const auto end = std::filesystem::directory_iterator{}; entries != end; entries.increment(error)) {
        if (error) return Unexpected{RulebookError{directory, 0, "", "a folder that can be read"}};
        const auto name = entries->path().filename().string();
        if (name == "README.md") continue;
        std::ifstream file{entries->path(), std::ios::binary};
        std::ostringstream content;
        if (entries->is_regular_file(error)) content << file.rdbuf();
        files.emplace(name, std::move(content).str());
    }
    return files;
}

std::string hex(const unsigned char* bytes, std::size_t digits) {
    static constexpr char figures[] = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < digits; ++i) text += figures[(bytes[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15];
    return text;
}

// Over each file's name and content, both with their lengths, so that no two folders read alike.
std::string digest(const Files& files) {
    std::string all;
    for (const auto& [name, content] : files)
        for (const auto& part : {name, content}) all += std::to_string(part.size()) + ':' + part;
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned int length = 0;
    const int done = EVP_Digest(all.data(), all.size(), hash.data(), &length, EVP_sha256(), nullptr);
    ANLAN_CHECK(done == 1 && length == 32, "SHA-256 failed");
    return hex(hash.data(), 12);
}

// The reader's words for members too many or too few, so that they follow "expected".
std::string expectation(const std::string& said) {
    if (said == "unknown member") return "no such member";
    if (said == "required member is missing") return "this member: it is missing";
    return said;
}

Result<std::shared_ptr<const void>, RulebookError> read_section(const std::string& file,
                                                                std::string_view content,
                                                                const kernel::RulesSpec& section) {
    auto toml = read_toml(content);
    if (!toml.ok())
        return Unexpected{RulebookError{file, toml.error().line, toml.error().path, toml.error().expected}};
    auto read = section.read(toml->json);
    if (!read.ok()) {
        const auto& wrong = read.error();
        return Unexpected{
            RulebookError{file, toml->line_of(wrong.path), wrong.path, expectation(wrong.expected)}};
    }
    return std::move(read).value();
}

using Sections = std::map<std::string, kernel::RulesSpec>;  // by file

Sections by_file(std::span<const kernel::RulesSpec> sections) {
    Sections wanted{{"city.toml", city_section()}};
    for (const auto& section : sections) {
        const auto [known, is_new] = wanted.emplace(section.file, section);
        ANLAN_CHECK(is_new || known->second.tag == section.tag,
                    "two sections of the rulebook name the same file");
    }
    return wanted;
}

struct ReadAll {
    kernel::Rulebook rulebook;
    std::vector<RulebookError> errors;
};

ReadAll read_all(const std::string& directory, const Files& files, const Sections& wanted) {
    std::set<std::string> names;
    for (const auto& file : files) names.insert(file.first);
    for (const auto& section : wanted) names.insert(section.first);
    ReadAll all;
    for (const auto& name : names) {
        const std::string file = directory + '/' + name;
        const auto section = wanted.find(name);
        const auto content = files.find(name);
        if (section == wanted.end()) {
            all.errors.push_back({file, 0, "", "no file of this name: no module reads it"});
        } else if (content == files.end()) {
            all.errors.push_back({file, 0, "", "this file: it is missing"});
        } else if (auto read = read_section(file, content->second, section->second); !read.ok()) {
            all.errors.push_back(std::move(read).error());
        } else {
            all.rulebook.put_erased(section->second.tag, std::move(read).value());
        }
    }
    return all;
}

// The member is known; its line is looked up in the file once more.
RulebookError located(const std::string& file, const std::string& content, const kernel::Malformed& wrong) {
    const auto toml = read_toml(content);
    return {file, toml.ok() ? toml.value().line_of(wrong.path) : 0, wrong.path, expectation(wrong.expected)};
}

}  // namespace

std::string to_text(const RulebookError& error) {
    std::string text = error.file;
    if (error.line > 0) text += ':' + std::to_string(error.line);
    text += ": ";
    if (!error.path.empty()) text += error.path + ": ";
    if (!error.expected.starts_with("expected")) text += "expected ";
    return text + error.expected;
}

Result<kernel::Rulebook, std::vector<RulebookError>> load_rulebook(
    const std::string& directory, std::span<const kernel::RulesSpec> sections) {
    auto folder = read_folder(directory);
    if (!folder.ok()) return Unexpected{std::vector{folder.error()}};
    const Files& files = folder.value();
    const Sections wanted = by_file(sections);
    auto read = read_all(directory, files, wanted);
    if (!read.errors.empty()) return Unexpected{std::move(read.errors)};

    for (const auto& [name, section] : wanted) {
        const auto wrong = section.fits ? section.fits(read.rulebook) : std::nullopt;
        if (wrong) read.errors.push_back(located(directory + '/' + name, files.at(name), *wrong));
    }
    if (!read.errors.empty()) return Unexpected{std::move(read.errors)};

    const auto& city = read.rulebook.section<CityRules>();
    read.rulebook.city = city.city;
    read.rulebook.civil_offset = Minutes{city.civil_offset_minutes};
    read.rulebook.version = city.city + '@' + digest(files);
    return std::move(read.rulebook);
}

Result<std::shared_ptr<const void>, RulebookError> load_toml(const std::string& file,
                                                             const kernel::RulesSpec& section) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream) return Unexpected{RulebookError{file, 0, "", "a file that can be read"}};
    std::ostringstream content;
    content << stream.rdbuf();
    return read_section(file, content.view(), section);
}

}  // namespace anlan::adapters
