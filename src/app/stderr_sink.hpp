// Log lines to standard error, one write a line, so that lines of several threads do not mix.
#pragma once
#include "telemetry/log.hpp"

#include <unistd.h>
#include <string>

namespace anlan::app {

class StderrSink final : public telemetry::LogSink {
public:
    void write(std::string_view line) noexcept override {
        std::string whole{line};
        whole += '\n';
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, whole.data(), whole.size());
    }
};

}  // namespace anlan::app
