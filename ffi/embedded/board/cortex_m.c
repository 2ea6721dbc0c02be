/* Cortex-M: vectors, reset, the floating-point unit's switch, semihosting, and SysTick as the counter. */
#include "semihosting.h"

_Noreturn void board_begin(void);

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define CPACR REGISTER(0xE000ED88)
#define SYST_CSR REGISTER(0xE000E010)
#define SYST_RVR REGISTER(0xE000E014)
#define SYST_CVR REGISTER(0xE000E018)

const uint32_t board_counter_mask = 0xFFFFFF;

__attribute__((naked)) uintptr_t board_semihost(uintptr_t operation, const void *argument)
{
    (void)operation;
    (void)argument;
    __asm__("bkpt 0xab\n bx lr");
}

uint32_t board_counter(void)
{
    return board_counter_mask - SYST_CVR;
}

__attribute__((naked)) void board_spin(uint32_t rounds)
{
    (void)rounds;
    __asm__("1: .syntax unified\n subs r0, #1\n bne 1b\n bx lr");
}

static _Noreturn void fault(void)
{
    board_print("fault\n");
    board_exit(3);
}

static _Noreturn void reset(void)
{
#ifdef __ARM_FP
    CPACR |= 0xFu << 20;
    __asm__ volatile("dsb\n isb");
#endif
    SYST_RVR = board_counter_mask;
    SYST_CVR = 0;
    SYST_CSR = 5;
    /* Zero until the first reload. */
    while (SYST_CVR == 0) {
    }
    board_begin();
}

__attribute__((section(".vectors"), used)) static const uintptr_t vectors[16] = {
    (uintptr_t)board_stack_end, (uintptr_t)reset, (uintptr_t)fault, (uintptr_t)fault,
    (uintptr_t)fault,           (uintptr_t)fault, (uintptr_t)fault,
};
