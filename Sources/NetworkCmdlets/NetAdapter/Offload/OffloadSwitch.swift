internal import PowerShell

/// One switch of an offload as Windows has it, over Linux's features.
struct OffloadSwitch: Sendable {
  /// The parameter of Enable- and Disable-: `IPv4`. The property, and the parameter of Set-, is `IPv4Enabled`.
  let name: String
  /// Each is the feature of some drivers; those that an adapter has are switched on together.
  var send: [String] = []
  var receive: [String] = []
  /// Features that do the same and are only ever switched off.
  var alsoOff: [String] = []

  var property: String { name + "Enabled" }

  enum Direction: Int, Sendable, CaseIterable {
    case none, send, receive, both
    var text: String { ["Disabled", "TxEnabled", "RxEnabled", "RxTxEnabled"][rawValue] }
    init?(text: String) {
      guard let found = Self.allCases.first(where: { $0.text.isSameName(as: text) }) else { return nil }
      self = found
    }
    init(send: Bool, receive: Bool) { self = send ? (receive ? .both : .send) : receive ? .receive : .none }
    var sends: Bool { self == .send || self == .both }
    var receives: Bool { self == .receive || self == .both }
  }

  func isThere(_ features: AdapterFeatures) -> Bool { features.has(send + receive + alsoOff) }

  func direction(_ features: AdapterFeatures) -> Direction {
    Direction(send: features.isOn(send), receive: features.isOn(receive + alsoOff))
  }

  /// What the adapter can do at most.
  func capability(_ features: AdapterFeatures) -> Direction {
    Direction(send: features.has(send), receive: features.has(receive + alsoOff))
  }

  /// The features as they have to be.
  func wanted(_ direction: Direction, _ features: AdapterFeatures) -> [String: Bool] {
    var wanted: [String: Bool] = [:]
    for name in send where features.has([name]) { wanted[name] = direction.sends }
    for name in receive where features.has([name]) { wanted[name] = direction.receives }
    if !direction.receives { for name in alsoOff where features.has([name]) { wanted[name] = false } }
    return wanted
  }
}
