public import Ethernet
public import HyperV

/// A network adapter as it is written on the command line: `SWITCH`, or `SWITCH,name=Lan,mac=00-15-5D-00-04-11,spoofing=on`.
/// `none` in place of the switch: not connected.
public struct AdapterArgument: Hashable, Sendable {
  /// What stands before the first comma: the switch to plug into, or the adapter to change.
  public let subject: String
  public private(set) var name: String?
  public private(set) var switchName: String?
  public private(set) var macAddress: MACAddress?
  public private(set) var spoofing: OnOffState?

  public init(_ text: String) throws(DrosteError) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    subject = String(parts[0])
    guard !subject.isEmpty else { throw Self.refusal(text, "it begins with no name") }
    for part in parts.dropFirst() {
      guard let equals = part.firstIndex(of: "=") else {
        throw Self.refusal(text, "\"\(part)\" is not KEY=VALUE")
      }
      let value = String(part[part.index(after: equals)...])
      switch part[..<equals].lowercased() {
      case "name": name = value
      case "switch": switchName = value
      case "mac":
        guard let address = MACAddress(value) else { throw Self.refusal(text, "\"\(value)\" is not a MAC address") }
        macAddress = address
      case "spoofing":
        guard let state = OnOffState(argument: value) else { throw Self.refusal(text, "spoofing is on or off") }
        spoofing = state
      default: throw Self.refusal(text, "the keys are name, switch, mac and spoofing")
      }
    }
  }

  private static func refusal(_ text: String, _ reason: String) -> DrosteError {
    DrosteError(
      .invalidParameter, "\"\(text)\" is not an adapter: \(reason).",
      hint: "write VmNAT, or VmNAT,name=Lan,mac=00-15-5D-00-04-11,spoofing=on")
  }

  /// A new adapter: the subject is its switch. Named `Network Adapter`, `Network Adapter 2`, … unless told.
  public func adapter(beside others: [NetworkAdapterConfiguration]) throws(DrosteError) -> NetworkAdapterConfiguration {
    guard switchName == nil else {
      throw DrosteError(
        .invalidParameter,
        "A new adapter is written with its switch first: \(subject) is the switch, not \(switchName ?? "").")
    }
    let names = (1...).lazy.map { $0 == 1 ? "Network Adapter" : "Network Adapter \($0)" }
    let free = names.first { name in !others.contains { Names.same($0.name, name) } }
    return NetworkAdapterConfiguration(
      name: name ?? free ?? "Network Adapter", switchName: Self.connection(subject), macAddress: macAddress,
      macAddressSpoofing: spoofing ?? .off)
  }

  /// Changes the adapter that the subject names.
  public func change(_ adapters: inout [NetworkAdapterConfiguration]) throws(DrosteError) {
    guard let index = adapters.firstIndex(where: { Names.same($0.name, subject) }) else {
      throw DrosteError(
        .objectNotFound, "There is no adapter \"\(subject)\".",
        hint: adapters.isEmpty
          ? "the machine has none; add one with --add-adapter SWITCH"
          : "the adapters are: \(adapters.map(\.name).joined(separator: ", "))")
    }
    if let name { adapters[index].name = name }
    if let switchName { adapters[index].switchName = Self.connection(switchName) }
    if let macAddress { adapters[index].macAddress = macAddress }
    if let spoofing { adapters[index].macAddressSpoofing = spoofing }
  }

  private static func connection(_ name: String) -> String? { name.lowercased() == "none" ? nil : name }
}

extension OnOffState {
  /// `on`, `off`, in either case; also `true`, `false`, `yes`, `no`.
  public init?(argument: String) {
    switch argument.lowercased() {
    case "on", "true", "yes": self = .on
    case "off", "false", "no": self = .off
    default: return nil
    }
  }
}
