// Papers that are not drawn but remembered: what was to be printed, and its texts as the answer's body.
#pragma once
#include "base/overloaded.hpp"
#include "ports/papers.hpp"

#include <string>
#include <variant>
#include <vector>

namespace anlan::access_world {

class RecordingPapers final : public ports::Papers {
public:
    Result<std::string, ports::Fault> pdf(const ports::Paper& paper) noexcept override {
        ++printed;
        std::string text = paper.title + "\n" + paper.subtitle;
        for (const auto& part : paper.parts) text += "\n" + text_of(part);
        return text;
    }
    Result<std::string, ports::Fault> xlsx(const ports::Workbook& workbook) noexcept override {
        ++printed;
        return workbook.title;
    }

    int printed = 0;

private:
    static std::string joined(const std::vector<std::string>& texts) {
        std::string line;
        for (const auto& text : texts) line += (line.empty() ? "" : " | ") + text;
        return line;
    }
    static std::string text_of(const ports::PaperPart& part) {
        return std::visit(
            Overloaded{[](const ports::PaperHeading& one) { return one.text; },
                       [](const ports::PaperText& one) { return one.text; },
                       [](const ports::PaperPairs& one) {
                           std::string text;
                           for (const auto& [label, says] : one.pairs) text += label + ": " + says + "\n";
                           return text;
                       },
                       [](const ports::PaperTable& one) {
                           std::string text = joined(one.head);
                           for (const auto& row : one.rows) text += "\n" + joined(row);
                           return text;
                       },
                       [](const ports::PaperSignatures& one) { return "signed: " + joined(one.who); }},
            part);
    }
};

}  // namespace anlan::access_world
