// Whether KVM works, told by a guest that goes the way of a kernel's start.
//
// Everything that touches /dev/kvm happens in a child process, because a broken KVM hangs inside an ioctl: the child
// can be killed, and where even that fails it can be left behind. The child reports through a shared page as it goes,
// so that the last mark is known after a kill. Times are processor time of the child's thread, not of the clock on the
// wall: a busy machine must not look like a slow KVM.
#define _GNU_SOURCE
#include "droste_kvm.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "droste_spawn.h"
#include "kvm_guest.h"

/// The child's report, in memory shared with the parent.
struct report {
  _Atomic int done;
  int outcome;
  int error;
  const char *operation;
  int exit_reason;
  bool opened, vm_created, ran, is_long, slow_long;
  int mark;
  uint64_t guest, native, exit;
};

struct probe {
  struct report *report;
  uint8_t *memory;
  struct kvm_run *run;
  int vcpu;
  uint64_t native_short, native_long;
  uint32_t sum_short, sum_long;
  // Within one mode: which loop is running (short ones first), when it began, and the fastest of its kind.
  int loop;
  uint64_t began;
  uint64_t fastest;
};

static uint64_t nanoseconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t processor_time(void) { return nanoseconds(CLOCK_THREAD_CPUTIME_ID); }

_Noreturn static void end(struct probe *p, int outcome, const char *operation, int error) {
  p->report->outcome = outcome;
  p->report->operation = operation;
  p->report->error = error;
  atomic_store(&p->report->done, 1);
  _exit(0);
}

static int checked(struct probe *p, int result, const char *operation) {
  if (result < 0) end(p, DROSTE_KVM_FAILED, operation, errno);
  return result;
}

static void *mapped(struct probe *p, size_t size, int flags, int fd) {
  void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, 0);
  if (at == MAP_FAILED) end(p, DROSTE_KVM_FAILED, "mmap", errno);
  return at;
}

