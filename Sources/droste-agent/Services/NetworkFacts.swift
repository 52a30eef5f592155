internal import Glibc
internal import GuestLink

extension GuestInterface {
  /// The interfaces without the loopback, in the order in which the kernel made them.
  static func all() -> [GuestInterface] {
    let addresses = addressesByName()
    return names(in: "/sys/class/net").filter { $0 != "lo" }
      .map { (name: $0, index: Int(readSmallFile("/sys/class/net/\($0)/ifindex") ?? "") ?? .max) }
      .sorted { $0.index < $1.index }
      .map { interface($0.name, addresses[$0.name] ?? []) }
  }

  private static func interface(_ name: String, _ addresses: [String]) -> GuestInterface {
    let folder = "/sys/class/net/\(name)"
    let mac = (readSmallFile("\(folder)/address") ?? "").uppercased()
    let flags = readSmallFile("\(folder)/flags").flatMap { UInt32($0.dropFirst(2), radix: 16) } ?? 0
    let lease = addresses.isEmpty ? nil : GuestLease(udhcpc: "/run/udhcpc.\(name)")
    return GuestInterface(
      name: name,
      // Only Ethernet's six bytes; a tunnel has other addresses there, or none.
      macAddress: mac.utf8.count == 17 ? String(mac.map { $0 == ":" ? "-" : $0 }) : "",
      mtu: Int(readSmallFile("\(folder)/mtu") ?? "") ?? 0,
      addresses: addresses,
      isUp: flags & 1 != 0,
      origin: addresses.isEmpty ? nil : lease == nil ? .manual : .dhcp,
      lease: lease)
  }

  private static func addressesByName() -> [String: [String]] {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return [:] }
    defer { freeifaddrs(list) }
    var addresses: [String: [String]] = [:]
    var next = list
    while let entry = next {
      next = entry.pointee.ifa_next
      guard let address = entry.pointee.ifa_addr, let mask = entry.pointee.ifa_netmask,
        address.pointee.sa_family == sa_family_t(AF_INET)
      else { continue }
      // The label of a second address may be `eth0:1`; the interface is what comes before the colon.
      let label = String(cString: entry.pointee.ifa_name)
      let name = String(label.prefix { $0 != ":" })
      addresses[name, default: []].append("\(IPv4Text(ipv4(address)))/\(ipv4(mask).nonzeroBitCount)")
    }
    return addresses
  }

  private static func ipv4(_ address: UnsafeMutablePointer<sockaddr>) -> UInt32 {
    // SAFETY: the family is AF_INET (a netmask has its address's), so getifaddrs put a sockaddr_in there.
    address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt32(bigEndian: $0.pointee.sin_addr.s_addr) }
  }
}

extension GuestRoute {
  /// `/proc/net/route`: hexadecimal words as the processor has them in memory, in network order.
  static func all() -> [GuestRoute] {
    (readSmallFile("/proc/net/route") ?? "").split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split { $0 == "\t" || $0 == " " }
      guard fields.count >= 8, let destination = UInt32(fields[1], radix: 16),
        let gateway = UInt32(fields[2], radix: 16),
        let flags = UInt32(fields[3], radix: 16), let metric = Int(fields[6]), let mask = UInt32(fields[7], radix: 16)
      else { return nil }
      // RTF_UP 1, RTF_GATEWAY 2.
      guard flags & 1 != 0 else { return nil }
      return GuestRoute(
        destination: "\(IPv4Text(UInt32(bigEndian: destination)))/\(mask.nonzeroBitCount)",
        gateway: flags & 2 != 0 ? "\(IPv4Text(UInt32(bigEndian: gateway)))" : nil, interface: String(fields[0]),
        metric: metric)
    }
  }
}

extension GuestLease {
  /// What udhcpc's script wrote: lines `name=value` with udhcpc's own names (serverid, router, dns, lease), or nil when
  /// there is no such file.
  init?(udhcpc path: String) {
    guard let text = readSmallFile(path) else { return nil }
    self.init()
    for line in text.split(separator: "\n") {
      let pair = line.split(separator: "=", maxSplits: 1)
      guard pair.count == 2 else { continue }
      let value = pair[1].filter { $0 != "'" && $0 != "\"" }
      switch pair[0] {
      case "serverid": server = value
      case "router": gateway = value.split(separator: " ").first.map(String.init)
      case "dns": dns = value.split(separator: " ").map(String.init)
      case "lease": seconds = Int(value)
      default: break
      }
    }
  }
}

/// An IPv4 address in dotted form.
struct IPv4Text: CustomStringConvertible {
  var value: UInt32

  init(_ value: UInt32) { self.value = value }

  var description: String {
    stride(from: 24, through: 0, by: -8).map { String(value >> UInt32($0) & 0xFF) }.joined(separator: ".")
  }
}
