/// Starting a process that outlives us, with exactly the descriptors, identity and folder it is given.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// `source` in this process becomes `target` in the new one.
struct droste_fd_map {
  int source;
  int target;
};

/// Which step of a spawn failed; `errno` alone does not tell a missing program from a forbidden folder.
enum droste_spawn_stage {
  DROSTE_SPAWN_OK = 0,
  DROSTE_SPAWN_ARGUMENTS = 1,
  DROSTE_SPAWN_FORK = 2,
  DROSTE_SPAWN_DIRECTORY = 3,
  DROSTE_SPAWN_SESSION = 4,
  DROSTE_SPAWN_DESCRIPTORS = 5,
  DROSTE_SPAWN_IDENTITY = 6,
  DROSTE_SPAWN_EXEC = 7,
};

/// What to start. All pointers need to live only as long as the call.
struct droste_spawn_request {
  /// Path of the program; PATH is not searched.
  const char *executable;
  /// NULL-terminated, argv[0] included.
  char *const *argv;
  /// NULL-terminated; nothing is inherited.
  char *const *envp;
  /// At most 256 entries, targets 0 to 1023 and distinct. 0, 1 and 2 become /dev/null where the table does not name
  /// them; every other descriptor is closed in the new process.
  const struct droste_fd_map *fds;
  size_t fd_count;
  /// The new process's folder, entered before privileges are dropped: a descriptor (>= 0), else a path, else ours.
  int directory_fd;
  const char *directory;
  /// A session of its own, so that no terminal's signals reach it.
  bool new_session;
  /// Become `uid`/`gid` with exactly `groups`, and never gain privileges again (no_new_privs). Needs root.
  bool change_identity;
  uid_t uid;
  gid_t gid;
  const gid_t *groups;
  size_t group_count;
};

struct droste_spawn_result {
  /// -1 when nothing was started.
  pid_t pid;
  /// A pidfd with close-on-exec, or -1. The caller closes it.
  int pidfd;
  /// errno of the failing step, 0 on success.
  int error;
  /// enum droste_spawn_stage.
  int stage;
};

/// Starts a process and returns once its program runs or has failed to. Signal dispositions and mask are the defaults,
/// the umask is 077.
/// A failed child is reaped here. Returns 0, or -1 with `error` and `stage` set.
int droste_spawn(const struct droste_spawn_request *request, struct droste_spawn_result *result);

/// pidfd_open(2): a descriptor with close-on-exec, or -1 with errno.
int droste_pidfd_open(pid_t pid);

/// pidfd_send_signal(2): 0, or -1 with errno.
int droste_pidfd_send_signal(int pidfd, int signal);

/// waitid(2) on a pidfd for an ended child, without waiting. Returns 1 and the wait status as waitpid gives it
/// (reaped), 0 when it still runs, -1 with errno (ECHILD: not our child).
int droste_pidfd_reap(int pidfd, int *status);
