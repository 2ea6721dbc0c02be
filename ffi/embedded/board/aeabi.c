/* The memory functions of ARM's run-time ABI, which a C library for ARM has. */
#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);

#define COPY(name, function)                                 \
    void name(void *to, const void *from, size_t size);      \
    void name(void *to, const void *from, size_t size)       \
    {                                                        \
        function(to, from, size);                            \
    }
#define CLEAR(name)                     \
    void name(void *to, size_t size);   \
    void name(void *to, size_t size)    \
    {                                   \
        memset(to, 0, size);            \
    }
#define SET(name)                                 \
    void name(void *to, size_t size, int byte);   \
    void name(void *to, size_t size, int byte)    \
    {                                             \
        memset(to, byte, size);                   \
    }

COPY(__aeabi_memcpy, memcpy)
COPY(__aeabi_memcpy4, memcpy)
COPY(__aeabi_memcpy8, memcpy)
COPY(__aeabi_memmove, memmove)
COPY(__aeabi_memmove4, memmove)
COPY(__aeabi_memmove8, memmove)
SET(__aeabi_memset)
SET(__aeabi_memset4)
SET(__aeabi_memset8)
CLEAR(__aeabi_memclr)
CLEAR(__aeabi_memclr4)
CLEAR(__aeabi_memclr8)
