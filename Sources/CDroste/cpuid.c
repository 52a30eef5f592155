#include "droste_cpuid.h"

#include <cpuid.h>

struct droste_cpuid_registers droste_cpuid(uint32_t leaf, uint32_t subleaf) {
  struct droste_cpuid_registers r = {0, 0, 0, 0};
  __cpuid_count(leaf, subleaf, r.eax, r.ebx, r.ecx, r.edx);
  return r;
}
