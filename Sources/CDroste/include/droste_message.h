/// Messages with descriptors over unix sockets, and memory files to send so. Every function returns a negative errno on
/// failure, so that nothing between the system call and the caller can overwrite it.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Most descriptors in one message: what vhost-user allows with a memory table of 8 regions.
#define DROSTE_MESSAGE_DESCRIPTORS 8

/// Receives at most `length` bytes without waiting, and the descriptors beside them, which are closed on exec and now
/// the caller's. Returns the bytes, 0 when the other side closed, -EAGAIN when nothing is there; -EMSGSIZE when there
/// were more than DROSTE_MESSAGE_DESCRIPTORS, -EMFILE when this process may not have as many: then all are closed.
/// `descriptors` has room for DROSTE_MESSAGE_DESCRIPTORS.
ssize_t droste_message_receive(int socket, void *buffer, size_t length, int *descriptors, int *count);

/// Sends `length` bytes with `count` descriptors, at most DROSTE_MESSAGE_DESCRIPTORS, without waiting and without
/// SIGPIPE. Returns the bytes taken.
ssize_t droste_message_send(int socket, const void *buffer, size_t length, const int *descriptors, int count);

/// A file of `size` zero bytes in memory, closed on exec, whose size nobody can change. The name is for people.
int droste_memory_file(const char *name, int64_t size);

/// A stream socket connected to the one that listens at `path`, non-blocking and closed on exec. It does not wait:
/// -EAGAIN when the listener's queue is full, -ENOENT or -ECONNREFUSED when nobody listens.
int droste_unix_connect(const char *path);
