internal import Glibc
internal import HyperV
internal import Processes
internal import QMP

/// What a machine's QEMU tells of it, beyond whether it runs.
public struct MachineInspection: Hashable, Sendable {
  /// `7.2.22`.
  public var version = ""
  /// query-status: `running`, `paused`, `io-error`.
  public var runState = ""
  public var offersExtensions = false
  public var processors = 0
  /// Bytes.
  public var memory: UInt64 = 0
  /// Features that the processor was to have and that are not there.
  public var missingFeatures: [String] = []
  public var isHypervisorActive = false
  /// The argument of `-cpu`.
  public var processor = ""
  /// `disk0: nospace`.
  public var failedDrives: [String] = []
}

extension MachineProcess {
  /// Asks QEMU; some milliseconds.
  public func inspect() async throws -> MachineInspection {
    var found = MachineInspection()
    found.version = try await monitor.connected().version.description
    found.runState = try await execute("query-status")["status"]?.string ?? ""
    let processors = try await execute("query-cpus-fast").array ?? []
    found.processors = processors.count
    found.memory =
      (try await execute("query-memory-size-summary")["base-memory"]?.integer).map { UInt64(clamping: $0) } ?? 0
    if let path = processors.first?["qom-path"]?.string {
      for flag in ["svm", "vmx"] {
        let has = try await execute("qom-get", ["path": .string(path), "property": .string(flag)]).bool ?? false
        found.offersExtensions = found.offersExtensions || has
      }
      let missing = try await execute("qom-get", ["path": .string(path), "property": "unavailable-features"])
      found.missingFeatures = (missing.array ?? []).prefix(200).compactMap(\.string)
    }
    for drive in (try await execute("query-block").array ?? []).prefix(64) {
      guard let state = drive["io-status"]?.string, state != "ok" else { continue }
      let inserted = drive["inserted"]?["node-name"]?.string ?? drive["qdev"]?.string ?? "disk"
      found.failedDrives.append("\(inserted): \(state)")
    }
    found.isHypervisorActive = try await isHypervisorActive()
    found.processor = Self.argument("-cpu", of: identity.pid) ?? ""
    return found
  }

  /// What follows an option in a process's arguments, read from its first 64 KiB.
  private static func argument(_ option: String, of process: Int32) -> String? {
    let descriptor = open("/proc/\(process)/cmdline", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    // SAFETY: the kernel writes at most bytes.count bytes into the array's own storage.
    let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    let words = bytes.prefix(max(0, count)).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    return words.firstIndex(of: option).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
  }
}
