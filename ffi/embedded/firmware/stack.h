/* How deep the stack was: what is free is painted, and what is no longer paint has been used. */
#ifndef STACK_H
#define STACK_H

#include "board.h"

#define PAINT 0xA5C3E187u

/* What stack_paint() itself may use, and leaves unpainted: no depth is reported below it. */
#define MARGIN 64

/* Paints what is free below this frame. */
__attribute__((noinline)) static void stack_paint(void)
{
    volatile uint32_t *below = (uint32_t *)((uintptr_t)__builtin_frame_address(0) - MARGIN);
    for (volatile uint32_t *at = board_stack_start; at < below; at++) *at = PAINT;
}

/* The lowest word that is no longer paint. */
__attribute__((noinline)) static uintptr_t stack_deepest(void)
{
    const volatile uint32_t *at = board_stack_start;
    while (*at == PAINT) at++;
    return (uintptr_t)at;
}

#endif
