/// What files need beyond Swift's Glibc module.
#pragma once

#include <stdint.h>

/// Gives back the space of `length` bytes from `offset`: they read as zeros, the file's length stays. 0, or -1 with
/// errno.
int droste_punch_hole(int fd, int64_t offset, int64_t length);
