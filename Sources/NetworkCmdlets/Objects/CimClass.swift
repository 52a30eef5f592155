internal import PowerShell

/// A class of root/StandardCimv2, by its name: `MSFT_NetIPAddress`.
struct CimClass: Sendable {
  let name: String

  static let adapter = CimClass(name: "MSFT_NetAdapter")
  static let statistics = CimClass(name: "MSFT_NetAdapterStatisticsSettingData")
  static let binding = CimClass(name: "MSFT_NetAdapterBindingSettingData")
  static let advancedProperty = CimClass(name: "MSFT_NetAdapterAdvancedPropertySettingData")
  static let address = CimClass(name: "MSFT_NetIPAddress")
  static let interface = CimClass(name: "MSFT_NetIPInterface")
  static let route = CimClass(name: "MSFT_NetRoute")
  static let neighbor = CimClass(name: "MSFT_NetNeighbor")
  static let connection = CimClass(name: "MSFT_NetTCPConnection")
  static let endpoint = CimClass(name: "MSFT_NetUDPEndpoint")
  static let servers = CimClass(name: "MSFT_DNSClientServerAddress")
  static let client = CimClass(name: "MSFT_DNSClient")

  /// The name of the type that its instances have.
  var typeName: String { "Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/\(name)" }

  /// What an error about the class itself has for its target: `(NAME:ROOT/StandardCimv2/NAME)`.
  var target: Value {
    .object(HostObject(TypeReference("ROOT/StandardCimv2/\(name)"), payload: name) { _ in name })
  }

  /// An instance.
  func make(_ properties: KeyValuePairs<String, Value>) -> PropertyBag {
    let bag = PropertyBag(type: NetworkTypes.cimInstance)
    for (name, value) in properties { bag[name] = value }
    bag.addedMembers().typeNames = [
      typeName, "Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2",
      "Microsoft.Management.Infrastructure.CimInstance#\(name)",
      NetworkTypes.cimInstance.name,
    ]
    return bag
  }
}

extension EnumType {
  /// A value as the language has it.
  func value(_ raw: Int64) -> Value { .enumeration(EnumValue(self, raw)) }
}

extension PropertyBag {
  func text(_ name: String) -> String? {
    guard let value = self[name], !value.isNull else { return nil }
    return try? value.displayString()
  }

  func integer(_ name: String) -> Int? { self[name]?.integerValue.map { Int(clamping: $0) } }
}

extension Value {
  static func uint32(_ number: some BinaryInteger) -> Value { .integer(SizedInteger(UInt32(clamping: number))) }
  static func uint64(_ number: some BinaryInteger) -> Value { .integer(SizedInteger(UInt64(clamping: number))) }
  static func uint16(_ number: some BinaryInteger) -> Value { .integer(SizedInteger(UInt16(clamping: number))) }
  static func uint8(_ number: some BinaryInteger) -> Value { .integer(SizedInteger(UInt8(clamping: number))) }

  /// Strings as an array of strings.
  static func strings(_ texts: some Sequence<String>) -> Value {
    .array(ArrayObject(texts.map { .string($0) }, of: BuiltInType.string))
  }

  static func optional(_ text: String?) -> Value { text.map { .string($0) } ?? .null }
}
