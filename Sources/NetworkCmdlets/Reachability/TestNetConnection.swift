internal import Formatting
internal import Netlink
internal import PowerShell

/// Test-NetConnection: resolves a name, then connects to a port or sends an echo request.
enum TestNetConnection {
  static let typeName = "TestNetConnectionResult"
  /// Milliseconds that a connection may take; Windows' TCP gives up after 21 s.
  private static let connectMilliseconds = 21_000
  private static let ports: [String: Int] = ["http": 80, "rdp": 3389, "smb": 445, "winrm": 5985]

  static let command = NetworkCommand(
    name: "Test-NetConnection", module: "NetTCPIP", aliases: ["tnc"],
    synopsis: "Tests whether a computer or one of its TCP ports can be reached.", defaultSetName: "ICMP",
    lines: """
      ComputerName@0<value<property String = RemoteAddress, cn
      !Port<property Int32 = RemotePort in RemotePort
      !CommonTCPPort@1 String in CommonTCPPort
      TraceRoute SwitchParameter in ICMP
      Hops Int32 in ICMP
      !DiagnoseRouting SwitchParameter in NetRouteDiagnostics
      ConstrainSourceAddress String in NetRouteDiagnostics
      ConstrainInterface UInt32 in NetRouteDiagnostics
      InformationLevel String
      """,
    validations: [
      "InformationLevel": [.set(["Quiet", "Detailed"])], "Port": [.range(1, 65535)], "Hops": [.range(1, 120)],
      "CommonTCPPort": [.set(["HTTP", "RDP", "SMB", "WINRM"])],
    ], outputs: [typeName, RouteDiagnostics.typeName]
  ) { environment in
    ClosureCmdlet { invocation in
      do { try test(invocation, environment) } catch let error as PowerShellError { try invocation.writeError(error) }
    }
  }

  private static func test(_ invocation: Invocation, _ environment: NetworkEnvironment) throws {
    let bound = invocation.bound
    guard let name = bound.string("ComputerName"), !name.isEmpty else {
      throw PowerShellError(
        "Name the computer: Test-NetConnection -ComputerName NAME. Without a name Windows asks a server of its maker, which "
          + "this system does not.", id: "ComputerNameMissing", category: .invalidArgument)
    }
    let isQuiet = bound.string("InformationLevel")?.isSameName(as: "Quiet") ?? false
    let port = bound.integer("Port").map { Int($0) } ?? bound.string("CommonTCPPort").flatMap { ports[$0.caseFolded] }
    let result = PropertyBag([
      "ComputerName": .string(name), "RemoteAddress": .null, "ResolvedAddresses": .array([]), "PingSucceeded": false,
      "PingReplyDetails": .null, "TcpTestSucceeded": false, "RemotePort": .uint32(port ?? 0), "TraceRoute": .null,
      "InterfaceAlias": .null, "InterfaceIndex": .uint32(0), "InterfaceDescription": .null, "SourceAddress": .null,
      "NameResolutionSucceeded": false,
      "Detailed": .boolean(bound.string("InformationLevel")?.isSameName(as: "Detailed") ?? false),
    ])
    result.addedMembers().typeNames = [typeName]
    let lookup = NameLookup(environment: environment, isStopped: { invocation.isStopping })
    let found = (try? lookup.addresses(of: name)) ?? []
    if found.isEmpty { try invocation.writeWarning("Name resolution of \(name) failed") }
    if bound.isSet("DiagnoseRouting") {
      let diagnosis = try RouteDiagnostics.make(name, found, bound, NetworkState(environment))
      return try invocation.writeOutput(
        isQuiet ? diagnosis["RouteDiagnosticsSucceeded"] ?? false : .object(diagnosis))
    }
    guard let address = found.first else {
      return try invocation.writeOutput(isQuiet ? false : .object(result))
    }
    result["NameResolutionSucceeded"] = true
    result["RemoteAddress"] = IPAddressObject.make(address)
    result["ResolvedAddresses"] = .array(found.map { IPAddressObject.make($0) })
    try describeWay(result, address, environment)
    var isReached = false
    if let port {
      isReached = connects(address, UInt16(port), invocation)
      result["TcpTestSucceeded"] = .boolean(isReached)
      if !isReached { try invocation.writeWarning("TCP connect to (\(address) : \(port)) failed") }
    }
    if port == nil || !isReached {
      let isAnswered = try ping(result, address, invocation)
      if port == nil { isReached = isAnswered }
    }
    if bound.isSet("TraceRoute") {
      result["TraceRoute"] = .strings(
        try TraceRoute.hops(to: address, limit: Int(bound.integer("Hops") ?? 30), isStopped: { invocation.isStopping }))
    }
    try invocation.writeOutput(isQuiet ? .boolean(isReached) : .object(result))
  }

