import Glibc

/// In this program there are no folder watches, which ports with rings can do without: the kernel takes milliseconds to
/// end one, ten times what the rest of a case takes.
@_cdecl("inotify_init1")
func refuseWatch(_ flags: Int32) -> Int32 {
  errno = EMFILE
  return -1
}
