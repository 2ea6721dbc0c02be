/* RV32: start, traps, semihosting, and the retired instructions as the counter. */
#include "semihosting.h"

const uint32_t board_counter_mask = 0xFFFFFFFF;

__asm__(".pushsection .vectors, \"ax\"\n"
        ".globl _start\n"
        "_start:\n"
        " .option push\n"
        " .option norelax\n"
        " la gp, __global_pointer$\n"
        " .option pop\n"
        " la sp, board_stack_end\n"
        " la t0, board_trap\n"
        " csrw mtvec, t0\n"
        " j board_begin\n"
        ".popsection");

/* The debugger knows the trap by its neighbours, uncompressed and in one 16-byte line. */
__asm__(".pushsection .text.board_semihost, \"ax\"\n"
        ".option push\n"
        ".option norvc\n"
        ".balign 16\n"
        ".globl board_semihost\n"
        "board_semihost:\n"
        " slli x0, x0, 0x1f\n"
        " ebreak\n"
        " srai x0, x0, 7\n"
        " ret\n"
        ".option pop\n"
        ".popsection");

uint32_t board_counter(void)
{
    uint32_t count;
    __asm__ volatile("csrr %0, minstret" : "=r"(count));
    return count;
}

__attribute__((naked)) void board_spin(uint32_t rounds)
{
    (void)rounds;
    __asm__("1: addi a0, a0, -1\n bnez a0, 1b\n ret");
}

__attribute__((used, aligned(4))) _Noreturn void board_trap(void)
{
    board_print("fault\n");
    board_exit(3);
}
