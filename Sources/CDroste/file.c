#define _GNU_SOURCE
#include "droste_file.h"

#include <fcntl.h>

int droste_punch_hole(int fd, int64_t offset, int64_t length) {
  return fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
}

int droste_open_direct(const char *path) { return open(path, O_RDONLY | O_CLOEXEC | O_DIRECT); }
