internal import Ethernet

/// Frames of a capture, a line each:
///
///     21:05:33.123456 in   00-15-5D-00-04-01 > FF-FF-FF-FF-FF-FF  ARP request who has 10.0.0.2, says 10.0.0.1, 42 bytes
///     21:05:33.123460 out  00-15-5D-00-04-01 > 00-15-5D-00-04-02  IPv4 TCP 10.0.0.1.40000 > 10.0.0.2.80, 74 bytes
public struct CaptureText: Sendable {
  private let style: OutputStyle
  /// Seconds of local time ahead of UTC.
  private let secondsFromUTC: Int
  private let naming: Bool

  /// - Parameter naming: say on each line which port it was: for captures of more than one.
  public init(style: OutputStyle, secondsFromUTC: Int, naming: Bool) {
    self.style = style
    self.secondsFromUTC = secondsFromUTC
    self.naming = naming
  }

  public func line(_ frame: CapturedFrame) -> String {
    var words = [style.paint(time(frame.nanoseconds), .faint)]
    if naming { words.append(style.paint(frame.port.printable, .name)) }
    words.append((frame.direction?.rawValue ?? "").padded(to: 4))
    words.append(frame.bytes.withRawSpan { Self.describe($0) } + ", \(frame.length) bytes")
    if let comment = frame.comment { words.append(" " + style.paint(comment.printable, .bad)) }
    let line = words.joined(separator: " ")
    guard frame.lost > 0 else { return line }
    return style.paint("\(Quantity.counted(frame.lost, "frame")) lost to the capture here", .attention) + "\n" + line
  }

  /// `21:05:33.123456`
  private func time(_ nanoseconds: UInt64) -> String {
    let seconds = Int(truncatingIfNeeded: nanoseconds / 1_000_000_000) &+ secondsFromUTC
    let ofDay = (seconds % 86400 + 86400) % 86400
    let parts = [ofDay / 3600, ofDay / 60 % 60, ofDay % 60].map { Self.digits($0, 2) }
    return parts.joined(separator: ":") + "." + Self.digits(Int(nanoseconds / 1000 % 1_000_000), 6)
  }

  private static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func describe(_ frame: RawSpan) -> String {
    let words = FrameDescription(frame).text
    guard let header = EthernetHeader(frame) else { return words }
    let ends = "\(header.source) > \(header.destination)  \(words)"
    return [ends, details(frame, header)].compactMap { $0 }.joined(separator: " ")
  }

  /// The addresses that the frame carries inside.
  private static func details(_ frame: RawSpan, _ header: EthernetHeader) -> String? {
    switch header.etherType {
    case .arp:
      guard let packet = ARPPacket(frame, at: header.payloadOffset) else { return nil }
      return packet.operation == ARPPacket.Operation.reply.rawValue
        ? "\(packet.senderAddress) is at \(packet.senderMAC)"
        : "who has \(packet.targetAddress), says \(packet.senderAddress)"
    case .ipv4:
      guard let packet = IPv4Header(frame, at: header.payloadOffset) else { return nil }
      let offset = packet.fragmentOffset == 0 ? packet.payloadOffset : nil
      return ends(
        "\(packet.source)", "\(packet.destination)", ports(frame, packet.payloadProtocol, offset))
    case .ipv6:
      guard let packet = IPv6Header(frame, at: header.payloadOffset),
        let source = frame.ipv6Address(at: header.payloadOffset + 8),
        let destination = frame.ipv6Address(at: header.payloadOffset + 24)
      else { return nil }
      let offset = packet.isLaterFragment ? nil : packet.payloadOffset
      return ends("\(source)", "\(destination)", ports(frame, packet.payloadProtocol, offset))
    default: return nil
    }
  }

  private static func ends(
    _ source: String, _ destination: String, _ ports: (source: UInt16, destination: UInt16)?
  ) -> String {
    guard let ports else { return "\(source) > \(destination)" }
    return "\(source).\(ports.source) > \(destination).\(ports.destination)"
  }

  private static func ports(
    _ frame: RawSpan, _ transport: IPProtocol, _ offset: Int?
  ) -> (source: UInt16, destination: UInt16)? {
    guard transport == .tcp || transport == .udp, let offset, let source = frame.uint16(at: offset),
      let destination = frame.uint16(at: offset + 2)
    else { return nil }
    return (source, destination)
  }
}
