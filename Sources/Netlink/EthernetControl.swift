internal import Glibc

/// The kernel's questions and orders for one adapter's driver (SIOCETHTOOL, linux/ethtool.h), through a socket, so in the
/// network namespace of the calling thread.
struct EthernetControl: Sendable {
  /// The Linux name, 1 to 15 bytes.
  let interface: String

  /// Asks or orders.
  ///
  /// - Parameters:
  ///   - structure: what the command takes, its number first; at most 64 KiB.
  ///   - what: what it is for, for errors.
  /// - Returns: the structure as the driver left it.
  /// - Throws: NetlinkError; EOPNOTSUPP where the driver has nothing of the kind, ENODEV where no adapter is called so.
  @discardableResult func ask(_ structure: [UInt8], _ what: String) throws -> NetlinkBytes {
    let name = Array(interface.utf8)
    guard 1...15 ~= name.count else { throw NetlinkError(.refused(errno: ENODEV, detail: nil), what: what) }
    precondition(4...65_536 ~= structure.count, "a command has its number and no more than 64 KiB")
    let socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else { throw NetlinkError(.refused(errno: errno, detail: nil), what: what) }
    defer { close(socket) }
    var buffer = structure
    var request = name + [UInt8](repeating: 0, count: 40 - name.count)
    // SAFETY: struct ifreq is a name of 16 bytes and a pointer to the command's structure. The kernel writes no more of
    // it than its own numbers (of strings, of blocks) say, which are what the callers made room for; both buffers
    // outlive the call. SIOCETHTOOL.
    let status = buffer.withUnsafeMutableBytes { answer in
      request.withUnsafeMutableBytes { bytes in
        bytes.storeBytes(of: UInt(bitPattern: answer.baseAddress), toByteOffset: 16, as: UInt.self)
        guard let start = bytes.baseAddress else { return Int32(-1) }
        return ioctl(socket, 0x8946, start)
      }
    }
    guard status >= 0 else { throw NetlinkError(.refused(errno: errno, detail: nil), what: what) }
    return NetlinkBytes(buffer)
  }

  /// A structure of numbers of 32 bits.
  static func words(_ words: UInt32...) -> [UInt8] { words.flatMap { NetlinkRequest.bytes($0) } }
}
