import FoundationEssentials
import Glibc
import Images

/// A folder of one test, `/tmp/dr.XXXXXX`, which goes with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/dr.XXXXXX".utf8CString)
    // SAFETY: mkdtemp changes the array's own bytes within its length and keeps no pointer.
    guard template.withUnsafeMutableBufferPointer({ mkdtemp($0.baseAddress!) }) != nil else {
      throw POSIXFailure(number: errno)
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Files.remove(path) }

  func write(_ text: String, to name: String, mode: UInt32 = 0o644) throws {
    let target = path + "/" + name
    try Files.makeFolder(String(target[..<target.lastIndex(of: "/")!]))
    try Files.write(Array(text.utf8), to: target, mode: mode)
  }
}

struct POSIXFailure: Error {
  var number: Int32
}

/// Little-endian bytes of `value`.
func bytes<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
  (0..<MemoryLayout<T>.size).map { UInt8(truncatingIfNeeded: value >> (8 * T($0))) }
}
