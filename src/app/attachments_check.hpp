// Whether the attachments that a log names are there and what they were: for `anlan verify`, also beside a
// running service. What was erased is rightly gone.
#pragma once
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace anlan::app {

BOOST_DEFINE_ENUM_CLASS(AttachmentIs, missing, damaged)

struct WrongAttachment {
    std::string record;         // empty: no record names it
    std::string attachment_id;  // the same
    std::string sealed_hash;
    AttachmentIs is{};
};
BOOST_DESCRIBE_STRUCT(WrongAttachment, (), (record, attachment_id, sealed_hash, is))

std::string to_text(const WrongAttachment& wrong);

struct AttachmentsReport {
    std::uint64_t named = 0;
    std::vector<WrongAttachment> wrong;  // in log order, then what no record names
};

// Of a data directory or a backup whose chain verifies.
Result<AttachmentsReport, ports::Fault> check_attachments(const std::filesystem::path& data);

}  // namespace anlan::app
