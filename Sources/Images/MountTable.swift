/// `/proc/self/mountinfo`, see proc(5).
package enum MountTable {
  /// The device number (`254:0`) of the topmost file system mounted at `path`; nil where none is, or where it is on
  /// no block device (major number 0).
  package static func device(mountedAt path: String, in text: String) -> String? {
    var found: String?
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ")
      // 36 35 254:0 / /library ro,relatime shared:1 - ext4 /dev/vda ro
      guard fields.count >= 5, unescaped(fields[4]) == path else { continue }
      found = fields[2].hasPrefix("0:") ? nil : String(fields[2])
    }
    return found
  }

  /// The kernel writes space, tab, newline and backslash as three octal digits after a backslash.
  private static func unescaped(_ field: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = field.utf8[...]
    while let byte = rest.first {
      if byte == UInt8(ascii: "\\"), rest.count >= 4,
        let value = UInt8(String(decoding: rest.dropFirst().prefix(3), as: UTF8.self), radix: 8)
      {
        bytes.append(value)
        rest = rest.dropFirst(4)
      } else {
        bytes.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
