/// Whether KVM works here, told by running guest code in it.
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum droste_kvm_outcome {
  /// Guest code ran to its end in every mode, at a speed worth having.
  DROSTE_KVM_WORKS = 0,
  /// /dev/kvm cannot be opened (`error`).
  DROSTE_KVM_NO_DEVICE = 1,
  /// An ioctl failed (`error`, `detail`).
  DROSTE_KVM_FAILED = 2,
  /// Guest code did not get to its end within the time limit.
  DROSTE_KVM_HANGS = 3,
  /// Guest code ran, slower than emulation would.
  DROSTE_KVM_SLOW = 4,
  /// Guest code ended in an exit that it must not have, or computed something wrong (`detail`).
  DROSTE_KVM_WRONG = 5,
  /// The probing process itself could not be made (`error`) or was killed by somebody else.
  DROSTE_KVM_NO_PROBE = 6,
};

struct droste_kvm_result {
  /// enum droste_kvm_outcome.
  int outcome;
  /// errno, where an operation failed.
  int error;
  bool opened;
  bool vm_created;
  /// The guest reached its last instruction.
  bool ran;
  /// The slowest loop of guest code and the same loop here, in nanoseconds; 0 where not measured.
  uint64_t guest_nanoseconds;
  uint64_t native_nanoseconds;
  /// One exit to us and back (port output), in nanoseconds; 0 where not measured.
  uint64_t exit_nanoseconds;
  /// How long the probe took.
  uint64_t total_nanoseconds;
  /// A short English text: the failing operation, the last mark that the guest reached.
  char detail[128];
};

/// Guest code may be this many times slower than the same code here and still count as working. Measured: 2 in a
/// machine whose processor is emulated, 5 there under load (each timer interrupt costs a whole TLB); 3000 where the
/// hypervisor interprets the guest. QEMU's emulation takes 3 times as long for this very loop, but it is at its best
/// there: a kernel's traps and changes of address space cost it far more.
#define DROSTE_KVM_SLOWEST_RATIO 8

/// How often a KVM has to be found slow to be so. On a busy computer, several levels down, one measurement in some
/// dozens is off by a factor of hundreds; a KVM that crawls does so each time, for 20 ms.
#define DROSTE_KVM_SLOW_ATTEMPTS 3

/// Runs a small guest that goes the way of a kernel's start (protected mode, paging, long mode, CPUID, port output,
/// page table changes, memory writes, a timed loop in 32 and in 64 bits) in a child process. Takes at most `timeout_ms`
/// (1 to 60000) plus 200 ms: the child is killed then, and not waited for when it does not die. Blocks.
void droste_kvm_probe(int timeout_ms, struct droste_kvm_result *result);
