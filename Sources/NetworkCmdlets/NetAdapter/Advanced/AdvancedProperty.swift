internal import Ethernet
internal import Netlink
internal import PowerShell

/// A setting of an adapter under Windows' name for it: `Jumbo Packet`, `*JumboPacket`.
struct AdvancedProperty: Sendable {
  let displayName: String
  let keyword: String
  /// The values that it may have, with what Windows calls them; empty for numbers and addresses.
  var choices: [(value: String, text: String)] = []
  /// What it has now; nil for an adapter without it.
  let read: @Sendable (Adapter) -> String?
  let write: @Sendable (String, Adapter, NetworkState) throws -> Void
  /// What it is called, for the values that are no choice.
  var text: @Sendable (String) -> String = { $0 }
  /// What it has when nothing was changed here; nil: what it has now.
  let original: @Sendable (Adapter, NetworkState) -> String?

  func display(_ value: String) -> String { choices.first { $0.value == value }?.text ?? text(value) }

  /// The value that a display text stands for; nil for none.
  func value(display: String) -> String? {
    choices.isEmpty ? display : choices.first { $0.text.isSameName(as: display) }?.value
  }

  static let all: [AdvancedProperty] =
    [jumboPacket, networkAddress] + checksums + segmentation + [receiveSideScaling]

  /// Bytes of a frame: the MTU and the header's 14.
  private static let jumboPacket = AdvancedProperty(
    displayName: "Jumbo Packet", keyword: "*JumboPacket", read: { String($0.link.mtu + 14) },
    write: { value, adapter, state in
      let digits = value.prefix { $0.isNumber }
      guard let bytes = Int(digits), 82...65_549 ~= bytes, !value.isEmpty else {
        throw refused(value, "Jumbo Packet", "bytes of a frame with its header, 1514 without jumbo packets")
      }
      try OriginalSettings(adapter, state.environment).remember(["mtu": String(adapter.link.mtu)])
      try state.client.setLink(adapter.index, .mtu(bytes - 14))
    }, text: { $0 == "1514" ? "Disabled" : "\($0) Bytes" },
    original: { adapter, state in
      OriginalSettings(adapter, state.environment).all["mtu"].flatMap { Int($0) }.map { String($0 + 14) }
    })

  /// An address of one's own in the place of the hardware's; empty while it has that.
  private static let networkAddress = AdvancedProperty(
    displayName: "Network Address", keyword: "NetworkAddress",
    read: { adapter in
      let link = adapter.link
      guard link.isEthernet, adapter.switchName == nil else { return nil }
      return link.permanentAddress.isEmpty || link.permanentAddress == link.address
        ? "" : adapter.macAddress.filter { $0 != "-" }
    },
    write: { value, adapter, state in
      let hardware = adapter.link.permanentAddress
      let text = value.isEmpty && hardware.count == 6 ? Adapter.dashed(hardware) : value
      guard let address = MACAddress(text), !address.isMulticast, address != .zero else {
        throw refused(value, "Network Address", "the address of one adapter, such as 00155D000411")
      }
      try OriginalSettings(adapter, state.environment).remember(["address": Adapter.dashed(adapter.link.address)])
      let wasUp = adapter.link.isUp
      if wasUp { try state.client.setLink(adapter.index, .up(false)) }
      defer { if wasUp { try? state.client.setLink(adapter.index, .up(true)) } }
      try state.client.setLink(adapter.index, .address(address.octets))
    }, text: { $0.isEmpty ? "--" : $0 },
    original: { adapter, state in OriginalSettings(adapter, state.environment).all["address"] })

  private static let directions: [(value: String, text: String)] = [
    ("0", "Disabled"), ("1", "Tx Enabled"), ("2", "Rx Enabled"), ("3", "Rx & Tx Enabled"),
  ]
  private static let states: [(value: String, text: String)] = [("0", "Disabled"), ("1", "Enabled")]

  private static let checksums = [("TCP", "Tcp"), ("UDP", "Udp")].flatMap { name, prefix in
    ["IPv4", "IPv6"].map { version in
      feature(
        "\(name) Checksum Offload (\(version))", "*\(name)ChecksumOffload\(version)", directions,
        OffloadCommands.checksum, prefix + version)
    }
  }

  private static let segmentation = ["IPv4", "IPv6"].flatMap { version in
    [
      feature("Large Send Offload V2 (\(version))", "*LsoV2\(version)", states, OffloadCommands.largeSend, version),
      feature(
        "Recv Segment Coalescing (\(version))", "*Rsc\(version)", states, OffloadCommands.receiveCoalescing, version),
      feature(
        "UDP Segmentation Offload (\(version))", "*Uso\(version)", states, OffloadCommands.datagramSegmentation, version
      ),
    ]
  }

  private static func feature(
    _ displayName: String, _ keyword: String, _ choices: [(value: String, text: String)], _ offload: Offload,
    _ name: String
  ) -> AdvancedProperty {
    let item = offload.switches.first { $0.name == name } ?? OffloadSwitch(name: name)
    let isDirected = choices.count > 2
    return AdvancedProperty(
      displayName: displayName, keyword: keyword, choices: choices,
      read: { adapter in
        guard let features = AdapterFeatures(adapter), item.isThere(features) else { return nil }
        let direction = item.direction(features)
        return isDirected ? String(direction.rawValue) : direction == .none ? "0" : "1"
      },
      write: { value, adapter, state in
        guard let number = Int(value), choices.contains(where: { $0.value == value }),
          let direction = OffloadSwitch.Direction(rawValue: isDirected ? number : number * 3),
          let features = AdapterFeatures(adapter)
        else { throw refused(value, displayName, choices.map { "\($0.value) (\($0.text))" }.joined(separator: ", ")) }
        try features.set(item.wanted(direction, features), state)
      },
      original: { adapter, state in
        let kept = OriginalSettings(adapter, state.environment).all
        guard let features = AdapterFeatures(adapter) else { return nil }
        func wasOn(_ names: [String]) -> Bool {
          names.contains { kept["feature.\($0)"].map { $0 == "1" } ?? features.isOn([$0]) }
        }
        let direction = OffloadSwitch.Direction(
          send: wasOn(item.send), receive: wasOn(item.receive + item.alsoOff))
        return isDirected ? String(direction.rawValue) : direction == .none ? "0" : "1"
      })
  }

  private static let receiveSideScaling = AdvancedProperty(
    displayName: "Receive Side Scaling", keyword: "*RSS", choices: states,
    read: { adapter in ReceiveSideScaling.queues(adapter).map { $0.used > 1 ? "1" : "0" } },
    write: { value, adapter, state in
      guard value == "0" || value == "1" else {
        throw refused(value, "Receive Side Scaling", "0 (Disabled), 1 (Enabled)")
      }
      try ReceiveSideScaling.set(adapter, isOn: value == "1", state)
    },
    original: { adapter, state in
      OriginalSettings(adapter, state.environment).all["queues"].map { $0 == "1" ? "0" : "1" }
    })

  static func refused(_ value: String, _ name: String, _ wanted: String) -> PowerShellError {
    NetworkFailure.argument(
      "Invalid value '\(value)' of '\(name)': it is \(wanted).", target: CimClass.advancedProperty.target)
  }
}
