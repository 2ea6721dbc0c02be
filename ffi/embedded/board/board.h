/* What a firmware needs from the machine under it; one file a family of processors. */
#ifndef BOARD_H
#define BOARD_H

#include <stdint.h>

/** Writes a string to the host, through the debugger's semihosting. */
void board_print(const char *text);

/** Writes a number to the host, in decimal. */
void board_print_number(uint32_t x);

/** Ends the emulator with this exit code. */
_Noreturn void board_exit(int code);

/** A counter that rises by a fixed number of instructions a tick, modulo board_counter_mask + 1. */
uint32_t board_counter(void);
extern const uint32_t board_counter_mask;

/** Executes a loop of 2 * rounds instructions, to learn what a tick is worth. */
void board_spin(uint32_t rounds);

/** The firmware; its result is the exit code. */
int main(void);

/** The stack, as the linker laid it out: it grows down from the end. */
extern uint32_t board_stack_start[], board_stack_end[];

/** Where the stack ends now. */
static inline uintptr_t board_stack_pointer(void)
{
    uintptr_t here;
#ifdef __riscv
    __asm__ volatile("mv %0, sp" : "=r"(here));
#else
    __asm__ volatile("mov %0, sp" : "=r"(here));
#endif
    return here;
}

#endif
