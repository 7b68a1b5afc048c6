// The log's records decoded and in order, for whoever folds many of them: the engine at its start, views that
// catch up. Decoding costs as much as folding, so a long reading decodes on a thread of its own, a few chunks
// ahead.
#pragma once
#include "kernel/event_decoder.hpp"
#include "ports/event_log.hpp"

#include <cstdint>
#include <functional>

namespace anlan::ports {

struct ReadRecord {
    kernel::DecodedRecord record;
    Hash hash{};
};

// Calls `take` for each record from `first` to `last` until it returns false, on the caller's thread. A
// record that does not decode is a fault ("log.not_understood", with its position), told when all before it
// have been taken. While it runs nothing else may call `log`, unless the log says that it bears more than one
// reader.
Result<Done, Fault> read_records(EventLog& log, const kernel::EventDecoder& decoder, std::uint64_t first,
                                 std::uint64_t last, const std::function<bool(ReadRecord&&)>& take);

// What `read_records` says of a record that cannot be understood; also for those that decode and do not fold.
Fault not_understood(std::uint64_t position, const std::string& why);

}  // namespace anlan::ports
