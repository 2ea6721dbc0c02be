/* The two calls of semihosting that the firmware makes; board_semihost() is the processor's own trap. */
#ifndef SEMIHOSTING_H
#define SEMIHOSTING_H

#include "board.h"

uintptr_t board_semihost(uintptr_t operation, const void *argument);

void board_print(const char *text)
{
    board_semihost(0x04, text);
}

_Noreturn void board_exit(int code)
{
    const uintptr_t block[2] = {0x20026, (uintptr_t)code};
    board_semihost(0x20, block);
    for (;;) {
    }
}

#endif
