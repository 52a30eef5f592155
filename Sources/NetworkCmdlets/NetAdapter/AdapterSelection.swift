internal import Netlink
internal import PowerShell

/// The adapters that a call of a NetAdapter cmdlet means: by -Name, -InterfaceDescription, -InterfaceIndex or objects.
enum AdapterSelection {
  /// - Parameters:
  ///   - all: hidden ones too.
  ///   - cimClass: what the cmdlet is about, for the error that there is none.
  ///   - hasIt: whether an adapter has what the cmdlet is about; one that has not is not there for it.
  static func select(
    _ invocation: Invocation, _ state: NetworkState, all: Bool = false, _ cimClass: CimClass = .adapter,
    where hasIt: (Adapter) -> Bool = { _ in true }
  ) throws -> [Adapter] {
    if let objects = invocation.bound.elements("InputObject") {
      return try objects.compactMap { object in
        guard let bag = object.reference(as: PropertyBag.self) else { return nil }
        let name = bag.text("Name") ?? ""
        let adapter =
          try bag.integer("InterfaceIndex").map { try state.adapter(index: $0) } ?? state.adapter(named: name)
        if let adapter, hasIt(adapter) { return adapter }
        try invocation.writeError(NetworkFailure.notFound(cimClass, "Name", .string(name)))
        return nil
      }
    }
    let showsHidden = invocation.bound.isSet("IncludeHidden") || all
    let adapters = try state.adapters().filter { adapter in
      !adapter.link.isLoopback && (showsHidden || !adapter.isHidden)
        && (adapter.isPhysical || !invocation.bound.isSet("Physical")) && hasIt(adapter)
    }
    let found = try Selection.select(
      adapters.map(AdapterObject.make),
      [
        Criterion(invocation, "Name"), Criterion(invocation, "InterfaceDescription"),
        Criterion(invocation, "InterfaceIndex"),
      ], cimClass, invocation)
    let indexes = Set(found.compactMap { $0.integer("InterfaceIndex") })
    return adapters.filter { indexes.contains($0.index) }
  }
}
