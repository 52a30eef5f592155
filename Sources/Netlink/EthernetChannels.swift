/// An adapter's queues (ETHTOOL_GCHANNELS): each is served by a processor of its own.
package struct EthernetChannels: Sendable, Hashable {
  /// The most queues of each kind; combined ones receive and send.
  package let receiveLimit: Int
  package let combinedLimit: Int
  /// Those in use.
  package var receive: Int
  package var combined: Int
  private let words: [UInt32]

  /// Asks an adapter.
  ///
  /// - Parameter interface: the Linux name.
  /// - Throws: NetlinkError; EOPNOTSUPP for an adapter without such a setting.
  package init(interface: String) throws {
    // cmd, then the most of: receive, transmit, other, combined; then those in use in the same order.
    let answer = try EthernetControl(interface: interface).ask(
      EthernetControl.words(0x3C, 0, 0, 0, 0, 0, 0, 0, 0), "read the queues of \(interface)")
    let words = (0..<9).map { answer.number(at: $0 * 4) ?? UInt32(0) }
    receiveLimit = Int(words[1])
    combinedLimit = Int(words[4])
    receive = Int(words[5])
    combined = Int(words[8])
    self.words = words
  }

  /// Queues that receive, and the most that can.
  package var receiving: Int { receive + combined }
  package var receivingLimit: Int { max(receiveLimit, combinedLimit) }

  /// Lets an adapter receive in that many queues: in combined ones where it has such.
  ///
  /// - Throws: NetlinkError; EINVAL for more than it has.
  package func set(receiving count: Int, on interface: String) throws {
    var changed = words
    changed[0] = 0x3D
    if combinedLimit > 0 { changed[8] = UInt32(clamping: count) } else { changed[5] = UInt32(clamping: count) }
    try EthernetControl(interface: interface).ask(
      changed.flatMap { NetlinkRequest.bytes($0) }, "set the queues of \(interface) to \(count)")
  }
}
