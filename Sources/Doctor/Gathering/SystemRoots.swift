package import Ethernet
internal import FoundationEssentials
internal import Glibc

/// Where facts are read from: the kernel's folders, or copies of them.
///
/// Every read is bounded: a file gives its first 256 KiB, a folder its first 4096 names.
package struct SystemRoots: Sendable {
  package static let fileLimit = 256 << 10
  package static let namesLimit = 4096

  package var proc = "/proc"
  package var sys = "/sys"
  package var dev = "/dev"
  package var etc = "/etc"
  package var boot = "/boot"
  /// Addresses of interfaces, which the kernel has in no file.
  package var addresses: @Sendable () -> [String: [IPv4Prefix]] = InterfaceAddresses.present
  /// CPUID's signature of the hypervisor beneath; nil where there is none.
  package var hypervisor: @Sendable () -> String? = HypervisorSignature.present

  /// The kernel's log.
  package var log: @Sendable () -> [UInt8] = KernelLog.present

  package init() {}

  /// All of them below one folder, as a test makes it.
  package init(
    folder: String, hypervisor: String? = nil, addresses: [String: [IPv4Prefix]] = [:]
  ) {
    (proc, sys, dev) = ("\(folder)/proc", "\(folder)/sys", "\(folder)/dev")
    (etc, boot) = ("\(folder)/etc", "\(folder)/boot")
    self.addresses = { addresses }
    self.hypervisor = { hypervisor }
    log = { Self.text("\(folder)/log").map { Array($0.utf8) } ?? [] }
  }

  // MARK: Reading

  /// The text of a file that the kernel gives in one piece of at most a page, as attributes and settings are; of a longer
  /// one, its beginning. One read, where `text` needs another to see the end.
  static func attribute(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4096) { buffer in
      // SAFETY: the kernel writes at most buffer.count bytes into the buffer, and tells how many.
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      return count < 0 ? nil : trimmed(buffer[..<count])
    }
  }

  /// A file's text without the white space around it; nil when it cannot be read.
  static func text(_ path: String) -> String? {
    // Non-blocking, for what may be a pipe or a device.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    var all: [UInt8] = []
    while all.count < fileLimit {
      // SAFETY: the kernel writes at most bytes.count bytes into the array's own storage.
      let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return all.isEmpty ? nil : trimmed(all) }
      if count == 0 { break }
      all += bytes.prefix(count)
    }
    return trimmed(all)
  }

  private static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) || $0 == 0 }
    let rest = bytes.drop(while: isSpace)
    guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(decoding: rest[rest.startIndex...last], as: UTF8.self)
  }

  /// By bytes: an emulated guest of guests looks at characters for a millisecond a page.
  static func lines(_ path: String) -> [Substring] {
    text(path)?.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.map { Substring($0) } ?? []
  }

  /// The words of a line, between blanks and tabs.
  static func words(_ line: Substring) -> [Substring] {
    line.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { Substring($0) }
  }

  static func number(_ path: String) -> UInt64? { attribute(path).flatMap { UInt64($0) } }

  /// The names in a folder, sorted; empty when it cannot be read.
  static func names(_ folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while names.count < namesLimit, let entry = readdir(stream) {
      // SAFETY: the kernel ends d_name with a zero within its 256 bytes; the tuple is its storage.
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Where a symbolic link leads; of a longer name than 4096 bytes, its beginning; nil for what is none.
  static func target(_ link: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
      // SAFETY: the kernel writes at most buffer.count bytes into the buffer, and tells how many.
      guard let start = buffer.baseAddress else { return nil }
      let count = readlink(link, start, buffer.count)
      return count < 0 ? nil : String(decoding: buffer[..<count].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func status(_ path: String) -> stat? {
    var found = stat()
    return stat(path, &found) == 0 ? found : nil
  }
}

/// The addresses that getifaddrs(3) tells.
enum InterfaceAddresses {
  @Sendable static func present() -> [String: [IPv4Prefix]] {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return [:] }
    defer { freeifaddrs(list) }
    var found: [String: [IPv4Prefix]] = [:]
    var next = list
    while let entry = next {
      next = entry.pointee.ifa_next
      guard let address = entry.pointee.ifa_addr, let mask = entry.pointee.ifa_netmask,
        address.pointee.sa_family == sa_family_t(AF_INET)
      else { continue }
      // The label of a second address may be `eth0:1`.
      let name = String(String(cString: entry.pointee.ifa_name).prefix { $0 != ":" })
      let prefix = IPv4Prefix(
        address: IPv4Address(rawValue: value(address)), length: value(mask).nonzeroBitCount)
      if let prefix { found[name, default: []].append(prefix) }
    }
    return found
  }

  private static func value(_ address: UnsafeMutablePointer<sockaddr>) -> UInt32 {
    // SAFETY: the family is AF_INET, a netmask has its address's, so getifaddrs put a sockaddr_in there.
    address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt32(bigEndian: $0.pointee.sin_addr.s_addr) }
  }
}
