/// What files need beyond Swift's Glibc module.
#pragma once

#include <stdint.h>

/// Gives back the space of `length` bytes from `offset`: they read as zeros, the file's length stays. 0, or -1 with
/// errno.
int droste_punch_hole(int fd, int64_t offset, int64_t length);

/// open(2) for reading without the kernel's cache (O_DIRECT), closed by exec. The descriptor, or -1 with errno: EINVAL where
/// the file system has no such thing.
int droste_open_direct(const char *path);
