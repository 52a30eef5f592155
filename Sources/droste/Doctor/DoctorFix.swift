internal import Doctor
internal import FoundationEssentials
internal import Glibc
internal import GuestLink
internal import HostAPI
internal import HyperV
internal import Processes
internal import Terminal

/// Does what mends a finding.
struct DoctorFix {
  let service: Service

  /// What would be done, as one line.
  static func text(_ fix: Fix) -> String {
    switch fix {
    case .run(let path, let command):
      let words = command.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
      return path.isEmpty ? words : "in \(path.joined(separator: "/")): \(words)"
    case .allowSpoofing(let host, let machine, let adapter):
      let name = (host + [machine]).joined(separator: "/")
      return "MAC address spoofing On for the adapter \"\(adapter)\" of \(name)"
    }
  }

  /// Throws what went wrong; then nothing, or the one change of it, was done.
  func apply(_ fix: Fix) async throws {
    switch fix {
    case .run(let path, let command):
      guard let name = path.last else { return try await runHere(command) }
      let client = service.client(of: path.dropLast())
      let result = try await client.execute(name, ExecRequest(arguments: command))
      guard result.exitCode == 0 else {
        throw DrosteError(
          .unspecified, "In \(path.joined(separator: "/")), \(command.joined(separator: " ")) failed.",
          cause: result.errorText)
      }
    case .allowSpoofing(let host, let machine, let adapter):
      let client = service.client(of: host)
      var configuration = try await client.machine(machine).configuration
      for index in configuration.adapters.indices where Names.same(configuration.adapters[index].name, adapter) {
        configuration.adapters[index].macAddressSpoofing = .on
      }
      _ = try await client.updateMachine(machine, configuration)
    }
  }

  private func runHere(_ command: [String]) async throws {
    let folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    let program = command.first ?? ""
    guard let folder = folders.first(where: { access("\($0)/\(program)", X_OK) == 0 }) else {
      throw DrosteError(.objectNotFound, "There is no program \(program).")
    }
    let process = try DetachedProcess.spawn(
      SpawnRequest(
        executable: "\(folder)/\(program)", arguments: Array(command.dropFirst()),
        environment: ["PATH": folders.joined(separator: ":")],
        descriptors: [.init(STDERR_FILENO, as: 1), .init(STDERR_FILENO, as: 2)], directory: "/"))
    guard case .exited(0)? = await process.waitForExit() else {
      throw DrosteError(.unspecified, "\(command.joined(separator: " ")) failed.")
    }
  }
}
