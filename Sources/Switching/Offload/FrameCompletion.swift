internal import Ethernet

// Theory of operation
//
// Makes of a frame and its offload header the frames that a receiver takes, when `OffloadCapabilities.accept` says that
// it does not take the frame as it is:
//
//   * A missing checksum is filled in.
//   * TCP (TSO) and UDP (USO) are cut into segments of the size that the header tells. Each gets the headers of the whole
//     with its own lengths, IPv4 identification (counting up), TCP sequence number and checksums. FIN and PSH stay on the
//     last segment, CWR on the first (RFC 3168 6.1.2).
//   * A datagram of UFO becomes IP fragments (FrameCompletion+Fragments.swift).
//
// Where the receiver takes missing checksums, segments leave with theirs missing too: only the pseudo header's sum is in
// the field, and the payload is not read.
//
// The source is read only, and it is private memory: a guest cannot change it meanwhile. The frames are made one after
// the other in one scratch buffer of 64 KiB, allocated once; of it only the pages that were written take memory, which
// with segments of 1514 bytes is one. A header that contradicts its frame is refused before anything is delivered; all
// reads go through checked accessors. One call delivers at most 1366 frames (`OffloadHeader.segmentLimit`).

/// Completes frames for receivers that cannot.
package struct FrameCompletion: ~Copyable {
  /// Bytes of the longest frame that can be made: 65535 from the IP header on, behind two VLAN tags.
  package static let longestFrame = 65535 + EthernetHeader.length + 2 * EthernetHeader.tagLength

  var scratch = ScratchBuffer(count: FrameCompletion.longestFrame)
  /// The next identification of a fragmented datagram that brings none.
  var identification: UInt32

  /// - Parameter identification: where the identifications of fragmented datagrams start; chance where nobody should
  ///   foresee them.
  package init(identification: UInt32 = .random(in: 0...UInt32.max)) { self.identification = identification }

  /// Delivers `frame` as frames that need nothing that `capabilities` do not have. A delivered frame is valid only
  /// during `deliver`.
  /// - Parameter longest: Bytes that a frame may have on the receiver's side; a segment in a frame that is accepted
  ///   uncut, likewise.
  /// - Returns: How many frames were delivered. 0: header and frame contradict each other, or a frame would be too long.
  package mutating func complete(
    _ frame: RawSpan, _ offload: OffloadHeader, for capabilities: OffloadCapabilities, longest: Int,
    deliver: (RawSpan, OffloadHeader) -> Void
  ) -> Int {
    let longest = min(longest, Self.longestFrame)
    if capabilities.accept(offload, in: frame) {
      guard offload.isComplete || offload.isConsistent(with: frame), offload.longestFrame(of: frame) <= longest else {
        return 0
      }
      deliver(frame, offload)
      return 1
    }
    guard let layout = HeaderLayout(frame) else { return 0 }
    switch offload.kind {
    case .none:
      guard frame.byteCount <= longest, let checked = offload.checked(against: frame) else { return 0 }
      fillChecksum(frame, checked)
      scratch.withBytes(0..<frame.byteCount) { deliver($0, .complete) }
      return 1
    case .tcpIPv4, .tcpIPv6, .udp:
      return segment(frame, layout, offload, capabilities.contains(.checksum), longest, deliver)
    case .udpFragment: return fragment(frame, layout, offload, longest, deliver)
    }
  }

  /// Copies a frame into the scratch buffer with its checksum filled in. A result of 0 is written as 0xFFFF, which means
  /// the same and is not UDP's "none".
  private mutating func fillChecksum(_ frame: RawSpan, _ offload: OffloadHeader) {
    let start = Int(offload.checksumStart)
    scratch.copy(frame, at: 0)
    var sum = InternetChecksum()
    sum.add(frame.extracting(start..<frame.byteCount))
    scratch.put(sum.value == 0 ? 0xFFFF : sum.value, at: start + Int(offload.checksumOffset))
  }

  /// The sum over the addresses, protocol and length that come before transport header and payload.
  static func pseudoHeader(_ frame: RawSpan, _ layout: HeaderLayout, length: Int) -> InternetChecksum {
    var sum = InternetChecksum()
    let addresses = layout.isIPv6 ? 8..<40 : 12..<20
    sum.add(frame.extracting((layout.network + addresses.lowerBound)..<(layout.network + addresses.upperBound)))
    sum.add(UInt16(layout.payloadProtocol))
    sum.add(UInt32(truncatingIfNeeded: length))
    return sum
  }
}
