public import Ethernet

extension [MACAddress] {
  /// Most addresses beside its own that an adapter without spoofing may be allowed.
  public static var allowedLimit: Int { 64 }

  /// Everything that is wrong with the addresses that an adapter may send from beside its own, each with its path behind
  /// `path`: `allowedMACAddresses[2]: ...`.
  package func allowedProblems(_ path: String, own: MACAddress?, macAddressSpoofing: OnOffState) -> [String] {
    guard count <= Self.allowedLimit else { return ["\(path): \(count) addresses are more than \(Self.allowedLimit)"] }
    var found: [String] = []
    if !isEmpty, macAddressSpoofing == .on {
      found.append("\(path): only with MAC address spoofing Off; with On the adapter may send from any address")
    }
    for (index, address) in enumerated() {
      if address.isMulticast || address == .zero {
        found.append("\(path)[\(index)]: \(address) is not the address of one adapter")
      }
      if address == own { found.append("\(path)[\(index)]: \(address) is the adapter's own") }
      if self[..<index].contains(address) { found.append("\(path)[\(index)]: \(address) is listed twice") }
    }
    return found
  }
}
