#include "allocations.hpp"

#include <cstddef>

// glibc's own entries: what is defined here replaces the ones that programs call.
extern "C" {
void *__libc_malloc(std::size_t);
void *__libc_calloc(std::size_t, std::size_t);
void *__libc_realloc(void *, std::size_t);
}

namespace {
thread_local bool watched = false;
thread_local std::uint64_t calls = 0;
} // namespace

AllocationWatch::AllocationWatch() { watched = true; }
AllocationWatch::~AllocationWatch() { watched = false; }
std::uint64_t AllocationWatch::seen() { return calls; }

extern "C" void *malloc(std::size_t size) {
    calls += watched;
    return __libc_malloc(size);
}
extern "C" void *calloc(std::size_t count, std::size_t size) {
    calls += watched;
    return __libc_calloc(count, size);
}
extern "C" void *realloc(void *old, std::size_t size) {
    calls += watched;
    return __libc_realloc(old, size);
}
