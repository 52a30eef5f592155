internal import Glibc

/// An IPv4 address and a port.
package struct CostPeer: Hashable, Sendable, CustomStringConvertible {
  var address: in_addr_t
  package var port: UInt16

  /// - Parameter text: `10.77.0.1:4711`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var address = in_addr()
    guard parts.count == 2, let port = UInt16(parts[1]), inet_pton(AF_INET, String(parts[0]), &address) == 1 else {
      return nil
    }
    self.address = address.s_addr
    self.port = port
  }

  package var description: String {
    let bytes = withUnsafeBytes(of: address) { $0.map(String.init) }
    return bytes.joined(separator: ".") + ":\(port)"
  }

  func withAddress<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = address
    return withUnsafePointer(to: &name) { pointer in
      // SAFETY: a sockaddr_in begins as a sockaddr does, and its size goes with it.
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
