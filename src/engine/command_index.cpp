#include "engine/command_index.hpp"

namespace anlan::engine {

CommandKey key_of(std::string_view actor_id, std::string_view command_id) {
    return {digest(command_id, digest(actor_id, 1)), digest(command_id, digest(actor_id, 2))};
}

}  // namespace anlan::engine
