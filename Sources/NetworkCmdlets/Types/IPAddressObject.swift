internal import Netlink
internal import PowerShell

/// Addresses as values of the language: its own [System.Net.IPAddress].
enum IPAddressObject {
  static let typeReference = TypeRegistry().find("System.Net.IPAddress") ?? BuiltInType.string

  /// A value that holds an address, without its zone.
  static func make(_ address: IPAddress) -> Value {
    let plain = IPAddress(address.bytes) ?? address
    return Value.string(plain.description).tryConverted(to: typeReference)
  }

  /// Whether a value holds an address.
  static func isAddress(_ value: Value) -> Bool { value.isInstance(of: typeReference) }
}
