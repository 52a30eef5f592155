internal import FoundationEssentials
internal import Glibc
internal import HyperV

/// The files of a switch's folder.
package enum SwitchFile {
  /// What the switch is to be: `SwitchProcessConfiguration`.
  package static let configuration = "config.json"
  /// Where the switch is asked and told.
  package static let control = "control.sock"
  /// The DHCP leases: an array of `Lease`.
  package static let leases = "leases.json"
  /// Locked by the switch process while it runs.
  package static let lock = "switch.lock"

  /// Files longer than this are not ours.
  static let limit = 16 << 20
}

/// Reads a file of at most 16 MiB; nil when it is not there.
func readFile(_ path: String) throws -> Data? {
  // SAFETY: the path is terminated and only read during the call.
  let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
  if number < 0, errno == ENOENT { return nil }
  let file = try Descriptor(number, "Opening \(path)")
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65536)
  while true {
    // SAFETY: read writes at most `count` bytes into the buffer.
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(file.number, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw systemError("Reading \(path)") }
    if count == 0 { return Data(bytes) }
    bytes += buffer[..<count]
    guard bytes.count <= SwitchFile.limit else {
      throw DrosteError(.unspecified, "\(path) is longer than \(SwitchFile.limit) bytes.")
    }
  }
}

/// Writes a file so that after a crash at any moment there is either the old or the new one, mode 0600.
func writeFile(_ path: String, _ data: Data) throws {
  let temporary = path + ".new"
  do {
    // SAFETY: the path is terminated and only read during the call.
    let file = try Descriptor(
      unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600), "Creating \(temporary)")
    var rest = [UInt8](data)[...]
    while !rest.isEmpty {
      // SAFETY: write reads `count` bytes of the slice and keeps no pointer.
      let count = unsafe rest.withUnsafeBytes { unsafe write(file.number, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw systemError("Writing \(temporary)") }
      rest = rest.dropFirst(count)
    }
    while fsync(file.number) != 0 {
      guard errno == EINTR else { throw systemError("Writing \(temporary)") }
    }
  }
  // SAFETY: the paths are terminated and only read during the call.
  guard unsafe rename(temporary, path) == 0 else { throw systemError("Renaming \(temporary)") }
}
