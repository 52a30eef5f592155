/// Descriptors to wait on, which Swift's Glibc module leaves out: epoll, timerfd, signalfd, eventfd.
#pragma once

#include <errno.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

/// Adds one to an event counter; one that is full is as good. Returns 0, or -EINTR when it made the thread wait and a
/// signal ended that: whoever shares a counter can make it a blocking one at any time (droste_thread.h).
static inline int droste_event_add(int counter) {
  uint64_t one = 1;
  return write(counter, &one, sizeof one) < 0 && errno == EINTR ? -EINTR : 0;
}
