internal import Formatting
internal import Netlink
internal import PowerShell

/// Test-NetConnection -DiagnoseRouting: which way packets to a computer take, without sending any.
enum RouteDiagnostics {
  static let typeName = "NetRouteDiagnostics"

  /// - Throws: for a source address that is none. Without a way, `RouteDiagnosticsSucceeded` is false.
  static func make(
    _ name: String, _ found: [IPAddress], _ bound: BoundParameters, _ state: NetworkState
  ) throws -> PropertyBag {
    let interface = bound.integer("ConstrainInterface").map { Int($0) }
    let source = try bound.string("ConstrainSourceAddress").map { text in
      guard let address = IPAddress(text) else {
        throw NetworkFailure.argument("Invalid parameter ConstrainSourceAddress '\(text)': it is no IP address.")
      }
      return address
    }
    let address = found.first { $0.family == source?.family } ?? found.first
    let result = PropertyBag(
      [
        "ComputerName": .string(name), "RemoteAddress": address.map { IPAddressObject.make($0) } ?? .null,
        "ConstrainSourceAddress": source.map { IPAddressObject.make($0) } ?? .null,
        "ConstrainInterfaceIndex": .uint32(interface ?? 0),
        "ResolvedAddresses": .array(found.map { IPAddressObject.make($0) }), "SelectedSourceAddress": .null,
        "OutgoingInterfaceIndex": .uint32(0), "SelectedNetRoute": .null, "RouteDiagnosticsSucceeded": false,
        "Detailed": .boolean(bound.string("InformationLevel")?.isSameName(as: "Detailed") ?? false),
      ], typeName: typeName)
    guard let address, let way = try? state.client.findRoute(to: address, from: source, interface: interface),
      let index = way.interface
    else { return result }
    result["OutgoingInterfaceIndex"] = .uint32(index)
    result["RouteDiagnosticsSucceeded"] = true
    // With a source given, the kernel repeats none.
    if let own = way.source ?? source, let entry = try state.addresses().first(where: { $0.address.bytes == own.bytes })
    {
      result["SelectedSourceAddress"] = .object(try AddressObject.make(entry, state))
    }
    // The entry of the table that the way is of: the longest prefix, then the smallest metric.
    let entry = try state.routes().filter { $0.interface == index && $0.destination.contains(address) }
      .min { ($1.destination.length, $0.metric) < ($0.destination.length, $1.metric) }
    result["SelectedNetRoute"] = .object(try RouteObject.make(entry ?? way, state))
    return result
  }

  static let view = ViewDefinition(
    [typeName],
    .list([
      ViewColumn("ComputerName"), ViewColumn("RemoteAddress"), inner("SelectedSourceAddress", ["IPAddress"]),
      ViewColumn("OutgoingInterfaceIndex"), inner("SelectedNetRoute", ["DestinationPrefix", "NextHop"]),
      ViewColumn("RouteDiagnosticsSucceeded"),
    ]))

  /// Properties of the object in a property; with their names, one a line, where there are several.
  private static func inner(_ name: String, _ properties: [String]) -> ViewColumn {
    ViewColumn(
      name,
      .computed { value, context in
        let object = try Members.property(value, name, context) ?? .null
        guard !object.isNull else { return .null }
        let lines = try properties.map { property in
          let text = try (Members.property(object, property, context) ?? .null).displayString(context)
          return properties.count == 1 ? text : "\(property): \(text)"
        }
        return .string(lines.joined(separator: "\n"))
      })
  }
}
