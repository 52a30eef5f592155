/// Mappings of files that another process may truncate. An access beyond the end of such a file raises SIGBUS; within a
/// guarded mapping the handler puts zero pages in the mapping's place, marks it lost, and the access goes on.
#pragma once

#include <stddef.h>

/// Most mappings that are guarded at a time: 256 ports with 32 regions of memory each.
#define DROSTE_GUARD_LIMIT 8192

/// Guards `length` bytes from `start`, both multiples of the page size. The first call installs the process's SIGBUS
/// handler, which hands other addresses to the handler before it. Returns a handle for the other functions, -ENOSPC
/// when DROSTE_GUARD_LIMIT are guarded, or another negative errno.
int droste_guard_add(void *start, size_t length);

/// Whether the file under the mapping was found truncated.
int droste_guard_is_lost(int handle);

/// Ends the guard: before the mapping is removed, and after its last access.
void droste_guard_remove(int handle);
