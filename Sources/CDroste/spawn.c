// A clone(2) without shared memory rather than vfork: the child changes its user, and a shared address space would
// carry that change's "not dumpable" mark over to us. The child makes raw system calls only, because other threads may
// hold any lock of the C library at the moment of the clone.
#define _GNU_SOURCE
#include "droste_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_FDS = 256, MAX_TARGET = 1023 };

struct failure {
  int error;
  int stage;
};

_Noreturn static void fail(int pipe_fd, int stage) {
  struct failure f = {errno, stage};
  // 8 bytes: below PIPE_BUF, so all or nothing.
  ssize_t written = write(pipe_fd, &f, sizeof f);
  (void)written;
  _exit(127);
}

static void default_signals(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  // Ignored signals would stay ignored over exec; the C library refuses its own two, which are never ignored.
  for (int s = 1; s <= SIGRTMAX; s++) {
    if (s != SIGKILL && s != SIGSTOP) sigaction(s, &action, NULL);
  }
}

/// Moves the table into place. First every source goes above all targets, so that no move overwrites a later source.
static int place_descriptors(const struct droste_spawn_request *r, int null_fd, int *pipe_fd) {
  int top = 2;
  for (size_t i = 0; i < r->fd_count; i++)
    if (r->fds[i].target > top) top = r->fds[i].target;
  int moved_pipe = fcntl(*pipe_fd, F_DUPFD_CLOEXEC, top + 1);
  if (moved_pipe < 0) return -1;
  *pipe_fd = moved_pipe;
  int moved[MAX_FDS];
  for (size_t i = 0; i < r->fd_count; i++) {
    moved[i] = fcntl(r->fds[i].source, F_DUPFD_CLOEXEC, top + 1);
    if (moved[i] < 0) return -1;
  }
  int moved_null = fcntl(null_fd, F_DUPFD_CLOEXEC, top + 1);
  if (moved_null < 0) return -1;
  bool used[MAX_TARGET + 1] = {false};
  for (size_t i = 0; i < r->fd_count; i++) {
    // dup2 onto a different number clears close-on-exec; the numbers always differ here.
    if (dup2(moved[i], r->fds[i].target) < 0) return -1;
    used[r->fds[i].target] = true;
  }
  for (int fd = 0; fd <= top; fd++) {
    if (used[fd]) continue;
    if (fd > 2) close(fd);
    else if (dup2(moved_null, fd) < 0) return -1;
  }
  // All that is left lies above `top`, except the pipe, which closes itself at exec.
  if (moved_pipe > top + 1 && syscall(SYS_close_range, top + 1, moved_pipe - 1, 0) < 0) return -1;
  return (int)syscall(SYS_close_range, moved_pipe + 1, ~0U, 0);
}

static int change_identity(const struct droste_spawn_request *r) {
  // The C library's wrappers would try to change all threads of the process that we were cloned from.
  if (syscall(SYS_setgroups, r->group_count, r->groups) < 0) return -1;
  if (syscall(SYS_setresgid, r->gid, r->gid, r->gid) < 0) return -1;
  if (syscall(SYS_setresuid, r->uid, r->uid, r->uid) < 0) return -1;
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

_Noreturn static void run_child(const struct droste_spawn_request *r, int null_fd, int pipe_fd) {
  default_signals();
  if (r->new_session && setsid() < 0) fail(pipe_fd, DROSTE_SPAWN_SESSION);
  if (r->directory_fd >= 0 ? fchdir(r->directory_fd) < 0 : (r->directory && chdir(r->directory) < 0))
    fail(pipe_fd, DROSTE_SPAWN_DIRECTORY);
  umask(077);
  if (place_descriptors(r, null_fd, &pipe_fd) < 0) fail(pipe_fd, DROSTE_SPAWN_DESCRIPTORS);
  if (r->change_identity && change_identity(r) < 0) fail(pipe_fd, DROSTE_SPAWN_IDENTITY);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(r->executable, r->argv, r->envp);
  fail(pipe_fd, DROSTE_SPAWN_EXEC);
}

static bool valid(const struct droste_spawn_request *r) {
  if (!r->executable || !r->argv || !r->argv[0] || !r->envp || r->fd_count > MAX_FDS) return false;
  for (size_t i = 0; i < r->fd_count; i++) {
    if (r->fds[i].source < 0 || r->fds[i].target < 0 || r->fds[i].target > MAX_TARGET) return false;
    for (size_t k = 0; k < i; k++)
      if (r->fds[k].target == r->fds[i].target) return false;
  }
  return true;
}

static int failed(struct droste_spawn_result *result, int stage, int error) {
  result->pid = -1;
  result->pidfd = -1;
  result->stage = stage;
  result->error = error;
  return -1;
}

int droste_spawn(const struct droste_spawn_request *r, struct droste_spawn_result *result) {
  if (!valid(r)) return failed(result, DROSTE_SPAWN_ARGUMENTS, EINVAL);
  int pipe_fds[2];
  if (pipe2(pipe_fds, O_CLOEXEC) < 0) return failed(result, DROSTE_SPAWN_FORK, errno);
  int null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null_fd < 0) {
    int error = errno;
    close(pipe_fds[0]);
    close(pipe_fds[1]);
    return failed(result, DROSTE_SPAWN_DESCRIPTORS, error);
  }

  // No handler of ours may run in the child before its dispositions are reset.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int pidfd = -1;
  struct clone_args args;
  memset(&args, 0, sizeof args);
  args.flags = CLONE_PIDFD;
  args.pidfd = (uint64_t)(uintptr_t)&pidfd;
  args.exit_signal = SIGCHLD;
  long pid = syscall(SYS_clone3, &args, sizeof args);
  if (pid == 0) run_child(r, null_fd, pipe_fds[1]);
  int clone_error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);

  close(pipe_fds[1]);
  close(null_fd);
  if (pid < 0) {
    close(pipe_fds[0]);
    return failed(result, DROSTE_SPAWN_FORK, clone_error);
  }
  struct failure f;
  ssize_t got;
  do got = read(pipe_fds[0], &f, sizeof f);
  while (got < 0 && errno == EINTR);
  close(pipe_fds[0]);
  if (got == 0) {
    result->pid = (pid_t)pid;
    result->pidfd = pidfd;
    result->error = 0;
    result->stage = DROSTE_SPAWN_OK;
    return 0;
  }
  close(pidfd);
  while (waitpid((pid_t)pid, NULL, 0) < 0 && errno == EINTR) {}
  if (got != (ssize_t)sizeof f) return failed(result, DROSTE_SPAWN_FORK, EIO);
  return failed(result, f.stage, f.error);
}

int droste_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int droste_pidfd_send_signal(int pidfd, int signal) {
  return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

int droste_pidfd_reap(int pidfd, int *status) {
  siginfo_t info;
  memset(&info, 0, sizeof info);
  // P_PIDFD is 3; older C libraries do not name it.
  if (waitid((idtype_t)3, (id_t)pidfd, &info, WEXITED | WNOHANG) < 0) return -1;
  if (info.si_pid == 0) return 0;
  if (info.si_code == CLD_EXITED) *status = (info.si_status & 0xff) << 8;
  else *status = (info.si_status & 0x7f) | (info.si_code == CLD_DUMPED ? 0x80 : 0);
  return 1;
}
