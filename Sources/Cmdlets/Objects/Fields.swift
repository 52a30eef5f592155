internal import Ethernet
internal import FoundationEssentials
internal import HyperV
internal import PowerShell

/// Makes the properties of a type whose objects carry a `Payload`.
struct Fields<Payload: Sendable>: Sendable {
  /// A property that is read from the payload each time.
  func callAsFunction(_ name: String, _ get: @escaping @Sendable (Payload) throws -> Value) -> Property {
    Property(name) { value, _ in
      guard let payload = value.payload(as: Payload.self) else { return .null }
      return try get(payload)
    }
  }

  /// A property that is the same for every object.
  func callAsFunction(_ name: String, _ constant: Value) -> Property { Property(name) { _, _ in constant } }
}

extension Value {
  static func guid(_ id: UUID) -> Value { Guid(id.uuidString).map { .guid($0) } ?? .null }

  /// An integer that is unsigned on Windows.
  static func unsigned(_ number: UInt32) -> Value { .integer(SizedInteger(number)) }
  static func unsigned(_ number: UInt64) -> Value { .integer(SizedInteger(number)) }
  static func unsigned(_ number: UInt16) -> Value { .integer(SizedInteger(number)) }

  static func text(_ text: String?) -> Value { text.map { .string($0) } ?? .null }

  static func list(_ texts: [String]) -> Value { .array(texts.map { .string($0) }) }

  static func seconds(_ seconds: Double) -> Value {
    .timeSpan(TimeSpan(max(0, seconds), unit: TimeSpan.ticksPerSecond) ?? .zero)
  }

  static func onOff(_ state: OnOffState) -> Value { HyperVEnum.value(HyperVEnum.onOff, state.rawValue) }
}

extension MACAddress {
  /// As Get-VMNetworkAdapter shows it: `00155D000411`.
  var bare: String { description.filter { $0.isHexDigit }.uppercased() }
}

extension OnOffState {
  init(_ value: EnumValue) { self = value.text == OnOffState.on.rawValue ? .on : .off }
}
