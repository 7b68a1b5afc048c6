// Where the tree stands that a test program was built from, for tests that read its files. Defined in a file
// that CMake writes, so that no test's object depends on the folder it was compiled in.
#pragma once

namespace anlan {

const char* source_dir();

}  // namespace anlan