/// The loops here, for comparison; the faster of two runs each.
static void time_native(struct probe *p) {
  void *buffer = mapped(p, GUEST_BUFFER_SIZE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  for (int round = 0; round < 2; round++) {
    memset(buffer, 0, GUEST_BUFFER_SIZE);
    uint64_t t0 = processor_time();
    p->sum_short = droste_kvm_native_loop(buffer, ROUNDS_SHORT);
    uint64_t t1 = processor_time();
    memset(buffer, 0, GUEST_BUFFER_SIZE);
    uint64_t t2 = processor_time();
    p->sum_long = droste_kvm_native_loop(buffer, ROUNDS_LONG);
    uint64_t t3 = processor_time();
    if (round == 0 || t1 - t0 < p->native_short) p->native_short = t1 - t0;
    if (round == 0 || t3 - t2 < p->native_long) p->native_long = t3 - t2;
  }
  if (p->native_short == 0) p->native_short = 1;
  if (p->native_long == 0) p->native_long = 1;
  p->report->native = p->native_long;
}

static void fill_memory(uint8_t *memory) {
  memcpy(memory + GUEST_CODE, droste_kvm_guest_code, (size_t)(droste_kvm_guest_code_end - droste_kvm_guest_code));
  uint64_t *gdt = (uint64_t *)(memory + GUEST_GDT);
  gdt[1] = 0x00209a0000000000;  // 64-bit code
  gdt[2] = 0x0000920000000000;  // data
  struct __attribute__((packed)) {
    uint16_t limit;
    uint32_t base;
  } pointer = {23, GUEST_GDT};
  memcpy(memory + GUEST_GDT_POINTER, &pointer, sizeof pointer);
  // Present and writable is 3. The tables map all of the memory one to one, in pages of 4 KiB.
  uint64_t *table64 = (uint64_t *)(memory + GUEST_TABLES_64);
  for (uint64_t page = 0; page < GUEST_MEMORY >> 12; page++) table64[page] = page << 12 | 3;
  *(uint64_t *)(memory + GUEST_PML4) = GUEST_PDPT | 3;
  *(uint64_t *)(memory + GUEST_PDPT) = GUEST_DIRECTORY_64 | 3;
  uint64_t *directory64 = (uint64_t *)(memory + GUEST_DIRECTORY_64);
  directory64[0] = GUEST_TABLES_64 | 3;
  directory64[1] = (GUEST_TABLES_64 + 0x1000) | 3;
  *(uint32_t *)(memory + GUEST_PAGE_A) = 1;
  *(uint32_t *)(memory + GUEST_PAGE_B) = 0x10000;
}

static void make_machine(struct probe *p) {
  int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
  if (kvm < 0) end(p, DROSTE_KVM_NO_DEVICE, "open /dev/kvm", errno);
  p->report->opened = true;
  // One probe at a time on a computer: the service's and the agent's start together in a nested host. Two at once on
  // an emulated processor took each other's time, and were seen to lock it up.
  flock(kvm, LOCK_EX);
  int version = checked(p, ioctl(kvm, KVM_GET_API_VERSION, 0), "KVM_GET_API_VERSION");
  if (version != KVM_API_VERSION) end(p, DROSTE_KVM_FAILED, "KVM_GET_API_VERSION", EPROTO);
  int vm = checked(p, ioctl(kvm, KVM_CREATE_VM, 0), "KVM_CREATE_VM");
  p->report->vm_created = true;
  // Three pages that no guest of ours uses; without them Intel processors cannot run code outside of paging.
  ioctl(vm, KVM_SET_TSS_ADDR, 0xfffbd000);
  p->memory = mapped(p, GUEST_MEMORY, MAP_SHARED | MAP_ANONYMOUS, -1);
  fill_memory(p->memory);
  struct kvm_userspace_memory_region region = {
      .slot = 0, .guest_phys_addr = 0, .memory_size = GUEST_MEMORY, .userspace_addr = (uint64_t)(uintptr_t)p->memory};
  checked(p, ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region), "KVM_SET_USER_MEMORY_REGION");
  p->vcpu = checked(p, ioctl(vm, KVM_CREATE_VCPU, 0), "KVM_CREATE_VCPU");
  int run_size = checked(p, ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0), "KVM_GET_VCPU_MMAP_SIZE");
  if ((size_t)run_size < sizeof(struct kvm_run)) end(p, DROSTE_KVM_FAILED, "KVM_GET_VCPU_MMAP_SIZE", EPROTO);
  p->run = mapped(p, (size_t)run_size, MAP_SHARED, p->vcpu);

  // Long mode is allowed only where the guest's CPUID has it. 256 entries are the kernel's own limit.
  size_t size = sizeof(struct kvm_cpuid2) + 256 * sizeof(struct kvm_cpuid_entry2);
  struct kvm_cpuid2 *cpuid = mapped(p, size, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  cpuid->nent = 256;
  checked(p, ioctl(kvm, KVM_GET_SUPPORTED_CPUID, cpuid), "KVM_GET_SUPPORTED_CPUID");
  checked(p, ioctl(p->vcpu, KVM_SET_CPUID2, cpuid), "KVM_SET_CPUID2");
}

/// Flat 32-bit protected mode without paging: where a boot loader hands over to a kernel.
static void set_registers(struct probe *p) {
  struct kvm_sregs s;
  checked(p, ioctl(p->vcpu, KVM_GET_SREGS, &s), "KVM_GET_SREGS");
  struct kvm_segment code = {
      .base = 0, .limit = 0xffffffff, .selector = 8, .type = 11, .present = 1, .db = 1, .s = 1, .g = 1};
  struct kvm_segment data = code;
  data.selector = 0x10;
  data.type = 3;
  s.cs = code;
  s.ds = s.es = s.fs = s.gs = s.ss = data;
  s.cr0 = 0x31;  // PE, ET, NE
  checked(p, ioctl(p->vcpu, KVM_SET_SREGS, &s), "KVM_SET_SREGS");
  struct kvm_regs r;
  memset(&r, 0, sizeof r);
  r.rip = GUEST_CODE;
  r.rflags = 2;
  checked(p, ioctl(p->vcpu, KVM_SET_REGS, &r), "KVM_SET_REGS");
}

static void keep_slowest(struct probe *p, uint64_t guest) {
  if (guest <= p->report->guest) return;
  p->report->guest = guest;
  p->report->slow_long = p->report->is_long;
}

