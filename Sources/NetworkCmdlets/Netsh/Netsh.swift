internal import Ethernet
internal import Netlink
internal import PowerShell

/// netsh, for what administrators use it for on these machines: `netsh interface ip …`. It takes netsh's own syntax and
/// says what netsh says; `$LASTEXITCODE` is 0 or 1.
enum Netsh {
  static let command = NetworkCommand(
    name: "netsh", module: "NetTCPIP", aliases: ["netsh.exe"],
    synopsis: "Shows and changes addresses, DNS servers and routes in netsh's syntax.",
    lines: "ArgumentList<remaining String[]"
  ) { environment in
    ClosureCmdlet { invocation in
      let words = invocation.bound.strings("ArgumentList") ?? []
      var lines: [String]
      var code: Int32 = 0
      do {
        lines = try run(words, environment) { try invocation.writeWarning($0) }
      } catch let failure as NetshSyntax.Failure {
        (lines, code) = (failure.text.split(separator: "\n").map(String.init) + [""], 1)
      } catch let error as PowerShellError {
        (lines, code) = ([text(error), ""], 1)
      }
      try invocation.writeOutput(lines.map { .string($0) })
      invocation.host.session?.setLastExitCode(code)
    }
  }

  /// What netsh says where a cmdlet says more.
  private static func text(_ error: PowerShellError) -> String {
    switch error.id {
    case "Windows System Error 87" where error.message.hasSuffix("already exists"): "The object already exists."
    case "Windows System Error 5": "The requested operation requires elevation (Run as administrator)."
    case let id where id.hasPrefix("CmdletizationQuery_NotFound"): "Element not found."
    default: error.message
    }
  }

  /// The lines that it prints; a blank one when all went well. Throws NetshSyntax.Failure and the cmdlets' errors.
  static func run(_ words: [String], _ environment: NetworkEnvironment, warn: (String) throws -> Void) throws
    -> [String]
  {
    guard words.count > 2, NetshSyntax.match(words[0], ["interface"]) != nil,
      ["ip", "ipv4"].contains(words[1].caseFolded)
    else { throw NetshSyntax.notFound(words.joined(separator: " ")) }
    let syntax = try NetshSyntax(Array(words.dropFirst(2)), NetshCommands.all, all: words)
    if let store = syntax["store"], NetshSyntax.match(store, ["active", "persistent"]) != "active" {
      throw NetshSyntax.Failure(
        text:
          "The value \(store) of store is not supported on this system: what is set holds until the machine restarts.")
    }
    for name in ["siteprefixlength", "publish", "type", "index", "validate"] {
      guard let value = syntax[name] else { continue }
      let isStandard = ["publish": "no", "type": "unicast", "validate": "no"][name] == value.caseFolded
      if name == "index" || isStandard { continue }
      throw NetshSyntax.Failure(text: "The value \(value) of \(name) is not supported on this system.")
    }
    let state = try NetworkState(environment)
    switch (syntax.command.verb, syntax.command.object) {
    case ("show", _): return try NetshReport(state).lines(syntax)
    case (_, "address"): try NetshAddress(state).run(syntax, warn)
    case (_, "dnsservers"): try NetshServers(state).run(syntax, warn)
    case (_, "route"): try NetshRoute(state).run(syntax)
    default: try setInterface(syntax, state)
    }
    return [""]
  }

  static func adapter(_ name: String?, _ state: NetworkState) throws -> Adapter {
    let name = name ?? ""
    if let adapter = try state.adapter(named: name) { return adapter }
    if let index = Int(name), let adapter = try state.adapter(index: index) { return adapter }
    throw NetshSyntax.Failure(text: "The filename, directory name, or volume label syntax is incorrect.")
  }

  static func address(_ text: String, _ parameter: String = "address") throws -> IPAddress {
    if let address = IPAddress(text), address.family == .v4 { return address }
    throw NetshSyntax.Failure(text: "Invalid \(parameter) parameter (\(text)). It should be a valid IPv4 address.")
  }

  static func number(_ text: String, _ parameter: String, _ range: ClosedRange<Int>) throws -> Int {
    if let number = Int(text), range.contains(number) { return number }
    throw NetshSyntax.Failure(
      text: "\(text) is not an acceptable value for \(parameter).\nThe parameter is incorrect.")
  }

  private static func setInterface(_ syntax: NetshSyntax, _ state: NetworkState) throws {
    let adapter = try adapter(syntax["interface"], state)
    if let text = syntax["mtu"] {
      let mtu = try number(text, "mtu", 576...65_535)
      try NetworkFailure.requesting(.interface) { try state.client.setLink(adapter.index, .mtu(mtu)) }
    }
    if let text = syntax["forwarding"] {
      guard let value = NetshSyntax.match(text, ["enabled", "disabled"]) else {
        throw NetshSyntax.Failure(
          text: "\(text) is not an acceptable value for forwarding.\nThe parameter is incorrect.")
      }
      try KernelSwitches(adapter.interface, .v4, state.environment).set("forwarding", value == "enabled" ? 1 : 0)
    }
    if let text = syntax["metric"] {
      let metric = try number(text, "metric", 0...InterfaceMetric.limit)
      try NetworkFailure.requesting(.interface) { try InterfaceCmdlets.setMetric(adapter, .v4, metric, state) }
    }
  }
}
