#include "adapters/sqlite/faulty_vfs.hpp"

#include <utility>

namespace anlan::adapters {
namespace {

struct File {
    sqlite3_file base;
    Trouble* trouble;
    sqlite3_file* real;  // lies behind this struct
};

File& file_of(sqlite3_file* base) { return *reinterpret_cast<File*>(base); }

// Passes a call on to the real file: `forward<&sqlite3_io_methods::xRead>` has xRead's own type.
template <auto Method>
struct Forward;
template <class Answer, class... Arguments,
          Answer (*sqlite3_io_methods::*Method)(sqlite3_file*, Arguments...)>
struct Forward<Method> {
    static Answer call(sqlite3_file* base, Arguments... arguments) {
        sqlite3_file* real = file_of(base).real;
        return (real->pMethods->*Method)(real, arguments...);
    }
};
template <auto Method>
constexpr auto forward = &Forward<Method>::call;

bool fails(int& until_failure) {
    if (until_failure < 0) return false;
    if (until_failure == 0) return true;
    --until_failure;
    return false;
}

int write(sqlite3_file* base, const void* data, int size, sqlite3_int64 offset) {
    const File& file = file_of(base);
    if (!fails(file.trouble->writes_until_failure))
        return forward<&sqlite3_io_methods::xWrite>(base, data, size, offset);
    (void)forward<&sqlite3_io_methods::xWrite>(base, data, size / 2, offset);  // the worst of both
    return file.trouble->write_error;
}

int sync(sqlite3_file* base, int flags) {
    const File& file = file_of(base);
    if (fails(file.trouble->syncs_until_failure)) return file.trouble->sync_error;
    return forward<&sqlite3_io_methods::xSync>(base, flags);
}

const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = forward<&sqlite3_io_methods::xClose>,
    .xRead = forward<&sqlite3_io_methods::xRead>,
    .xWrite = write,
    .xTruncate = forward<&sqlite3_io_methods::xTruncate>,
    .xSync = sync,
    .xFileSize = forward<&sqlite3_io_methods::xFileSize>,
    .xLock = forward<&sqlite3_io_methods::xLock>,
    .xUnlock = forward<&sqlite3_io_methods::xUnlock>,
    .xCheckReservedLock = forward<&sqlite3_io_methods::xCheckReservedLock>,
    .xFileControl = forward<&sqlite3_io_methods::xFileControl>,
    .xSectorSize = forward<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = forward<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = forward<&sqlite3_io_methods::xShmMap>,
    .xShmLock = forward<&sqlite3_io_methods::xShmLock>,
    .xShmBarrier = forward<&sqlite3_io_methods::xShmBarrier>,
    .xShmUnmap = forward<&sqlite3_io_methods::xShmUnmap>,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

Trouble& trouble_of(sqlite3_vfs* vfs) { return static_cast<FaultyVfs*>(vfs->pAppData)->trouble; }

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* base, int flags, int* flags_out) {
    sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
    File& file = file_of(base);
    file.trouble = &trouble_of(vfs);
    file.real = reinterpret_cast<sqlite3_file*>(&file + 1);
    file.base.pMethods = nullptr;
    const int result = system->xOpen(system, name, file.real, flags, flags_out);
    if (result == SQLITE_OK) file.base.pMethods = &methods;
    return result;
}

int last_error(sqlite3_vfs* vfs, int size, char* text) {
    sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
    const int real = system->xGetLastError(system, size, text);
    return trouble_of(vfs).system_error != 0 ? trouble_of(vfs).system_error : real;
}

}  // namespace

FaultyVfs::FaultyVfs(std::string name) : name_(std::move(name)), vfs_(*sqlite3_vfs_find(nullptr)) {
    vfs_.zName = name_.c_str();
    vfs_.szOsFile += static_cast<int>(sizeof(File));
    vfs_.pAppData = this;
    vfs_.xOpen = open;
    vfs_.xGetLastError = last_error;
    sqlite3_vfs_register(&vfs_, 0);
}

FaultyVfs::~FaultyVfs() { sqlite3_vfs_unregister(&vfs_); }

}  // namespace anlan::adapters
