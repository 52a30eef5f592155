/// What only an adapter's driver knows (linux/ethtool.h). Asked through a socket, so it is that of the network
/// namespace of the calling thread, where /sys shows the one in which it was mounted.
package struct EthernetDevice: Sendable, Hashable {
  /// `virtio_net`; nil when the driver does not tell.
  package var driver: String?
  /// Version of the driver; mostly that of the kernel.
  package var driverVersion: String?
  /// Where it sits: `0000:00:03.0`.
  package var bus: String?
  /// Mbit/s; nil when there is none, as with virtual adapters or without a cable.
  package var speed: Int?
  /// Both ways at once; nil when the driver does not tell.
  package var isFullDuplex: Bool?

  /// Asks the driver; what it does not answer is nil.
  /// - Parameter interface: the Linux name, at most 15 bytes.
  package init(interface: String) {
    let control = EthernetControl(interface: interface)
    func ask(_ command: UInt32, size: Int) -> NetlinkBytes? {
      try? control.ask(EthernetControl.words(command) + [UInt8](repeating: 0, count: size - 4), "ask \(interface)")
    }
    // struct ethtool_drvinfo: cmd 4, driver 32, version 32, fw 32, bus 32, …; 196 bytes.
    if let answer = ask(0x3, size: 196) {
      driver = answer.part(4, 32)?.text.nonEmpty
      driverVersion = answer.part(36, 32)?.text.nonEmpty
      bus = answer.part(100, 32)?.text.nonEmpty
    }
    // struct ethtool_cmd: speed at 12 (low half) and 28 (high half), duplex at 14; 44 bytes.
    if let answer = ask(0x1, size: 44), let low: UInt16 = answer.number(at: 12),
      let high: UInt16 = answer.number(at: 28), let duplex = answer.uint8(at: 14)
    {
      let speed = UInt32(high) << 16 | UInt32(low)
      if speed != 0, speed != 0xFFFF, speed < UInt32(Int32.max) { self.speed = Int(speed) }
      isFullDuplex = duplex == 255 ? nil : duplex == 1
    }
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty || self == "N/A" ? nil : self }
}
