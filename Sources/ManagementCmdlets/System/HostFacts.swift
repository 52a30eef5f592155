internal import Glibc
internal import PowerShell

/// What the system tells of the computer: /proc, /sys and uname(2), below a root that tests may put elsewhere.
struct HostFacts: Sendable {
  let root: String

  init(root: String = "/") { self.root = root }

  func path(_ name: String) -> String { PathText.join(root, name) }

  /// A file of one line; nil when it is not there or holds nothing.
  func line(_ name: String) -> String? {
    guard let bytes = try? FileBytes.read(path(name), limit: 64 << 10) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).trimmed()
    return text.isEmpty ? nil : text
  }

  func lines(_ name: String) -> [String] {
    guard let bytes = try? FileBytes.read(path(name), limit: 16 << 20) else { return [] }
    return TextEncoding.lines(String(decoding: bytes, as: UTF8.self))
  }

  /// A field of the firmware's tables (/sys/class/dmi/id); nil where the firmware has none.
  func firmware(_ field: String) -> String? { line("sys/class/dmi/id/\(field)") }

  /// Bytes of a line of /proc/meminfo; 0 where it is not there.
  func memory(_ field: String) -> UInt64 {
    for line in lines("proc/meminfo") where line.hasPrefix(field + ":") {
      let words = line.split(separator: " ")
      return words.count > 1 ? (UInt64(words[1]) ?? 0) * 1024 : 0
    }
    return 0
  }

  /// `x86_64`, `aarch64`; and the kernel's release.
  var machine: String { Self.uname { withUnsafeBytes(of: $0.machine) { Self.text($0) } } }
  var kernel: String { Self.uname { withUnsafeBytes(of: $0.release) { Self.text($0) } } }

  var hostName: String { line("proc/sys/kernel/hostname") ?? SystemFacts.machineName() }

  private static func uname(_ read: (utsname) -> String) -> String {
    var names = utsname()
    return Glibc.uname(&names) == 0 ? read(names) : ""
  }

  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The processors, one for each socket.
  var processors: [ProcessorFacts] { ProcessorFacts.read(self) }
}

/// A processor in its socket (/proc/cpuinfo).
struct ProcessorFacts: Sendable {
  var socket: String
  var manufacturer = ""
  var name = ""
  var caption = ""
  var stepping = ""
  var megahertz: UInt32 = 0
  var cores: Set<String> = []
  var threads = 0
  var flags: Set<String> = []

  static func read(_ facts: HostFacts) -> [ProcessorFacts] {
    var found: [ProcessorFacts] = []
    for block in facts.lines("proc/cpuinfo").split(separator: "") {
      var fields: [String: String] = [:]
      for line in block {
        guard let colon = line.firstIndex(of: ":") else { continue }
        fields[line[..<colon].trimmed()] = line[line.index(after: colon)...].trimmed()
      }
      guard fields["processor"] != nil else { continue }
      let socket = fields["physical id"] ?? "0"
      let place = found.firstIndex { $0.socket == socket } ?? found.count
      if place == found.count { found.append(ProcessorFacts(socket: socket)) }
      found[place].threads += 1
      found[place].cores.insert(fields["core id"] ?? fields["processor"] ?? "")
      guard found[place].threads == 1 else { continue }
      found[place].describe(fields)
    }
    let fastest = facts.line("sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq").flatMap { UInt32($0) }
    return found.map { processor in
      var processor = processor
      if let fastest { processor.megahertz = fastest / 1000 }
      return processor
    }
  }

  private mutating func describe(_ fields: [String: String]) {
    manufacturer = fields["vendor_id"] ?? fields["CPU implementer"] ?? ""
    name = fields["model name"] ?? fields["Processor"] ?? ""
    stepping = fields["stepping"] ?? ""
    caption =
      "Intel64 Family \(fields["cpu family"] ?? "0") Model \(fields["model"] ?? "0") Stepping \(stepping)"
    if manufacturer == "AuthenticAMD" { caption = caption.replacing("Intel64", with: "AMD64") }
    megahertz = UInt32(Double(fields["cpu MHz"] ?? "") ?? 0)
    flags = Set((fields["flags"] ?? fields["Features"] ?? "").split(separator: " ").map(String.init))
  }

  /// VT-x or SVM is there and not turned off.
  var hasVirtualization: Bool { flags.contains("vmx") || flags.contains("svm") }
  /// EPT or nested page tables.
  var hasNestedPaging: Bool { flags.contains("ept") || flags.contains("npt") || flags.contains("svm") }
  /// It is a virtual machine's.
  var isVirtual: Bool { flags.contains("hypervisor") }
}
