import CDroste
import Glibc
import VhostFrontend

/// A file in memory with a name of its own, so that whoever has it open or mapped can be found.
final class MemoryFile {
  let name: String
  let descriptor: Int32

  init(_ size: Int) throws {
    name = "droste-test-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    // Not sealed: tests truncate it.
    descriptor = shm_open("/" + name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    guard descriptor >= 0 else { throw FrontendError(system: "shm_open", errno) }
    shm_unlink("/" + name)
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw FrontendError(system: "ftruncate", errno) }
  }

  deinit { close(descriptor) }

  /// How many descriptors of this process lead to it.
  func openCount() -> Int {
    guard let folder = opendir("/proc/self/fd") else { return -1 }
    defer { closedir(folder) }
    var count = 0
    while let entry = readdir(folder) {
      let number = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var buffer = [CChar](repeating: 0, count: 256)
      let length = readlink("/proc/self/fd/\(number)", &buffer, 255)
      if length > 0, String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self).contains(name) {
        count += 1
      }
    }
    return count
  }
}

/// The lines of a file.
func textLines(_ path: String) -> [Substring] {
  guard let file = fopen(path, "r") else { return [] }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65536)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    guard count > 0 else { break }
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
}
