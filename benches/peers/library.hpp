// Shared libraries that are opened by path: builds of bestof for narrower hardware, and Intel's runtime.
#pragma once

#include <dlfcn.h>

#include <cstdio>
#include <string>

inline void *open_library(const std::string &path) {
    void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) std::fprintf(stderr, "left out: %s\n", dlerror());
    return library;
}

template <class F> F *symbol(void *library, const char *name) {
    return library ? reinterpret_cast<F *>(dlsym(library, name)) : nullptr;
}
