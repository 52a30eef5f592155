/// What threads need beyond Swift's Glibc module.
#pragma once

#include <stdint.h>

/// Names the calling thread, as `top -H` shows it; the first 15 bytes count.
void droste_name_thread(const char *name);

/// Keeps the calling thread on one processor; 0, or a negative errno.
int droste_pin_thread(int processor);

/// Makes a timer that ends the calling thread's waits: while it runs, a system call that waits returns EINTR. It sends
/// SIGURG, whose handler does nothing, to that thread alone, which has it unblocked from then on. Returns 0, or a negative
/// errno. Any number is a breaker, 0 too.
int droste_breaker_make(intptr_t *breaker);

/// Has it go off each so many milliseconds, 1 to 999; 0: not any more.
void droste_breaker_set(intptr_t breaker, int milliseconds);

void droste_breaker_free(intptr_t breaker);
