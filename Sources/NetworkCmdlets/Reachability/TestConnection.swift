internal import Formatting
internal import Glibc
internal import Netlink
internal import PowerShell

/// Test-Connection of Windows PowerShell: echo requests to computers, one object for each answer.
enum TestConnection {
  static let typeName = "System.Management.ManagementObject#root\\cimv2\\Win32_PingStatus"

  static let command = NetworkCommand(
    name: "Test-Connection", module: "Microsoft.PowerShell.Management",
    synopsis: "Sends echo requests (ping) to computers.",
    errorSource: "Microsoft.PowerShell.Commands.TestConnectionCommand", defaultSetName: "Default",
    lines: """
      !ComputerName@0<property String[] = CN, IPAddress, __SERVER, Server, Destination
      Count Int32
      Delay Int32
      BufferSize Int32 = Size, Bytes, BS
      TimeToLive Int32 = TTL
      Quiet SwitchParameter in Default
      ~Source@1 String[] = FCN, SRC in Source
      ~AsJob SwitchParameter
      ~DcomAuthentication Object = Authentication
      ~WsmanAuthentication String
      ~Protocol String
      ~Impersonation Object
      ~Credential Object
      ~ThrottleLimit Int32
      """,
    validations: [
      "Count": [.range(1, .int64(Int64(UInt32.max)))], "Delay": [.range(1, 60)],
      "BufferSize": [.range(0, 65500)], "TimeToLive": [.range(1, 255)],
    ], outputs: [typeName, "System.Boolean"]
  ) { environment in
    ClosureCmdlet { invocation in
      for name in invocation.bound.strings("ComputerName") ?? [] { try test(name, invocation, environment) }
    }
  }

  private static func test(_ name: String, _ invocation: Invocation, _ environment: NetworkEnvironment) throws {
    let isQuiet = invocation.bound.isSet("Quiet")
    let lookup = NameLookup(environment: environment, isStopped: { invocation.isStopping })
    guard let address = try? lookup.addresses(of: name).first else {
      if isQuiet { return try invocation.writeOutput(false) }
      return try invocation.writeError(failure(name, "No such host is known"))
    }
    let count = Int(invocation.bound.integer("Count") ?? 4)
    var isReached = false
    for number in 1...max(1, count) {
      guard !invocation.isStopping else { return }
      if number > 1 { pause(Int(invocation.bound.integer("Delay") ?? 1), invocation) }
      var echo = Echo(address)
      echo.size = Int(invocation.bound.integer("BufferSize") ?? 32)
      echo.timeToLive = invocation.bound.integer("TimeToLive").map { Int($0) }
      do {
        let reply = try echo.ask(sequence: UInt16(truncatingIfNeeded: number), isStopped: { invocation.isStopping })
        if let reply, reply.isDestination {
          isReached = true
          if isQuiet { break }
          try invocation.writeOutput(.object(make(name, address, echo, reply)))
        } else if !isQuiet {
          let why = reply == nil ? "Error due to lack of resources" : "A router answered in its place"
          try invocation.writeError(failure(name, why))
        }
      } catch let error as Socket.Failure {
        if isQuiet { continue }
        try invocation.writeError(failure(name, String(cString: strerror(error.number))))
      }
    }
    if isQuiet { try invocation.writeOutput(.boolean(isReached)) }
  }

  /// Between two requests, in steps, so that it can be stopped.
  private static func pause(_ seconds: Int, _ invocation: Invocation) {
    let deadline = Deadline(milliseconds: seconds * 1000)
    while deadline.milliseconds > 0, !invocation.isStopping {
      _ = poll(nil, 0, Int32(min(100, deadline.milliseconds)))
    }
  }

  private static func failure(_ name: String, _ why: String) -> PowerShellError {
    PowerShellError(
      "Testing connection to computer '\(name)' failed: \(why)", id: "TestConnectionException",
      category: .resourceUnavailable, exceptionType: "System.Net.NetworkInformation.PingException",
      target: .string(name))
  }

  private static func make(_ name: String, _ address: IPAddress, _ echo: Echo, _ reply: Echo.Reply) -> PropertyBag {
    let own = IPAddressObject.make(address)
    return PropertyBag(
      [
        "__SERVER": .string(SystemFacts.machineName()), "PSComputerName": .string(SystemFacts.machineName()),
        "Address": .string(name), "ProtocolAddress": .string(reply.from.description),
        "IPV4Address": address.family == .v4 ? own : .null, "IPV6Address": address.family == .v6 ? own : .null,
        "BufferSize": .uint32(echo.size), "ReplySize": .uint32(echo.size), "ResponseTime": .uint32(reply.milliseconds),
        "StatusCode": .uint32(0), "TimeToLive": .uint32(echo.timeToLive ?? 80),
        "ResponseTimeToLive": reply.timeToLive.map { .uint32($0) } ?? .null,
      ], typeName: typeName)
  }

  static let view = ViewDefinition(
    [typeName],
    .table([
      ViewColumn("Source", .property("__SERVER"), width: 13),
      ViewColumn("Destination", .property("Address"), width: 15),
      ViewColumn("IPV4Address", width: 16), ViewColumn("IPV6Address", width: 40),
      ViewColumn("Bytes", .property("BufferSize"), width: 8, alignment: .left),
      ViewColumn("Time(ms)", .property("ResponseTime"), width: 9, alignment: .left),
    ]))
}
