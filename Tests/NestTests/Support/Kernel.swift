internal import FoundationEssentials
internal import Glibc

/// What the kernel tells of processes.
public enum ProcessTable {
  /// Every process whose command line, working folder or environment names `path`, as `PID command line`.
  public static func using(_ path: String) -> [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.compactMap { Int32($0) }.filter { $0 != getpid() }.compactMap { pid in
      let words = arguments(pid)
      let folder = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")) ?? ""
      let variables = (read("/proc/\(pid)/environ") ?? []).split(separator: 0).map {
        String(decoding: $0, as: UTF8.self)
      }
      // A program between its end and its reaping has neither, and is nobody's any more.
      guard !words.isEmpty, (words + [folder] + variables).contains(where: { $0.contains(path) }) else { return nil }
      return "\(pid) \(words.joined(separator: " "))"
    }
  }

  /// The command line; empty for a process that is gone.
  public static func arguments(_ pid: Int32) -> [String] {
    (read("/proc/\(pid)/cmdline") ?? []).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A field of /proc/PID/status: `Uid`, `Seccomp`, `VmRSS`.
  public static func field(_ name: String, of pid: Int32) -> [String] {
    guard let bytes = read("/proc/\(pid)/status") else { return [] }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix(name + ":") {
      return line.dropFirst(name.count + 1).split(whereSeparator: { $0 == "\t" || $0 == " " }).map(String.init)
    }
    return []
  }

  /// Whether the process is there and no zombie.
  public static func isAlive(_ pid: Int32) -> Bool {
    guard let state = field("State", of: pid).first else { return false }
    return state != "Z" && state != "X"
  }

  static func read(_ path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path).map { Array($0) }
  }
}

/// What a lab may leave on its host beside processes: taken before and after, and compared.
public struct HostTraces: Sendable, Equatable {
  /// Tap and tun devices.
  public var taps: Set<String>
  /// nftables tables, `family name`; empty without root.
  public var tables: Set<String>
  /// Mount points.
  public var mounts: Set<String>
  /// Addresses that moved, as `ip -o -4 address` prints them.
  public var addresses: Set<String>
  /// The forwarding switch of IPv4.
  public var forwarding: String

  public static func now() async throws -> HostTraces {
    let interfaces = (try? FileManager.default.contentsOfDirectory(atPath: "/sys/class/net")) ?? []
    let taps = interfaces.filter { FileManager.default.fileExists(atPath: "/sys/class/net/\($0)/tun_flags") }
    let tables = try await Command(["sh", "-c", "PATH=$PATH:/usr/sbin:/sbin nft list tables"]).run()
    let addresses = try await Command(["sh", "-c", "PATH=$PATH:/usr/sbin:/sbin ip -o -4 address"]).run()
    let mounts = String(decoding: ProcessTable.read("/proc/self/mountinfo") ?? [], as: UTF8.self)
    return HostTraces(
      taps: Set(taps), tables: Set(tables.output.split(separator: "\n").map(String.init)),
      mounts: Set(
        mounts.split(separator: "\n").compactMap { line in
          let fields = line.split(separator: " ")
          return fields.count > 4 ? String(fields[4]) : nil
        }),
      addresses: Set(
        addresses.output.split(separator: "\n").compactMap { line in
          // `2: eth0    inet 10.0.0.2/24 …`: index and life time may change by themselves.
          let fields = line.split(separator: " ")
          return fields.count > 3 ? "\(fields[1]) \(fields[3])" : nil
        }),
      forwarding: String(decoding: ProcessTable.read("/proc/sys/net/ipv4/ip_forward") ?? [], as: UTF8.self))
  }
}

/// Unix sockets whose path lies in `folder`.
public func unixSockets(in folder: String) -> [String] {
  String(decoding: ProcessTable.read("/proc/net/unix") ?? [], as: UTF8.self).split(separator: "\n")
    .compactMap { $0.split(separator: " ").last.map(String.init) }.filter { $0.hasPrefix(folder) }
}
