internal import FoundationEssentials
internal import Glibc
internal import HostAPI
internal import Processes

/// Looks for what a demonstration could have left on this computer.
struct Leftovers: Sendable {
  let locations: Locations
  /// Interfaces and nftables tables that were there before.
  private let interfaces: Set<String>
  private let tables: Set<String>

  init(locations: Locations) async {
    self.locations = locations
    interfaces = Self.interfaceNames()
    tables = await Self.tableNames()
  }

  /// What is looked for, for people.
  static let kinds = "no process, socket, folder, mount, network interface or nftables table of it"

  /// A line for each thing that is left.
  func found() async -> [String] {
    var lines = processes().map { "process \($0.identity.pid): \($0.command)" }
    for folder in [locations.run, locations.home] where access(folder, F_OK) == 0 { lines.append("folder \(folder)") }
    lines += mounts().map { "mount \($0)" }
    lines += Self.interfaceNames().subtracting(interfaces).filter(Self.isOurs(interface:)).sorted().map {
      "interface \($0)"
    }
    lines += await Self.tableNames().subtracting(tables).sorted().map { "nftables table \($0)" }
    return lines
  }

  /// Ends what should have ended by itself.
  func kill() async {
    let left = processes().compactMap { DetachedProcess.adopt($0.identity) }
    for process in left { process.kill() }
    for process in left {
      _ = try? await limited(seconds: 5, failure: CancellationError()) { await process.waitForExit() }
    }
  }

  /// Our services, switches and QEMUs that belong to these folders: by working folder, arguments or environment.
  private func processes() -> [(identity: ProcessIdentity, command: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { $0 != getpid() }.compactMap { pid in
      guard let identity = ProcessIdentity(pid: pid) else { return nil }
      let words = Self.words("/proc/\(pid)/cmdline")
      guard let program = words.first?.split(separator: "/").last.map(String.init) else { return nil }
      let isOurs =
        program == "droste-switch" || program.hasPrefix("qemu-system")
        || (program == "droste" && words.contains("host"))
      guard isOurs else { return nil }
      let folder = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")) ?? ""
      let paths =
        [folder] + words + Self.words("/proc/\(pid)/environ").map { String($0.drop { $0 != "=" }.dropFirst()) }
      let belongs = paths.contains { path in
        [locations.run, locations.home].contains { path == $0 || path.hasPrefix($0 + "/") }
      }
      return belongs ? (identity, words.prefix(3).joined(separator: " ")) : nil
    }
  }

  private static func words(_ path: String) -> [String] {
    let data = FileManager.default.contents(atPath: path) ?? Data()
    return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  private func mounts() -> [String] {
    let data = FileManager.default.contents(atPath: "/proc/self/mountinfo") ?? Data()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count > 4 else { return nil }
      let place = String(fields[4])
      return [locations.run, locations.home].contains { place.hasPrefix($0) } ? place : nil
    }
  }

  private static func interfaceNames() -> Set<String> {
    Set((try? FileManager.default.contentsOfDirectory(atPath: "/sys/class/net")) ?? [])
  }

  /// Taps and host adapters are named by us; other programs' interfaces may come and go meanwhile.
  private static func isOurs(interface: String) -> Bool { interface.hasPrefix("ve-") || interface.hasPrefix("droste") }

  /// Our tables. Only root can list them, and only root has any.
  private static func tableNames() async -> Set<String> {
    guard geteuid() == 0 else { return [] }
    guard let (reading, writing) = Pipe.open() else { return [] }
    defer { close(reading) }
    let request = SpawnRequest(
      executable: "/usr/sbin/nft", arguments: ["list", "tables"], descriptors: [.init(writing, as: 1)],
      newSession: false)
    let process = try? DetachedProcess.spawn(request)
    close(writing)
    guard let process else { return [] }
    let text = await BlockingThread.run { ServiceStart.readAll(reading, limit: 1 << 20) }
    _ = await process.waitForExit()
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    return Set(lines.filter { $0.contains(" droste-") })
  }
}
