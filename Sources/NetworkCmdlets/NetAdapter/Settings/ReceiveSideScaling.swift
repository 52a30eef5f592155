internal import Netlink
internal import PowerShell

/// Get-, Set-, Enable- and Disable-NetAdapterRss: whether an adapter spreads what it receives over several queues, each
/// of which a processor of its own serves. An adapter that has only one is not there for these cmdlets.
enum ReceiveSideScaling {
  private static func channels(_ adapter: Adapter) -> EthernetChannels? {
    guard let found = try? EthernetChannels(interface: adapter.interface), found.receivingLimit > 1 else { return nil }
    return found
  }

  private static let setting: AdapterSetting = AdapterSetting(
    noun: "Rss", title: "receive side scaling", cimClass: CimClass(name: "MSFT_NetAdapterRssSettingData"),
    hasIt: { channels($0) != nil },
    properties: { adapter, _ in
      let found = channels(adapter)
      let (used, limit) = (found?.receiving ?? 1, found?.receivingLimit ?? 1)
      return [
        ("Enabled", .boolean(used > 1)), ("NumberOfReceiveQueues", .uint32(used)),
        ("MaxNumberOfReceiveQueues", .uint32(limit)),
      ]
    })

  static let commands: [NetworkCommand] = [
    setting.getter(),
    setting.changer(
      "Set", synopsis: "Changes the number of queues in which network adapters receive.",
      lines: """
        NumberOfReceiveQueues UInt32
        Enabled Boolean
        ~Profile String
        ~BaseProcessorGroup UInt16 = BaseG
        ~BaseProcessorNumber Byte = BaseN
        ~MaxProcessorGroup UInt16 = MaxG
        ~MaxProcessorNumber Byte = MaxN
        ~MaxProcessors UInt32 = Max
        ~NumaNode UInt16
        """
    ) { adapter, invocation, state in
      let (count, isOn) = (invocation.bound.integer("NumberOfReceiveQueues"), invocation.bound.boolean("Enabled"))
      if isOn == false, let count, count > 1 {
        throw NetworkFailure.argument(
          "Invalid parameter NumberOfReceiveQueues '\(count)': without receive side scaling there is one.",
          target: CimClass.adapter.target)
      }
      if let count {
        try set(adapter, count: count, state)
      } else if let isOn {
        try set(adapter, isOn: isOn, state)
      }
    },
    setting.changer("Enable", synopsis: "Lets network adapters receive in several queues.", lines: "") {
      adapter, _, state in
      try set(adapter, isOn: true, state)
    },
    setting.changer("Disable", synopsis: "Lets network adapters receive in one queue.", lines: "") {
      adapter, _, state in
      try set(adapter, isOn: false, state)
    },
  ]

  /// As many queues as there can be, or one; several stay as they are.
  static func set(_ adapter: Adapter, isOn: Bool, _ state: NetworkState) throws {
    guard let found = channels(adapter), (found.receiving > 1) != isOn else { return }
    try set(adapter, count: isOn ? Int64(found.receivingLimit) : 1, state)
  }

  static func set(_ adapter: Adapter, count: Int64, _ state: NetworkState) throws {
    guard let found = channels(adapter), Int64(found.receiving) != count else { return }
    guard 1...Int64(found.receivingLimit) ~= count else {
      throw NetworkFailure.argument(
        "Invalid parameter NumberOfReceiveQueues '\(count)': '\(adapter.name)' has 1 to \(found.receivingLimit).",
        target: CimClass.adapter.target)
    }
    try OriginalSettings(adapter, state.environment).remember(["queues": String(found.receiving)])
    try found.set(receiving: Int(count), on: adapter.interface)
  }

  /// The queues in use and the most there can be; nil for an adapter that has only one.
  static func queues(_ adapter: Adapter) -> (used: Int, limit: Int)? {
    channels(adapter).map { ($0.receiving, $0.receivingLimit) }
  }
}
