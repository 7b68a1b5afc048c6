// Which rows have a key: for each key the numbers of its rows, 32 bits each, ascending because rows are only
// ever added. Lists are chains of blocks out of one pool, each block twice as long as the one before it, and
// are read from the newest row on; keys lie in small open tables, so that no insertion moves many of them.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace anlan::planning {

class RowPostings {
public:
    using Row = std::uint32_t;

    // Rows of one key are added in ascending order; a row that is there already is passed over.
    void add(std::uint64_t key, Row row) {
        Slot& slot = place(key);
        if (slot.count > 0 && newest(slot) == row) return;
        if (slot.count == 0 || slot.used == size_of(slot.blocks)) grow(slot);
        pool_[slot.block + 1 + slot.used++] = row;
        ++slot.count;
    }

    std::size_t count(std::uint64_t key) const {
        const Slot* slot = find(key);
        return slot == nullptr ? 0 : slot->count;
    }

    // The newest `most` rows of a key.
    template <class Visit>
    void visit(std::uint64_t key, std::size_t most, const Visit& visit) const {
        const Slot* slot = find(key);
        if (slot == nullptr) return;
        std::size_t left = std::min<std::size_t>(most, slot->count);
        std::uint32_t block = slot->block;
        std::uint32_t used = slot->used;
        for (std::uint32_t blocks = slot->blocks; left > 0; used = size_of(blocks)) {
            for (; used > 0 && left > 0; --left) visit(pool_[block + used--]);
            block = pool_[block];
            if (--blocks == 0) return;
        }
    }

    std::size_t bytes() const {
        std::size_t slots = 0;
        for (const auto& shard : shards_) slots += shard.slots.capacity();
        return slots * sizeof(Slot) + pool_.capacity() * sizeof(std::uint32_t);
    }

private:
    static constexpr std::uint32_t least_block = 1;
    static constexpr std::uint32_t doublings_max = 6;
    static constexpr std::size_t shard_count = 256;

    struct Slot {
        std::uint64_t key = 0;  // 0: free
        std::uint32_t count = 0;
        std::uint32_t block = 0;  // where the newest block begins: the block before it, then rows
        std::uint32_t used = 0;   // rows in it
        std::uint32_t blocks = 0;
    };
    struct Shard {
        std::vector<Slot> slots;
        std::size_t filled = 0;
    };

    static std::uint32_t size_of(std::uint32_t blocks) {  // of the last of so many
        return least_block << std::min(blocks - 1, doublings_max);
    }
    Row newest(const Slot& slot) const { return pool_[slot.block + slot.used]; }

    void grow(Slot& slot) {
        ++slot.blocks;
        const auto block = static_cast<std::uint32_t>(pool_.size());
        pool_.resize(pool_.size() + 1 + size_of(slot.blocks));
        pool_[block] = slot.block;
        slot.block = block;
        slot.used = 0;
    }

    static std::uint64_t known(std::uint64_t key) { return key == 0 ? 1 : key; }
    static std::size_t shard_of(std::uint64_t key) { return (key >> 40) % shard_count; }

    const Slot* find(std::uint64_t key) const {
        key = known(key);
        const Shard& shard = shards_[shard_of(key)];
        if (shard.slots.empty()) return nullptr;
        for (std::size_t at = key % shard.slots.size();; at = (at + 1) % shard.slots.size()) {
            if (shard.slots[at].key == key) return &shard.slots[at];
            if (shard.slots[at].key == 0) return nullptr;
        }
    }

    Slot& place(std::uint64_t key) {
        key = known(key);
        Shard& shard = shards_[shard_of(key)];
        if ((shard.filled + 1) * 4 > shard.slots.size() * 3) enlarge(shard);
        std::size_t at = key % shard.slots.size();
        while (shard.slots[at].key != 0 && shard.slots[at].key != key) at = (at + 1) % shard.slots.size();
        if (shard.slots[at].key == 0) {
            shard.slots[at].key = key;
            ++shard.filled;
        }
        return shard.slots[at];
    }

    static void enlarge(Shard& shard) {
        std::vector<Slot> wider(std::max<std::size_t>(16, shard.slots.size() * 3 / 2));
        for (const Slot& slot : shard.slots) {
            if (slot.key == 0) continue;
            std::size_t at = slot.key % wider.size();
            while (wider[at].key != 0) at = (at + 1) % wider.size();
            wider[at] = slot;
        }
        shard.slots = std::move(wider);
    }

    std::array<Shard, shard_count> shards_;
    std::vector<std::uint32_t> pool_;
};

}  // namespace anlan::planning
