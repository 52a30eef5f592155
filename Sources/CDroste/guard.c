#define _GNU_SOURCE
#include "include/droste_guard.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>

// A slot is free when `start` is 0, being filled or emptied when it is 1, guarded otherwise. The handler runs on any
// thread at any time: it takes no lock and calls nothing but mmap and sigaction, which signal handlers may call.
// No access to a mapping overlaps with its `droste_guard_add` or `droste_guard_remove`, so a slot that the handler
// finds for a faulting address stays as it is while the handler works.
static struct guard {
  uintptr_t start;
  uintptr_t length;
  int lost;
} guards[DROSTE_GUARD_LIMIT];

// One more than the highest slot ever used: what the handler looks through.
static int used;

static struct sigaction previous;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int install_error;

static void handle(int signal, siginfo_t *information, void *context) {
  uintptr_t address = (uintptr_t)information->si_addr;
  int saved = errno;
  int count = __atomic_load_n(&used, __ATOMIC_ACQUIRE);
  for (int index = 0; index < count; index++) {
    struct guard *guard = &guards[index];
    uintptr_t start = __atomic_load_n(&guard->start, __ATOMIC_ACQUIRE);
    if (start <= 1 || address < start || address - start >= guard->length) continue;
    void *pages = mmap((void *)start, guard->length, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    if (pages == MAP_FAILED) break;
    __atomic_store_n(&guard->lost, 1, __ATOMIC_RELEASE);
    errno = saved;
    return;
  }
  errno = saved;
  if (previous.sa_flags & SA_SIGINFO) {
    previous.sa_sigaction(signal, information, context);
  } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
    previous.sa_handler(signal);
  } else {
    // The access is done again and ends the process, as it would have without us.
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(signal, &standard, NULL);
  }
}

static void install(void) {
  struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGBUS, &action, &previous) < 0) install_error = errno;
}

int droste_guard_add(void *start, size_t length) {
  pthread_once(&once, install);
  if (install_error) return -install_error;
  if ((uintptr_t)start <= 1 || length == 0) return -EINVAL;
  for (int index = 0; index < DROSTE_GUARD_LIMIT; index++) {
    uintptr_t free = 0;
    if (!__atomic_compare_exchange_n(&guards[index].start, &free, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) continue;
    guards[index].length = length;
    __atomic_store_n(&guards[index].lost, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&guards[index].start, (uintptr_t)start, __ATOMIC_RELEASE);
    int seen = __atomic_load_n(&used, __ATOMIC_RELAXED);
    while (seen <= index &&
           !__atomic_compare_exchange_n(&used, &seen, index + 1, 0, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
      ;
    return index;
  }
  return -ENOSPC;
}

int droste_guard_is_lost(int handle) {
  return handle >= 0 && handle < DROSTE_GUARD_LIMIT && __atomic_load_n(&guards[handle].lost, __ATOMIC_ACQUIRE);
}

void droste_guard_remove(int handle) {
  if (handle < 0 || handle >= DROSTE_GUARD_LIMIT) return;
  __atomic_store_n(&guards[handle].start, 0, __ATOMIC_RELEASE);
}
