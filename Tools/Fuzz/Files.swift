import Glibc

/// Files of cases.
enum Files {
  static func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw Finding("\(path) cannot be read: errno \(errno)") }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    return bytes
  }

  static func write(_ path: String, _ bytes: [UInt8]) throws {
    guard let file = fopen(path, "w") else { throw Finding("\(path) cannot be written: errno \(errno)") }
    defer { fclose(file) }
    fwrite(bytes, 1, bytes.count, file)
  }

  /// The paths of a folder's files, in their order.
  static func list(_ folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append("\(folder)/\(name)") }
    }
    return names.sorted()
  }
}
