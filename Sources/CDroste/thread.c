#define _GNU_SOURCE
#include "droste_thread.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>

void droste_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

int droste_pin_thread(int processor) {
  cpu_set_t set;
  if (processor < 0 || processor >= CPU_SETSIZE) return -EINVAL;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  return -pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}