static void loop_ended(struct probe *p) {
  uint64_t took = processor_time() - p->began;
  bool first = p->loop == 0 || p->loop == SHORT_LOOPS;
  if (first || took < p->fastest) p->fastest = took;
  // Far too slow, and not by a hiccup: the long loops would only use up the time limit.
  if (p->loop == SHORT_LOOPS - 1 && p->fastest > 2000000 &&
      p->fastest / 10 > DROSTE_KVM_SLOWEST_RATIO * p->native_short) {
    p->report->native = p->native_short;
    keep_slowest(p, p->fastest);
    end(p, DROSTE_KVM_SLOW, NULL, 0);
  }
}

static void loop_summed(struct probe *p, uint32_t sum) {
  if (sum != (p->loop < SHORT_LOOPS ? p->sum_short : p->sum_long)) end(p, DROSTE_KVM_WRONG, "the loop's sum", 0);
  memset(p->memory + GUEST_BUFFER, 0, GUEST_BUFFER_SIZE);
  p->loop++;
  if (p->loop < SHORT_LOOPS + LONG_LOOPS) return;
  keep_slowest(p, p->fastest);
  p->loop = 0;
}

static void marked(struct probe *p, int mark) {
  p->report->mark = mark;
  if (mark == MARK_LONG) p->report->is_long = true;
  if (mark == MARK_LOOP_ENDS) loop_ended(p);
  if (mark == MARK_EXITS_END) p->report->exit = (processor_time() - p->began) / (IDLE_EXITS + 1);
  if (mark == MARK_LOOP_BEGINS || mark == MARK_EXITS_BEGIN) p->began = processor_time();
  if (mark == MARK_DONE) {
    p->report->ran = true;
    bool slow = p->report->guest > DROSTE_KVM_SLOWEST_RATIO * p->report->native;
    end(p, slow ? DROSTE_KVM_SLOW : DROSTE_KVM_WORKS, NULL, 0);
  }
}

static void port_written(struct probe *p) {
  const struct kvm_run *run = p->run;
  const uint8_t *data = (const uint8_t *)run + run->io.data_offset;
  uint32_t value = 0;
  memcpy(&value, data, run->io.size <= 4 ? run->io.size : 4);
  switch (run->io.port) {
  case PORT_MARK: marked(p, (int)value); break;
  case PORT_VALUE:
    if (p->report->mark != MARK_TABLES_DONE) loop_summed(p, value);
    else if (value != TABLE_CHANGES / 2 * 0x10001u) end(p, DROSTE_KVM_WRONG, "the page tables' sum", 0);
    break;
  case PORT_IDLE: break;
  default: end(p, DROSTE_KVM_WRONG, "output to a foreign port", 0);
  }
}

_Noreturn static void run_child(struct report *report) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // A child that cannot be killed must not keep our sockets open.
  syscall(SYS_close_range, 0, ~0U, 0);
  struct probe p;
  memset(&p, 0, sizeof p);
  p.report = report;
  time_native(&p);
  make_machine(&p);
  set_registers(&p);
  for (;;) {
    if (ioctl(p.vcpu, KVM_RUN, 0) < 0) {
      if (errno == EINTR || errno == EAGAIN) continue;
      end(&p, DROSTE_KVM_FAILED, "KVM_RUN", errno);
    }
    report->exit_reason = (int)p.run->exit_reason;
    if (p.run->exit_reason != KVM_EXIT_IO || p.run->io.direction != KVM_EXIT_IO_OUT)
      end(&p, DROSTE_KVM_WRONG, "exit", 0);
    port_written(&p);
  }
}

static const char *place(const struct report *r) {
  switch (r->mark) {
  case 0: return "before its first instruction";
  case MARK_PROTECTED: return "in CPUID or its first memory writes";
  case MARK_TOUCHED: return "before the 32-bit loop";
  case MARK_LOOP_BEGINS: return r->is_long ? "in the 64-bit loop" : "in the 32-bit loop";
  case MARK_LOOP_ENDS: return r->is_long ? "changing page tables" : "entering long mode";
  case MARK_LONG: return "in CPUID or memory writes, 64-bit";
  default: return "in port output";
  }
}

