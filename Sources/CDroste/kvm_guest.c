#include "kvm_guest.h"

#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)

// A random walk over 256 KiB: what both sides are timed on. Rounds in ecx, buffer in esi/rsi, sum in ebx.
#define LOOP(SI, DX)                       \
  "  xorl %ebx, %ebx\n"                    \
  "  movl $12345, %eax\n"                  \
  "77: imull $1664525, %eax, %eax\n"       \
  "  addl $1013904223, %eax\n"             \
  "  movl %eax, %edx\n"                    \
  "  shrl $14, %edx\n"                     \
  "  andl $0x3fffc, %edx\n"                \
  "  xorl %eax, (" SI "," DX ")\n"         \
  "  addl (" SI "," DX "), %ebx\n"         \
  "  decl %ecx\n"                          \
  "  jnz 77b\n"

#define MARK(n) "  movb $" n ", %al\n  outb %al, $0xd0\n"
#define VALUE "  movl %ebx, %eax\n  outl %eax, $0xd4\n"
#define TIMED(rounds, SI, DX) MARK("3") "  movl $" rounds ", %ecx\n" LOOP(SI, DX) MARK("4") VALUE
#define LOOPS(SI, DX)                                  \
  TIMED("2000", SI, DX) TIMED("2000", SI, DX)          \
  TIMED("200000", SI, DX) TIMED("200000", SI, DX)
// One write to each page of the buffer.
#define TOUCH(SI)                          \
  "  movl $64, %ecx\n"                     \
  "  movl $0x100000, %esi\n"               \
  "78: movl $0, (" SI ")\n"                \
  "  addl $0x1000, %esi\n"                 \
  "  decl %ecx\n"                          \
  "  jnz 78b\n"

_Static_assert(ROUNDS_SHORT == 2000 && ROUNDS_LONG == 200000 && SHORT_LOOPS + LONG_LOOPS == 4, "LOOPS spells them out");
_Static_assert(GUEST_CODE == 0x1000 && GUEST_PML4 == 0x6000, "the code spells them out");

// Linked anywhere, run at 0x1000: addresses are written as distances from its begin.
__asm__(
    ".pushsection .rodata\n"
    ".globl droste_kvm_guest_code, droste_kvm_guest_code_end\n"
    "droste_kvm_guest_code:\n"
    ".code32\n"
    "  movl $0x80000, %esp\n"
    MARK("1")
    "  xorl %eax, %eax\n"
    "  cpuid\n"
    TOUCH("%esi")
    MARK("2")
    "  movl $0x100000, %esi\n"
    LOOPS("%esi", "%edx")
    // Long mode, as a kernel's start does it.
    "  movl %cr4, %eax\n"
    "  orl $0x20, %eax\n"
    "  movl %eax, %cr4\n"
    "  movl $0x6000, %eax\n"
    "  movl %eax, %cr3\n"
    "  movl $0xc0000080, %ecx\n"
    "  rdmsr\n"
    "  orl $0x100, %eax\n"
    "  wrmsr\n"
    "  movl %cr0, %eax\n"
    "  orl $0x80000000, %eax\n"
    "  movl %eax, %cr0\n"
    "  lgdtl 0x3f00\n"
    "  ljmpl $8, $(0x1000 + droste_kvm_guest_64 - droste_kvm_guest_code)\n"
    ".code64\n"
    "droste_kvm_guest_64:\n"
    "  movl $0x10, %eax\n"
    "  movl %eax, %ds\n"
    "  movl %eax, %es\n"
    "  movl %eax, %ss\n"
    "  movl $0x80000, %esp\n"
    MARK("5")
    "  xorl %eax, %eax\n"
    "  cpuid\n"
    TOUCH("%rsi")
    "  movl $0x100000, %esi\n"
    LOOPS("%rsi", "%rdx")
    // The window's page table entry (0x9000 + 0x1ff * 8) points to page A and page B in turn.
    "  xorl %ebx, %ebx\n"
    "  movl $64, %ecx\n"
    "  movl $0x180003, %eax\n"
    "  movl $0x1ff000, %edi\n"
    "2: movl %eax, 0x9ff8\n"
    "  invlpg (%rdi)\n"
    "  addl (%rdi), %ebx\n"
    "  xorl $0x1000, %eax\n"
    "  movq %cr3, %rdx\n"
    "  movq %rdx, %cr3\n"
    "  decl %ecx\n"
    "  jnz 2b\n"
    MARK("6")
    VALUE
    MARK("7")
    "  movl $64, %ecx\n"
    "3: outb %al, $0xd8\n"
    "  decl %ecx\n"
    "  jnz 3b\n"
    MARK("8")
    MARK("9")
    "4: hlt\n"
    "  jmp 4b\n"
    "droste_kvm_guest_code_end:\n"
    ".popsection\n"

    ".pushsection .text\n"
    ".globl droste_kvm_native_loop\n"
    ".type droste_kvm_native_loop, @function\n"
    "droste_kvm_native_loop:\n"
    "  pushq %rbx\n"
    "  movl %esi, %ecx\n"
    "  movq %rdi, %rsi\n"
    LOOP("%rsi", "%rdx")
    "  movl %ebx, %eax\n"
    "  popq %rbx\n"
    "  ret\n"
    ".size droste_kvm_native_loop, . - droste_kvm_native_loop\n"
    ".popsection\n");
