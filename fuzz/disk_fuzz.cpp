// Files of a data folder that are read before anything is trusted: SQLite's write-ahead log, and what a
// backup says of itself. Any bytes are looked at without harm, and no name leads out of the backup.
#include "adapters/sqlite/backup_manifest.hpp"
#include "adapters/sqlite/wal_tail.hpp"
#include "base/check.hpp"

#include <cstddef>
#include <cstdint>
#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace anlan;
    const std::string text{reinterpret_cast<const char*>(data), size};
    std::istringstream wal{text};
    const auto tail = adapters::inspect_wal(wal, size);
    ANLAN_CHECK(tail.unfinished_bytes <= size, "more unfinished than there is");
    const auto manifest = adapters::manifest_from(text);
    if (!manifest.ok()) return 0;
    for (const auto& file : manifest->files)
        ANLAN_CHECK(file.name.find('/') == std::string::npos && file.name != "..", "a name that leads out");
    return 0;
}
