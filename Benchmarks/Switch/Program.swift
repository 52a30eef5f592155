import FoundationEssentials
import Glibc

/// Programs of the system, and what is said when they are not there.
enum Program {
  /// PATH and the folders of administrators' programs, which are not in everybody's PATH.
  private static let folders: [String] =
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    + ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"]

  /// Ours, with all of these folders in PATH: programs are started by others that stand before them.
  static let environment: [String: String] = {
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = folders.joined(separator: ":")
    return environment
  }()

  /// Where a program is.
  static func path(_ name: String) throws -> String {
    if name.contains("/") { return name }
    guard let folder = folders.first(where: { access("\($0)/\(name)", X_OK) == 0 }) else {
      throw BenchError("There is no program \(name). \(remedy)")
    }
    return "\(folder)/\(name)"
  }

  private static let remedy = "Install what the benchmark compares with: scripts/setup --bench"

  /// Open vSwitch with DPDK; Debian has it beside the one without.
  static let openVSwitch = "/usr/lib/openvswitch-switch-dpdk/ovs-vswitchd-dpdk"

  /// An error that names all that is missing.
  static func require(_ names: [String]) throws {
    let missing = names.filter { (try? path($0)).map { access($0, X_OK) != 0 } ?? true }
    guard missing.isEmpty else {
      throw BenchError("These programs are missing: \(missing.joined(separator: ", ")). \(remedy)")
    }
  }
}
