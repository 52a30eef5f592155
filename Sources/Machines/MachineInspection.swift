internal import Glibc
internal import HyperV
internal import Processes
internal import QMP
internal import Synchronization

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
  /// `disk0: nospace`. Of a machine that stands still.
  public var failedDrives: [String] = []
}

/// What of it stays as it is while QEMU runs.
struct MachineTraits: Sendable {
  var version: String
  var offersExtensions: Bool
  var processors: Int
  var memory: UInt64
  var missingFeatures: [String]
  var processor: String
}

extension MachineProcess {
  /// Asks QEMU; some milliseconds. What cannot change is asked for once, and what its events tell not at all: in a guest of
  /// guests each question takes a millisecond of every level around it.
  public func inspect() async throws -> MachineInspection {
    // `isPaused` is known from here on.
    _ = try await monitor.connected()
    let traits = try await traits()
    var found = MachineInspection()
    found.version = traits.version
    found.offersExtensions = traits.offersExtensions
    found.processors = traits.processors
    found.memory = traits.memory
    found.missingFeatures = traits.missingFeatures
    found.processor = traits.processor
    // Its registers stop a processor; one without extensions has no hypervisor to run.
    found.isHypervisorActive = traits.offersExtensions ? try await isHypervisorActive() : false
    // A disk that fails stops the machine.
    guard isPaused else {
      found.runState = "running"
      return found
    }
    found.runState = try await execute("query-status")["status"]?.string ?? ""
    for drive in (try await execute("query-block").array ?? []).prefix(64) {
      guard let state = drive["io-status"]?.string, state != "ok" else { continue }
      let inserted = drive["inserted"]?["node-name"]?.string ?? drive["qdev"]?.string ?? "disk"
      found.failedDrives.append("\(inserted): \(state)")
    }
    return found
  }

  private func traits() async throws -> MachineTraits {
    if let known = knownTraits.withLock({ $0 }) { return known }
    let processors = try await execute("query-cpus-fast").array ?? []
    let memory = try await execute("query-memory-size-summary")["base-memory"]?.integer
    var found = MachineTraits(
      version: try await monitor.connected().version.description, offersExtensions: false,
      processors: processors.count, memory: memory.map { UInt64(clamping: $0) } ?? 0, missingFeatures: [],
      processor: Self.argument("-cpu", of: identity.pid) ?? "")
    if let path = processors.first?["qom-path"]?.string {
      for flag in ["svm", "vmx"] {
        let has = try await execute("qom-get", ["path": .string(path), "property": .string(flag)]).bool ?? false
        found.offersExtensions = found.offersExtensions || has
      }
      let missing = try await execute("qom-get", ["path": .string(path), "property": "unavailable-features"])
      // QEMU counts what it is forced to offer among what it lacks.
      found.missingFeatures = (missing.array ?? []).prefix(200).compactMap(\.string)
        .filter { $0 != QEMUCommandLine.forcedFeature }
    }
    knownTraits.withLock { $0 = found }
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
