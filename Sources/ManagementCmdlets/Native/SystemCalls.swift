internal import Glibc

// Functions of the C library that its Swift module does not show, because it is read without _GNU_SOURCE.

// SAFETY: int pipe2(int[2], int) of unistd.h.
@_silgen_name("pipe2")
func systemPipe(_ descriptors: UnsafeMutablePointer<Int32>, _ flags: Int32) -> Int32

// SAFETY: int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *) of spawn.h.
@_silgen_name("posix_spawn_file_actions_addchdir_np")
func addFolder(_ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ path: UnsafePointer<CChar>) -> Int32

// SAFETY: int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int) of spawn.h.
@_silgen_name("posix_spawn_file_actions_addclosefrom_np")
func addCloseFrom(_ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ first: Int32) -> Int32

/// The two ends of a pipe, which no program inherits.
struct Pipe {
  let reader: FileDescriptor
  let writer: FileDescriptor

  /// Errors: `SystemError`.
  init() throws {
    var ends: [Int32] = [-1, -1]
    guard systemPipe(&ends, O_CLOEXEC) == 0 else { throw SystemError(errno, "pipe") }
    (reader, writer) = (FileDescriptor(ends[0]), FileDescriptor(ends[1]))
  }
}

extension FileDescriptor {
  /// Reading and writing give nothing instead of waiting.
  func makeNonblocking() { _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) }
}
