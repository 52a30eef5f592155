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
// Frames cross with a vnet header of 10 bytes (PACKET_VNET_HDR), so that what GRO merged or a virtual adapter left
// unsegmented comes in whole, and what machines leave to their adapter goes out whole: the adapter or the kernel cuts
// it. A VLAN tag that the kernel took out (PACKET_AUXDATA) is put back here.
//
// Receiving: one call takes up to 16 frames into slots of a page more than 64 KiB (see PacketSlots.swift).
// Sending: frames wait in a queue of 64 and are written with one call (see PacketQueue.swift).
//
// The kernel refuses a frame that is longer than the adapter's MTU, but not a frame whose segments are. So the MTU is
// asked for here, at most once per turn.
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
  private var slots = PacketSlots()
  private var queue = PacketQueue()
  let capabilities: OffloadCapabilities
  private(set) var lostFrames: UInt64 = 0
  /// Bytes of the adapter's longest packet; asked for anew when nil.
  private var mtu: Int?
  private var wantsWrite = false
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
    // The kernel tells nowhere what a packet socket takes. UFO came back with 4.15, before Swift's oldest systems.
    let common: OffloadCapabilities = [.checksum, .tcpIPv4, .tcpIPv6, .ecn, .udpFragment]
    capabilities = droste_kernel_is_at_least(6, 2) != 0 ? common.union([.udpSegment4, .udpSegment6]) : common
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

  func receive(_ deliver: (RawSpan, OffloadHeader) -> Void) throws {
    if timer.expired(), isDown { try look() }
    if wantsWrite { flush() }
    var delivered = 0
    while delivered < receiveBatch {
      let count = slots.receive(from: socket.number)
      guard count > 0 else {
        switch -count {
        case EAGAIN: return
        // The kernel has no virtio kind for this frame's offload, and has dropped it.
        case EINVAL:
          delivered += 1
          deliver(RawSpan(), .complete)
        // Told before the frames that came before it went down.
        case ENETDOWN:
          delivered += 1
          setDown(true)
          try look()
        default: throw DrosteError(.unavailable, "Reading from \"\(interface)\": \(systemText(-count))")
        }
        continue
      }
      delivered += Int(count)
      if isDown, interfaceIsUp(interface) { setDown(false) }
      for index in 0..<Int(count) {
        slots.withFrame(index) { frame, offload in
          guard !isForHost(frame) else { return }
          deliver(frame, offload)
        }
      }
      if count < PacketSlots.count { return }
    }
  }

  func send(_ frame: RawSpan, _ offload: OffloadHeader) -> SendResult {
    guard !isDown else { return .disconnected }
    guard offload.kind == .none || fits(frame, offload) else { return .queueFull }
    if queue.append(frame, offload) { return .sent }
    flush()
    if isDown { return .disconnected }
    if queue.append(frame, offload) { return .sent }
    guard queue.isEmpty, !wantsWrite else { return .queueFull }
    // Longer than the queue: from its own place, at once.
    let header = offload.bytes
    // SAFETY: the function reads header and frame during the call only.
    let status = unsafe header.span.withUnsafeBytes { header in
      unsafe frame.withUnsafeBytes { bytes in
        unsafe droste_packet_send(socket.number, header.baseAddress, bytes.baseAddress, bytes.count)
      }
    }
    guard status < 0 else { return .sent }
    return failed(-status) ? .disconnected : .queueFull
  }

  func flush() {
    mtu = nil
    while !queue.isEmpty {
      let status = queue.write(to: socket.number)
      guard status < 0 else { continue }
      if status == -EAGAIN { return setWantsWrite(true) }
      // That frame is lost; when the adapter is down, so are all.
      lostFrames += failed(-status) ? UInt64(queue.removeAll()) : UInt64(queue.removeFirst())
    }
    setWantsWrite(false)
  }

  func close() {
    // The descriptors close with the object; out of the set they can no longer wake the switch.
    guard !isClosed else { return }
    isClosed = true
    epoll.remove(socket.number)
    epoll.remove(timer.descriptor)
  }

  /// Notes what an error of sending says; whether it is that the adapter is down. Else, ENOBUFS: the adapter's queue is
  /// full. EMSGSIZE: somebody lowered the adapter's MTU.
  private func failed(_ error: Int32) -> Bool {
    guard error == ENETDOWN || error == ENXIO || error == ENODEV else { return false }
    if !isDown { setDown(true) }
    return true
  }

  /// Whether the segments of a frame are as short as the adapter needs them.
  private func fits(_ frame: RawSpan, _ offload: OffloadHeader) -> Bool {
    if mtu == nil {
      // SAFETY: the function reads the name during the call only.
      mtu = Int(unsafe droste_interface_mtu(socket.number, interface))
    }
    let tag = frame.uint16(at: 12) == EtherType.vlan.rawValue ? EthernetHeader.tagLength : 0
    return offload.longestFrame(of: frame) <= (mtu ?? 0) + EthernetHeader.length + tag
  }

  /// Whether the frame belongs to the host itself.
  private func isForHost(_ frame: RawSpan) -> Bool {
    guard !ownAddresses.isEmpty, let destination = frame.macAddress(at: 0) else { return false }
    return ownAddresses.contains(destination)
  }

  private func setWantsWrite(_ wants: Bool) {
    guard wants != wantsWrite else { return }
    wantsWrite = wants
    // Fails only without memory; the next flush tries anew.
    do { try epoll.change(socket.number, token: 0, wants ? [.read, .write] : .read) } catch { wantsWrite = false }
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
