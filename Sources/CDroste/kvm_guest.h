// The probe's guest: addresses in its physical memory, its marks, and its code (kvm_guest.c).
#pragma once

#include <stdint.h>

// Physical memory of the guest: 4 MiB at address 0.
enum {
  GUEST_MEMORY = 0x400000,
  GUEST_CODE = 0x1000,
  GUEST_GDT = 0x3000,
  GUEST_GDT_POINTER = 0x3f00,
  GUEST_PML4 = 0x6000,
  GUEST_PDPT = 0x7000,
  GUEST_DIRECTORY_64 = 0x8000,
  GUEST_TABLES_64 = 0x9000,  // two, 2 MiB each
  GUEST_STACK = 0x80000,
  GUEST_BUFFER = 0x100000,
  GUEST_BUFFER_SIZE = 0x40000,
  GUEST_PAGE_A = 0x180000,  // holds 1
  GUEST_PAGE_B = 0x181000,  // holds 0x10000
  GUEST_WINDOW = 0x1ff000,  // shows A and B in turn
};

enum { PORT_MARK = 0xd0, PORT_VALUE = 0xd4, PORT_IDLE = 0xd8 };

// Marks, in the order in which the guest reaches them.
enum {
  MARK_PROTECTED = 1,
  MARK_TOUCHED = 2,
  MARK_LOOP_BEGINS = 3,
  MARK_LOOP_ENDS = 4,
  MARK_LONG = 5,
  MARK_TABLES_DONE = 6,
  MARK_EXITS_BEGIN = 7,
  MARK_EXITS_END = 8,
  MARK_DONE = 9,
};

// Rounds of the timed loop: short ones, which show a crawling guest within milliseconds, then long ones. The faster of
// each two counts: the first also pays for page faults, and under emulation for translating the code.
enum { ROUNDS_SHORT = 2000, ROUNDS_LONG = 200000, SHORT_LOOPS = 2, LONG_LOOPS = 2 };
enum { TABLE_CHANGES = 64, IDLE_EXITS = 64 };

extern const uint8_t droste_kvm_guest_code[], droste_kvm_guest_code_end[];

/// The timed loop, run here. `buffer` holds GUEST_BUFFER_SIZE bytes. Returns its sum.
uint32_t droste_kvm_native_loop(void *buffer, uint32_t rounds);