  /// The interface and the address that packets leave from.
  private static func describeWay(_ result: PropertyBag, _ address: IPAddress, _ environment: NetworkEnvironment) throws
  {
    let state = try NetworkState(environment)
    guard let way = try? state.client.findRoute(to: address), let index = way.interface,
      let adapter = try state.adapter(index: index)
    else { return }
    result["InterfaceAlias"] = .string(adapter.name)
    result["InterfaceIndex"] = .uint32(index)
    result["InterfaceDescription"] = .string(adapter.description)
    result["NetAdapter"] = .object(AdapterObject.make(adapter))
    guard let source = way.source, let own = try state.addresses().first(where: { $0.address.bytes == source.bytes })
    else { return }
    result["SourceAddress"] = .object(try AddressObject.make(own, state))
  }

  private static func connects(_ address: IPAddress, _ port: UInt16, _ invocation: Invocation) -> Bool {
    let deadline = Deadline(milliseconds: connectMilliseconds, isStopped: { invocation.isStopping })
    return (try? Socket(address.family, Socket.stream).connect(address, port, deadline)) != nil
  }

  private static func ping(_ result: PropertyBag, _ address: IPAddress, _ invocation: Invocation) throws -> Bool {
    let reply: Echo.Reply?
    do { reply = try Echo(address).ask(sequence: 1, isStopped: { invocation.isStopping }) } catch {
      try invocation.writeWarning("Ping to \(address) failed: \(error)")
      return false
    }
    let isAnswered = reply?.isDestination ?? false
    let status = isAnswered ? "Success" : reply == nil ? "TimedOut" : "DestinationHostUnreachable"
    result["PingSucceeded"] = .boolean(isAnswered)
    result["PingReplyDetails"] = .object(
      PropertyBag(
        [
          "Status": .string(status), "Address": IPAddressObject.make(reply?.from ?? address),
          "RoundtripTime": .int64(Int64(reply?.milliseconds ?? 0)),
        ], typeName: "System.Net.NetworkInformation.PingReply"))
    if !isAnswered { try invocation.writeWarning("Ping to \(address) failed with status: \(status)") }
    return isAnswered
  }

  /// The lines that Windows shows: what was tested, and a ping only where there was one.
  static let view = ViewDefinition(
    [typeName],
    .text { value, context in
      func text(_ name: String) throws -> String {
        try (Members.property(value, name, context) ?? .null).displayString(context)
      }
      let isTCP = try Members.property(value, "RemotePort", context)?.integerValue ?? 0 != 0
      let reply = try Members.property(value, "PingReplyDetails", context) ?? .null
      let source = try Members.property(value, "SourceAddress", context) ?? .null
      let address = source.isNull ? .null : try Members.property(source, "IPAddress", context) ?? .null
      var lines = [("ComputerName", try text("ComputerName")), ("RemoteAddress", try text("RemoteAddress"))]
      if isTCP { lines.append(("RemotePort", try text("RemotePort"))) }
      lines += [
        ("InterfaceAlias", try text("InterfaceAlias")), ("SourceAddress", try address.displayString(context)),
      ]
      if !reply.isNull || !isTCP {
        let time = try Members.property(reply, "RoundtripTime", context)?.integerValue ?? 0
        lines += [("PingSucceeded", try text("PingSucceeded")), ("PingReplyDetails (RTT)", "\(time) ms")]
      }
      if isTCP { lines.append(("TcpTestSucceeded", try text("TcpTestSucceeded"))) }
      let hops = try Members.property(value, "TraceRoute", context)?.reference?.enumerated ?? []
      for (index, hop) in hops.enumerated() {
        lines.append((index == 0 ? "TraceRoute" : "", try hop.displayString(context)))
      }
      let width = lines.map(\.0.count).max() ?? 0
      return [""]
        + lines.map { label, text in
          "\(label)\(String(repeating: " ", count: width - label.count)) \(label.isEmpty ? " " : ":") \(text)"
        } + ["", ""]
    })
}

/// The routers on the way, found by letting the time to live run out (RFC 1393 describes the method).
enum TraceRoute {
  static func hops(to address: IPAddress, limit: Int, isStopped: @escaping () -> Bool) throws -> [String] {
    guard address.family == .v4 else {
      throw NetworkFailure.parameter("TraceRoute", "Test-NetConnection", "it follows IPv4 only.")
    }
    var hops: [String] = []
    for life in 1...max(1, limit) {
      var echo = Echo(address)
      echo.timeToLive = life
      echo.milliseconds = 1000
      let reply: Echo.Reply?
      do { reply = try echo.ask(sequence: UInt16(life), isStopped: isStopped) } catch let error as Socket.Failure {
        throw PowerShellError(
          "The route cannot be followed: \(error).", id: "TraceRouteFailed", category: .permissionDenied)
      }
      hops.append(reply.map { "\($0.from)" } ?? "0.0.0.0")
      if reply?.isDestination ?? false || isStopped() { break }
    }
    return hops
  }
}
