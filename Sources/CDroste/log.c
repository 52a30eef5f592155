#define _GNU_SOURCE
#include "droste_log.h"

#include <string.h>
#include <sys/klog.h>

int droste_kernel_log_size(void) { return klogctl(10, NULL, 0); }

int droste_kernel_log(void *buffer, int size) { return klogctl(3, buffer, size); }

long droste_find(const void *bytes, size_t count, size_t start, const void *word, size_t length) {
  if (start >= count) return -1;
  const char *found = memmem((const char *)bytes + start, count - start, word, length);
  return found ? found - (const char *)bytes : -1;
}
