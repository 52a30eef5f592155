/// The CPUID instruction.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct droste_cpuid_registers {
  uint32_t eax;
  uint32_t ebx;
  uint32_t ecx;
  uint32_t edx;
};

/// CPUID for a leaf and subleaf; no check whether the processor has the leaf.
struct droste_cpuid_registers droste_cpuid(uint32_t leaf, uint32_t subleaf);
