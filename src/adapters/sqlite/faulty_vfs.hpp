// For tests: the machine's files, which fail when told to. A shim between SQLite and its own file system.
#pragma once
#include <sqlite3.h>

#include <string>

namespace anlan::adapters {

// What goes wrong from now on. Counts run down with each call; at zero the call fails, and so do all behind
// it until heal().
struct Trouble {
    int writes_until_failure = -1;  // negative: writes succeed
    int write_error = SQLITE_FULL;
    int syncs_until_failure = -1;
    int sync_error = SQLITE_IOERR_FSYNC;
    int system_error = 0;  // the errno that belongs to it

    void heal() { *this = {}; }
};

class FaultyVfs {
public:
    explicit FaultyVfs(std::string name);
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;
    ~FaultyVfs();

    const std::string& name() const { return name_; }
    Trouble trouble;

private:
    std::string name_;
    sqlite3_vfs vfs_{};
};

}  // namespace anlan::adapters
