internal import Glibc
internal import PowerShell

/// The services of systemd by its own program, systemctl(1). Without it there are none.
package enum Systemd {
  private static let properties = "Id,Description,LoadState,ActiveState,UnitFileState"

  static var program: String? {
    guard FileStatus("/run/systemd/system")?.isFolder ?? false else { return nil }
    return ["/usr/bin/systemctl", "/bin/systemctl"].first(where: NativePrograms.isProgram)
  }

  static func service(_ name: String) throws -> ServiceEntry? {
    guard isName(name), let output = try run(["show", "--property=\(properties)", "--", unit(name)]) else { return nil }
    return entries(output.lines).first
  }

  static func services() throws -> [ServiceEntry] {
    guard let output = try run(["show", "--property=\(properties)", "--", "*.service"]) else { return [] }
    return entries(output.lines)
  }

  /// Errors: the program's own words.
  static func act(_ action: ServiceAction, _ name: String) throws {
    guard let output = try run([action.rawValue, "--", unit(name)]) else { return }
    if output.code != 0 { throw failed(output.lines.joined(separator: " ")) }
  }

  /// Enables or disables its start with the system.
  static func setStart(_ isEnabled: Bool, _ name: String) throws {
    guard let output = try run([isEnabled ? "enable" : "disable", "--", unit(name)]) else { return }
    if output.code != 0 { throw failed(output.lines.joined(separator: " ")) }
  }

  package static func entries(_ lines: [String]) -> [ServiceEntry] {
    var entries: [ServiceEntry] = []
    for block in lines.split(separator: "") {
      var fields: [String: String] = [:]
      for line in block {
        guard let equals = line.firstIndex(of: "=") else { continue }
        fields[String(line[..<equals])] = String(line[line.index(after: equals)...])
      }
      guard fields["LoadState"] == "loaded" || fields["LoadState"] == "masked", let id = fields["Id"] else { continue }
      entries.append(
        ServiceEntry(
          name: id.hasSuffix(".service") ? String(id.dropLast(8)) : id, displayName: fields["Description"] ?? id,
          state: state(fields["ActiveState"] ?? ""), startType: startType(fields["UnitFileState"] ?? ""), isOwn: false))
    }
    return entries
  }

  private static func state(_ text: String) -> ServiceState {
    switch text {
    case "active", "reloading": .running
    case "activating": .startPending
    case "deactivating": .stopPending
    default: .stopped
    }
  }

  private static func startType(_ text: String) -> String {
    switch text {
    case "enabled", "enabled-runtime", "alias": "Automatic"
    case "disabled", "masked", "masked-runtime": "Disabled"
    default: "Manual"
    }
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count < 256 && !name.contains { "/*?[] ".contains($0) }
  }

  private static func unit(_ name: String) -> String { name.contains(".") ? name : "\(name).service" }

  /// Nil where there is no systemd.
  private static func run(_ arguments: [String]) throws -> (code: Int32, lines: [String])? {
    guard let program else { return nil }
    do {
      let output = try Pipe()
      let null = try FileDescriptor("/dev/null", O_RDWR)
      let child = try ChildProcess(
        ChildProcess.Request(
          path: program, arguments: arguments, environment: ProcessEnvironment.variables(), folder: "/", input: null,
          output: output.writer, error: output.writer, hasOwnGroup: true))
      output.writer.close()
      var bytes: [UInt8] = []
      while let piece = try output.reader.read(upTo: 64 << 10), !piece.isEmpty, bytes.count < 16 << 20 {
        bytes += piece
      }
      return (
        child.wait() ?? -1,
        String(decoding: bytes, as: UTF8.self).split(
          separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
      )
    } catch let error as SystemError {
      throw failed(SystemError.text(error.number))
    }
  }

  private static func failed(_ reason: String) -> PowerShellError {
    PowerShellError(
      reason, id: "SystemdFailed", category: .openError, exceptionType: "System.InvalidOperationException")
  }
}
