#define _GNU_SOURCE
#include "droste_thread.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

// The C library has no name for the thread of SIGEV_THREAD_ID; this is its own, for the same member.
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

void droste_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

int droste_pin_thread(int processor) {
  cpu_set_t set;
  if (processor < 0 || processor >= CPU_SETSIZE) return -EINVAL;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  return -pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

// SIGURG is ignored by default, so one that comes after its handler is gone does no harm. Without SA_RESTART: that is
// what ends a wait.
static void nothing(int signal) { (void)signal; }

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int install_error;

static void install(void) {
  struct sigaction action = {.sa_handler = nothing};
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGURG, &action, NULL) < 0) install_error = errno;
}

int droste_breaker_make(intptr_t *breaker) {
  pthread_once(&once, install);
  if (install_error) return -install_error;
  // Threads of a pool have most signals blocked.
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGURG);
  int status = pthread_sigmask(SIG_UNBLOCK, &set, NULL);
  if (status) return -status;
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGURG};
  event.sigev_notify_thread_id = gettid();
  timer_t timer;
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) < 0) return -errno;
  *breaker = (intptr_t)timer;
  return 0;
}

void droste_breaker_set(intptr_t breaker, int milliseconds) {
  struct timespec time = {.tv_nsec = milliseconds * 1000000L};
  struct itimerspec value = {.it_interval = time, .it_value = time};
  timer_settime((timer_t)breaker, 0, &value, NULL);
}

void droste_breaker_free(intptr_t breaker) { timer_delete((timer_t)breaker); }
