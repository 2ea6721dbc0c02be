/* Cortex-A53 without an operating system: start, faults, semihosting, and the generic timer as the counter. */
#include "semihosting.h"

const uint32_t board_counter_mask = 0xFFFFFFFF;

__asm__(".pushsection .vectors, \"ax\"\n"
        ".globl _start\n"
        "_start:\n"
        " ldr x0, =board_stack_end\n"
        " mov sp, x0\n"
        " ldr x0, =faults\n"
        " msr vbar_el1, x0\n"
        /* Floating point and vectors, without a trap. */
        " mov x0, #(3 << 20)\n"
        " msr cpacr_el1, x0\n"
        " isb\n"
        " b board_begin\n"
        " .ltorg\n"
        " .balign 2048\n"
        "faults:\n"
        " .rept 16\n"
        " b board_fault\n"
        " .balign 128\n"
        " .endr\n"
        ".popsection");

__attribute__((noinline)) uintptr_t board_semihost(uintptr_t operation, const void *argument)
{
    register uintptr_t x0 __asm__("x0") = operation;
    register const void *x1 __asm__("x1") = argument;
    __asm__ volatile("hlt #0xf000" : "+r"(x0) : "r"(x1) : "memory");
    return x0;
}

uint32_t board_counter(void)
{
    uint64_t count;
    __asm__ volatile("isb\n mrs %0, cntvct_el0" : "=r"(count));
    return (uint32_t)count;
}

__attribute__((noinline)) void board_spin(uint32_t rounds)
{
    __asm__ volatile("1: subs %w0, %w0, #1\n b.ne 1b" : "+r"(rounds) : : "cc");
}

__attribute__((used)) _Noreturn void board_fault(void)
{
    board_print("fault\n");
    board_exit(3);
}
