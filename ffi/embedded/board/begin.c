/* What all processors share: C's memory functions, which compilers call without being asked, numbers as text, and the start. */
#include <stddef.h>

#include "board.h"

extern unsigned char board_data_start[], board_data_end[], board_data_source[], board_bss_start[], board_bss_end[];

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    unsigned char *out = to;
    const unsigned char *in = from;
    for (; size > 0; size--) *out++ = *in++;
    return to;
}

void *memmove(void *to, const void *from, size_t size)
{
    unsigned char *out = to;
    const unsigned char *in = from;
    if (out <= in) return memcpy(to, from, size);
    while (size > 0) {
        size--;
        out[size] = in[size];
    }
    return to;
}

void *memset(void *to, int byte, size_t size)
{
    unsigned char *out = to;
    for (; size > 0; size--) *out++ = (unsigned char)byte;
    return to;
}

int memcmp(const void *left, const void *right, size_t size)
{
    const unsigned char *a = left, *b = right;
    for (; size > 0; size--, a++, b++)
        if (*a != *b) return *a - *b;
    return 0;
}

void board_print_number(uint32_t x)
{
    char text[11];
    int at = 10;
    text[at] = '\0';
    do {
        text[--at] = (char)('0' + x % 10);
        x /= 10;
    } while (x != 0);
    board_print(text + at);
}

/** Called by the processor's start code, with a stack and nothing else. */
_Noreturn void board_begin(void)
{
    memcpy(board_data_start, board_data_source, (size_t)(board_data_end - board_data_start));
    memset(board_bss_start, 0, (size_t)(board_bss_end - board_bss_start));
    board_exit(main());
}
