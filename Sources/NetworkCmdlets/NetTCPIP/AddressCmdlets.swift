internal import Netlink
internal import PowerShell

/// Get-, Set- and Remove-NetIPAddress.
enum AddressCmdlets {
  /// The addresses that a call means, as objects.
  static func select(_ invocation: Invocation, _ state: NetworkState, isQuery: Bool) throws -> [PropertyBag] {
    if let objects = invocation.bound.elements("InputObject") {
      return objects.compactMap { $0.reference(as: PropertyBag.self) }
    }
    try PolicyStore.check(invocation)
    let interface = invocation.bound["AssociatedIPInterface"]?.reference(as: PropertyBag.self)
    var criteria: [Criterion?] = [
      Criterion(invocation, "IPAddress"), Criterion(invocation, "InterfaceIndex"),
      Criterion(invocation, "InterfaceAlias"), Criterion(invocation, "AddressFamily"), Criterion(invocation, "Type"),
      Criterion(invocation, "PrefixOrigin"), Criterion(invocation, "SuffixOrigin"),
      Criterion(invocation, "AddressState"),
    ]
    if isQuery {
      criteria += [
        Criterion(invocation, "PrefixLength"), Criterion(invocation, "ValidLifetime"),
        Criterion(invocation, "PreferredLifetime"), Criterion(invocation, "SkipAsSource"),
      ]
    }
    if let interface {
      criteria += [
        Criterion("InterfaceIndex", [interface["InterfaceIndex"] ?? .null]),
        Criterion("AddressFamily", [interface["AddressFamily"] ?? .null]),
      ]
    }
    let objects = try state.addresses().map { try AddressObject.make($0, state) }
    return try Selection.select(objects, criteria, .address, invocation)
  }

  /// The address that an object is of.
  static func address(_ object: PropertyBag) throws -> InterfaceAddress {
    guard let text = object.text("IPAddress"), let address = IPAddress(text),
      let index = object.integer("InterfaceIndex"), let length = object.integer("PrefixLength")
    else { throw NetworkFailure.argument("The object has no address.", target: CimClass.address.target) }
    return InterfaceAddress(interface: index, address: address, prefixLength: length)
  }

  private static func target(_ address: InterfaceAddress) -> String {
    "NetIPAddress -\(address.address.family == .v4 ? "IPv4" : "IPv6")Address \(address.address) -InterfaceIndex "
      + "\(address.interface) -Store Active"
  }

  static func set(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      let state = try NetworkState(environment)
      for object in try select(invocation, state, isQuery: false) {
        do {
          let old = try address(object)
          var new = old
          if let length = invocation.bound.integer("PrefixLength") {
            guard 1...Int64(old.address.family.bits) ~= length else {
              throw NetworkFailure.argument(
                "Invalid parameter PrefixLength '\(length)': it is not within 1 to \(old.address.family.bits).",
                target: CimClass.address.target)
            }
            new.prefixLength = Int(length)
          }
          new.validLifetime = AddressObject.seconds(invocation.bound["ValidLifetime"] ?? object["ValidLifetime"])
          new.preferredLifetime = AddressObject.seconds(
            invocation.bound["PreferredLifetime"] ?? object["PreferredLifetime"])
          // What ends no more has no other end either.
          if new.validLifetime == nil, !invocation.bound.contains("PreferredLifetime") { new.preferredLifetime = nil }
          try AddressObject.checkLifetimes(new)
          guard try invocation.shouldProcess(target(old), "Modify") else { continue }
          try NetworkFailure.requesting(.address) { try replace(old, new, state) }
          state.forget()
          guard invocation.bound.isSet("PassThru") else { continue }
          for now in try state.addresses()
          where now.interface == new.interface && now.address.bytes == new.address.bytes {
            try invocation.writeOutput(.object(AddressObject.make(now, state)))
          }
        } catch let error as PowerShellError {
          try invocation.writeError(error)
        }
      }
    }
  }

  /// Another prefix length is another address to Linux. The routes that the change takes away are put back.
  private static func replace(_ old: InterfaceAddress, _ new: InterfaceAddress, _ state: NetworkState) throws {
    guard old.prefixLength != new.prefixLength else { return try state.client.replaceAddress(new) }
    let routes = try state.client.routes().filter { $0.interface == old.interface && $0.origin != 2 && $0.kind == 1 }
    try state.client.addAddress(new)
    try state.client.deleteAddress(old)
    let left = try state.client.routes()
    for route in routes where !left.contains(route) { try? state.client.addRoute(route) }
  }

  static func remove(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      let state = try NetworkState(environment)
      let gateway = try invocation.bound.string("DefaultGateway").map { text in
        guard let gateway = IPAddress(text) else {
          throw NetworkFailure.argument(
            "Invalid parameter DefaultGateway '\(text)': it is no IP address.", target: CimClass.address.target)
        }
        return gateway
      }
      for object in try select(invocation, state, isQuery: true) {
        do {
          let address = try address(object)
          guard try invocation.shouldProcess(target(address), "Remove") else { continue }
          try NetworkFailure.requesting(.address) {
            if let gateway {
              for route in try state.client.routes()
              where route.gateway == gateway && route.interface == address.interface && route.destination.length == 0 {
                try state.client.deleteRoute(route)
              }
            }
            try state.client.deleteAddress(address)
          }
          if invocation.bound.isSet("PassThru") { try invocation.writeOutput(.object(object)) }
        } catch let error as PowerShellError {
          try invocation.writeError(error)
        }
      }
    }
  }
}

/// -PolicyStore: Linux has what is in force, and nothing else.
enum PolicyStore {
  static func check(_ invocation: Invocation) throws {
    guard let store = invocation.bound.string("PolicyStore"), !store.isSameName(as: "ActiveStore") else { return }
    throw PowerShellError(
      "The value '\(store)' of the parameter 'PolicyStore' of \(invocation.metadata.name) is not supported on this system, "
        + "so nothing was done: what is set holds until the machine restarts (ActiveStore).",
      id: "ParameterNotSupported", category: .notImplemented, exceptionType: "System.NotSupportedException",
      target: .string("PolicyStore"))
  }
}
