/// The kernel's log, and a search in it, which Swift's Glibc module lacks.
#pragma once

#include <stddef.h>

/// The bytes that the kernel's log can have; -1 with errno. syslog(2), SYSLOG_ACTION_SIZE_BUFFER.
int droste_kernel_log_size(void);

/// Writes the last `size` bytes of the kernel's log into `buffer`; how many, or -1 with errno. syslog(2),
/// SYSLOG_ACTION_READ_ALL.
int droste_kernel_log(void *buffer, int size);

/// Where `word` begins in the `count` bytes at `bytes`, from `start` on; -1 where it is not. memmem(3).
long droste_find(const void *bytes, size_t count, size_t start, const void *word, size_t length);
