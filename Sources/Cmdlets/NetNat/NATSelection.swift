internal import Ethernet
internal import HostAPI
internal import HyperV
internal import PowerShell

/// What the NetNat cmdlets have in common.
extension HostCall {
  /// The host of the session: CIM cmdlets take no computer's name.
  var here: HostConnection {
    get throws { try environment.connection(nil) }
  }

  /// As `attempt`, with the errors of a CIM class.
  func attempt(_ className: String, _ body: () throws -> Void) throws {
    do { try body() } catch let error as DrosteError {
      try invocation.writeError(CommandFailure(NATFailure.record(error, className, invocation.origin)))
    }
  }

  /// The NATs whose name is one of `names` (nil: all). A name that none has is an error; a pattern may match none.
  func nats(_ names: [String]?, class className: String = "MSFT_NetNat", property: String = "Name") throws
    -> [NATResource]
  {
    let all = try here.read { try await $0.status().nats }
    guard let names else { return all }
    var found: [NATResource] = []
    for name in names {
      let pattern = try Wildcard(name)
      let matching = all.filter { pattern.matches($0.configuration.name) }
      if matching.isEmpty, !Wildcard.isPattern(name) {
        try invocation.writeError(CommandFailure(NATFailure.notFound(className, property, name, invocation.origin)))
      }
      found += matching
    }
    return found
  }

  /// The names in a property of the objects of `-InputObject`; nil where it is not given.
  func inputNames(_ property: String) throws -> [String]? {
    try bound.elements("InputObject")?.compactMap { object in
      try Members.property(object, property, invocation.host.values)?.displayString(invocation.host.values)
    }
  }

  /// Changes a NAT's configuration; gives what it is then.
  func update(_ nat: NATResource, _ change: (inout NATConfiguration) throws -> Void) throws -> NATResource {
    var configuration = nat.configuration
    try change(&configuration)
    let (name, wanted) = (nat.configuration.name, configuration)
    return try here.change { try await $0.updateNAT(name, wanted) }
  }

  /// A parameter's IPv4 address. Errors: a text that is none.
  func address(_ parameter: String) throws -> IPv4Address? {
    guard let text = bound.string(parameter) else { return nil }
    if let address = IPv4Address(text) { return address }
    throw DrosteError(.invalidParameter, "-\(parameter): \"\(text)\" is not an IPv4 address.")
  }

  /// A parameter's prefix. Errors: a text that is none.
  func prefix(_ parameter: String) throws -> IPv4Prefix? {
    guard let text = bound.string(parameter), !text.isEmpty else { return nil }
    if let prefix = IPv4Prefix(text) { return prefix }
    throw DrosteError(
      .invalidParameter, "-\(parameter): \"\(text)\" is not an IPv4 prefix.", hint: "write it as 192.168.100.0/24")
  }

  func port(_ parameter: String) -> UInt16? { bound.integer(parameter).map { UInt16(clamping: $0) } }
}
