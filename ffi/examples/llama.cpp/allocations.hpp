// Counts calls of malloc and its relatives on this thread while a watch lives: the evidence that a call does not allocate.
#pragma once

#include <cstdint>

class AllocationWatch {
public:
    AllocationWatch();
    ~AllocationWatch();
    AllocationWatch(const AllocationWatch &) = delete;
    AllocationWatch &operator=(const AllocationWatch &) = delete;

    /// Over all watches so far.
    static std::uint64_t seen();
};
