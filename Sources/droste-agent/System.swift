internal import CDroste
internal import Glibc

/// Runs `body` on a thread of its own, for what blocks.
/// - Parameter stackSize: bytes, at least 16 KiB.
func startThread(_ name: String, stackSize: Int = 128 * 1024, _ body: @escaping @Sendable () -> Void) {
  final class Start: Sendable {
    let name: String
    let body: @Sendable () -> Void
    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }
  }
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setstacksize(&attributes, stackSize)
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  var thread = pthread_t()
  let start = Unmanaged.passRetained(Start(name, body))
  let result = pthread_create(
    &thread, &attributes,
    { argument in
      guard let argument else { return nil }
      // SAFETY: the argument is `start`, retained once for this thread, which runs once.
      let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
      droste_name_thread(start.name)
      start.body()
      return nil
    }, start.toOpaque())
  guard result == 0 else {
    log("No thread for \(name): \(errorText(result)).")
    exit(71)
  }
}

/// The text of an errno.
func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }

/// A file's first 64 KiB as text, without the white space around it; nil when it cannot be read. For the kernel's files.
func readSmallFile(_ path: String) -> String? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: 64 * 1024)
  var used = 0
  while used < bytes.count {
    let got = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + used, $0.count - used) }
    if got < 0 && errno == EINTR { continue }
    guard got >= 0 else { return nil }
    if got == 0 { break }
    used += got
  }
  let space: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) || $0 == 0 }
  let text = bytes[..<used].drop(while: space)
  let end = text.lastIndex { !space($0) }.map { $0 + 1 } ?? text.startIndex
  return String(decoding: text[text.startIndex..<end], as: UTF8.self)
}

/// The names in a folder, without `.` and `..`, sorted.
func names(in folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted()
}

/// Makes a descriptor non-blocking and closed by exec.
func setUp(_ descriptor: Int32) {
  _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}
