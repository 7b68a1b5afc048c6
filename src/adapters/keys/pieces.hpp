// Attachments sealed in pieces of 64 KiB: a head of a mark, the number of the key's slot and a nonce, then
// each piece with its tag. The nonce is of the content, so that the same bytes are sealed to the same; head,
// record, number of the piece and whether it is the last are authenticated with it.
#pragma once
#include "adapters/keys/cipher.hpp"
#include "ports/attachment_seal.hpp"

#include <functional>

namespace anlan::adapters::keys {

inline constexpr std::size_t piece_bytes = 64 * 1'024;
inline constexpr std::size_t pieces_head_bytes = 32;

// Of the key's owner alone; made when it is needed, for a record rarely has attachments.
ports::SealedBytes seal_pieces(const RecordKey& key, std::uint64_t slot, std::string_view stream,
                               std::string_view content);

// The slot whose key opens it; none if it is no head.
std::optional<std::uint64_t> slot_of_pieces(std::string_view sealed);

std::optional<std::string> open_pieces(const RecordKey& key, std::string_view stream, std::string_view head,
                                       std::uint64_t sealed_size, ports::ByteRange range,
                                       const ports::AttachmentSeal::ReadSealed& read);

}  // namespace anlan::adapters::keys