static void describe(const struct report *r, struct droste_kvm_result *result) {
  char *text = result->detail;
  size_t size = sizeof result->detail;
  switch (result->outcome) {
  case DROSTE_KVM_WORKS: snprintf(text, size, "guest code ran to its end"); break;
  case DROSTE_KVM_NO_DEVICE:
  case DROSTE_KVM_FAILED: snprintf(text, size, "%s: %s", r->operation, strerror(r->error)); break;
  case DROSTE_KVM_HANGS:
    snprintf(text, size, r->vm_created ? "no end of the guest code, it was %s" : "no end of an ioctl on /dev/kvm%.0s",
             place(r));
    break;
  case DROSTE_KVM_SLOW:
    snprintf(text, size, "guest code is %llu times slower than the same code here (%s-bit loop)",
             (unsigned long long)(r->guest / (r->native ? r->native : 1)), r->slow_long ? "64" : "32");
    break;
  case DROSTE_KVM_WRONG:
    snprintf(text, size, "%s is wrong, %s (exit reason %d)", r->operation, place(r), r->exit_reason);
    break;
  default: snprintf(text, size, "the probing process: %s", result->error ? strerror(result->error) : "killed"); break;
  }
}

/// Waits for the child's end, at most `timeout_ms`; then kills it, and gives it 200 ms to go.
static void await_child(pid_t pid, int pidfd, int timeout_ms, struct report *report) {
  uint64_t deadline = nanoseconds(CLOCK_MONOTONIC) + (uint64_t)timeout_ms * 1000000u;
  struct pollfd fd = {.fd = pidfd, .events = POLLIN};
  int ready = 0;
  for (;;) {
    uint64_t now = nanoseconds(CLOCK_MONOTONIC);
    int left = now < deadline ? (int)((deadline - now) / 1000000u) + 1 : 0;
    ready = poll(&fd, 1, left);
    if (ready >= 0 || errno != EINTR) break;
  }
  if (ready <= 0 && !atomic_load(&report->done)) {
    droste_pidfd_send_signal(pidfd, SIGKILL);
    poll(&fd, 1, 200);
  }
  int status = 0;
  (void)pid;
  droste_pidfd_reap(pidfd, &status);
}

static void probe_once(int timeout_ms, struct droste_kvm_result *result) {
  memset(result, 0, sizeof *result);
  result->outcome = DROSTE_KVM_NO_PROBE;
  uint64_t began = nanoseconds(CLOCK_MONOTONIC);
  struct report *report =
      mmap(NULL, sizeof(struct report), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (report == MAP_FAILED) {
    result->error = errno;
    snprintf(result->detail, sizeof result->detail, "mmap: %s", strerror(errno));
    return;
  }

  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int pidfd = -1;
  struct clone_args args;
  memset(&args, 0, sizeof args);
  args.flags = CLONE_PIDFD;
  args.pidfd = (uint64_t)(uintptr_t)&pidfd;
  args.exit_signal = SIGCHLD;
  long pid = syscall(SYS_clone3, &args, sizeof args);
  if (pid == 0) run_child(report);
  int clone_error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);

  struct report last = {0};
  if (pid < 0) {
    result->error = clone_error;
  } else {
    uint64_t waiting = nanoseconds(CLOCK_MONOTONIC);
    await_child((pid_t)pid, pidfd, timeout_ms, report);
    bool in_time = nanoseconds(CLOCK_MONOTONIC) - waiting < (uint64_t)timeout_ms * 1000000u;
    close(pidfd);
    memcpy(&last, report, sizeof last);
    if (atomic_load(&report->done)) result->outcome = last.outcome;
    else result->outcome = in_time ? DROSTE_KVM_NO_PROBE : DROSTE_KVM_HANGS;
    result->error = last.error;
    result->opened = last.opened;
    result->vm_created = last.vm_created;
    result->ran = last.ran;
    result->guest_nanoseconds = last.guest;
    result->native_nanoseconds = last.guest ? last.native : 0;
    result->exit_nanoseconds = last.exit;
  }
  describe(&last, result);
  munmap(report, sizeof *report);
  result->total_nanoseconds = nanoseconds(CLOCK_MONOTONIC) - began;
}

void droste_kvm_probe(int timeout_ms, struct droste_kvm_result *result) {
  if (timeout_ms < 1) timeout_ms = 1;
  if (timeout_ms > 60000) timeout_ms = 60000;
  for (int attempt = 0; attempt < DROSTE_KVM_SLOW_ATTEMPTS; attempt++) {
    probe_once(timeout_ms, result);
    if (result->outcome != DROSTE_KVM_SLOW) return;
  }
}
