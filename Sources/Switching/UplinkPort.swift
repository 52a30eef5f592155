internal import CDroste
internal import Ethernet
internal import Glibc
internal import HyperV

// Theory of operation
//
// A port to a physical adapter through a raw packet socket: promiscuous, without the frames that this host itself sends.
// The host's stack is kept off the adapter by the service (an nftables chain at the ingress hook, behind packet
// sockets), not here.
//
// Received frames are completed (see Segmentation.swift) before they are delivered. Sent frames are complete already.
//
// When the adapter goes down, the socket reports ENETDOWN once and then stays silent, also when the adapter is removed
// afterwards. So from then on a timer looks once per second: up again, and the same socket goes on; removed, and
// `receive` throws, after which the switch makes the port anew as soon as an adapter of that name is there.

final class UplinkPort: PortEndpoint {
  private static let lookMilliseconds = 1000

  private let socket: Descriptor
  private let epoll: Epoll
  private let timer: Timer
  private let interface: String
  private let ownAddresses: [MACAddress]
  private var completion = FrameCompletion()
  /// The offload header and the largest frame that GRO makes (64 KiB of payload); twice that for good measure.
  private var buffer = [UInt8](repeating: 0, count: 128 << 10)
  private var isDown = false
  private var isClosed = false

  /// - Throws: `DrosteError`: objectNotFound without such an interface, accessDenied without CAP_NET_RAW.
  init(interface: String, ownAddresses: [MACAddress]) throws {
    self.interface = interface
    self.ownAddresses = ownAddresses
    // SAFETY: the function reads the name during the call only.
    let number = unsafe droste_packet_open(interface)
    switch -number {
    case ENODEV:
      throw DrosteError(
        .objectNotFound, "There is no network adapter \"\(interface)\".",
        hint: "Plug it in, or give the switch another adapter.")
    case EPERM, EACCES:
      throw DrosteError(.accessDenied, "A packet socket on \"\(interface)\" needs root.")
    case let error where error > 0:
      throw DrosteError(.unspecified, "A packet socket on \"\(interface)\": \(systemText(error))")
    default: break
    }
    socket = try Descriptor(number, "A packet socket on \"\(interface)\"")
    epoll = try Epoll()
    timer = try Timer()
    try epoll.add(socket.number, token: 0)
    try epoll.add(timer.descriptor, token: 1)
    if !interfaceIsUp(interface) { setDown(true) }
  }

  var descriptor: Int32 { epoll.descriptor }

  var isConnected: Bool {
    if isDown, interfaceIsUp(interface) { setDown(false) }
    return !isDown
  }

  func receive(_ deliver: (RawSpan) -> Void) throws {
    if timer.expired(), isDown { try look() }
    var delivered = 0
    var reads = 0
    while delivered < receiveBatch, reads < receiveBatch {
      reads += 1
      var auxiliary = droste_packet_auxiliary()
      // SAFETY: the function writes at most the buffer's size, and `auxiliary`.
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe droste_packet_receive(socket.number, bytes.baseAddress, bytes.count, &auxiliary)
      }
      guard count >= 0 else {
        switch Int32(-count) {
        case EAGAIN: return
        // The kernel has no virtio kind for this frame's offload, and has dropped it.
        case EINVAL: deliver(RawSpan())
        // Told before the frames that came before it went down.
        case ENETDOWN:
          setDown(true)
          try look()
        default: throw DrosteError(.unavailable, "Reading from \"\(interface)\": \(systemText(Int32(-count)))")
        }
        continue
      }
      guard !isForHost() else { continue }
      let tag = auxiliary.has_vlan != 0 ? VLANTag(type: auxiliary.vlan_tpid, control: auxiliary.vlan_tci) : nil
      let isComplete = completion.complete(&buffer, count: count, tag: tag) { frame in
        delivered += 1
        deliver(frame)
      }
      // Contradictory, cut off, or of an offload kind that is not known: counted as Malformed.
      if !isComplete { deliver(RawSpan()) }
    }
  }

  func send(_ frame: RawSpan) -> SendResult {
    // SAFETY: the function reads the frame during the call only.
    let count = unsafe frame.withUnsafeBytes { bytes in
      unsafe droste_packet_send(socket.number, bytes.baseAddress, bytes.count)
    }
    guard count < 0 else {
      if isDown { setDown(false) }
      return .sent
    }
    switch Int32(-count) {
    case ENETDOWN, ENXIO, ENODEV:
      if !isDown { setDown(true) }
      return .disconnected
    // EAGAIN and ENOBUFS: the socket's or the adapter's queue is full. EMSGSIZE: somebody lowered the adapter's MTU.
    default: return .queueFull
    }
  }

  func flush() {}

  func close() {
    // The descriptors close with the object; out of the set they can no longer wake the switch.
    guard !isClosed else { return }
    isClosed = true
    epoll.remove(socket.number)
    epoll.remove(timer.descriptor)
  }

  /// Whether the frame at the start of the buffer belongs to the host itself.
  private func isForHost() -> Bool {
    guard !ownAddresses.isEmpty else { return false }
    let destination = buffer.withRawSpan { $0.macAddress(at: OffloadHeader.length) }
    return destination.map(ownAddresses.contains) ?? false
  }

  private func setDown(_ down: Bool) {
    isDown = down
    timer.set(milliseconds: down ? Self.lookMilliseconds : 0, every: down ? Self.lookMilliseconds : 0)
  }

  private func look() throws {
    let index = droste_packet_interface(socket.number)
    guard index > 0 else {
      throw DrosteError(.unavailable, "The network adapter \"\(interface)\" was removed.")
    }
    if interfaceIsUp(interface) { setDown(false) }
  }
}
