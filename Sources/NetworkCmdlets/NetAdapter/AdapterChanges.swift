internal import Ethernet
internal import Glibc
internal import Netlink
internal import PowerShell

/// Cmdlets that change adapters: each asks, changes, and gives the adapter with -PassThru.
enum AdapterChanges {
  /// A cmdlet that does `change` to every adapter that is meant.
  static func cmdlet(
    _ environment: NetworkEnvironment, _ question: @escaping @Sendable (Adapter, Invocation) throws -> String,
    _ change: @escaping @Sendable (Adapter, Invocation, NetworkState) throws -> Void
  ) -> any Cmdlet {
    ClosureCmdlet { invocation in
      let state = try NetworkState(environment)
      for adapter in try AdapterSelection.select(invocation, state) {
        do {
          let text = try question(adapter, invocation)
          guard try invocation.shouldProcess(description: text, question: text) else { continue }
          try NetworkFailure.requesting(.adapter) { try change(adapter, invocation, state) }
          state.forget()
          if invocation.bound.isSet("PassThru"), let now = try state.adapter(index: adapter.index) {
            try invocation.writeOutput(.object(AdapterObject.make(now)))
          }
        } catch let error as PowerShellError {
          try invocation.writeError(error)
        }
      }
    }
  }

  static func rename(_ adapter: Adapter, _ invocation: Invocation, _ state: NetworkState) throws {
    let name = invocation.bound.string("NewName") ?? ""
    if let owner = adapter.switchName {
      throw refused(
        adapter,
        "The adapter '\(adapter.name)' belongs to the virtual switch '\(owner)', whose name it carries. Rename the "
          + "switch: Rename-VMSwitch -Name '\(owner)' -NewName NAME.")
    }
    guard AdapterNaming.switchName(name) == nil else {
      throw refused(
        adapter, "Names of the form 'vEthernet (NAME)' belong to virtual switches; '\(adapter.name)' is none's adapter."
      )
    }
    guard adapter.link.isEthernet else {
      throw refused(adapter, "Only Ethernet adapters can be renamed; '\(adapter.name)' is not one.")
    }
    guard !name.isEmpty, name.utf8.count < 256, !name.unicodeScalars.contains(where: { $0.value < 32 || $0 == "\\" })
    else {
      throw refused(
        adapter, "'\(name)' is no adapter name: 1 to 255 bytes, without control characters and backslashes.")
    }
    if let other = try state.adapter(named: name), other.index != adapter.index {
      throw PowerShellError(
        "The adapter '\(adapter.name)' cannot be called '\(name)': \(other.interface) is called so already.",
        id: "Windows System Error 183", category: .resourceExists, exceptionType: NetworkFailure.cimException,
        target: CimClass.adapter.target)
    }
    try state.client.setLink(adapter.index, .alias(name))
  }

  static func setAddress(_ adapter: Adapter, _ invocation: Invocation, _ state: NetworkState) throws {
    guard let text = invocation.bound.string("MacAddress") else { return }
    guard let address = MACAddress(text), !address.isMulticast, address != .zero else {
      throw NetworkFailure.argument(
        "'\(text)' is no MAC address of one adapter, such as 00-15-5D-00-04-11.", target: CimClass.adapter.target)
    }
    guard adapter.switchName == nil else {
      throw refused(
        adapter,
        "The MAC address of '\(adapter.name)' is the virtual switch's: change it with Set-VMNetworkAdapter "
          + "-ManagementOS.")
    }
    // Most drivers change it only while the adapter is down.
    let wasUp = adapter.link.isUp
    if wasUp { try state.client.setLink(adapter.index, .up(false)) }
    defer { if wasUp { try? state.client.setLink(adapter.index, .up(true)) } }
    try state.client.setLink(adapter.index, .address(address.octets))
  }

  /// Down and up again; the routes that this takes away are put back, as Windows has them again afterwards.
  static func restart(_ adapter: Adapter, _ state: NetworkState) throws {
    let routes = try state.client.routes().filter { $0.interface == adapter.index && $0.origin != 2 && $0.kind == 1 }
    let addresses = try state.client.addresses().filter {
      $0.interface == adapter.index && $0.address.family == .v6 && !$0.isDynamic && !$0.address.isLinkLocal
    }
    try state.client.setLink(adapter.index, .up(false))
    try state.client.setLink(adapter.index, .up(true))
    // The kernel forgets IPv6 addresses of an adapter that goes down, and all routes through it.
    for address in addresses { try state.client.replaceAddress(address) }
    for route in routes.sorted(by: { ($0.gateway == nil ? 0 : 1) < ($1.gateway == nil ? 0 : 1) }) {
      do { try state.client.addRoute(route) } catch let error as NetlinkError where error.number == EEXIST {}
    }
  }

  private static func refused(_ adapter: Adapter, _ message: String) -> PowerShellError {
    PowerShellError(
      message, id: "Windows System Error 50", category: .invalidOperation, exceptionType: NetworkFailure.cimException,
      target: CimClass.adapter.target)
  }
}
