/// An integer of a size other than 32 and 64 bits signed.
package struct SizedInteger: Hashable, Sendable {
  /// The sizes, in the order in which .NET's type codes rank them.
  package enum Kind: UInt8, Sendable {
    case int8, uint8, int16, uint16, uint32, uint64
  }

  package let kind: Kind
  /// The two's complement, sign-extended to 64 bits.
  package let bits: UInt64

  package init(_ value: Int8) { (kind, bits) = (.int8, UInt64(bitPattern: Int64(value))) }
  package init(_ value: UInt8) { (kind, bits) = (.uint8, UInt64(value)) }
  package init(_ value: Int16) { (kind, bits) = (.int16, UInt64(bitPattern: Int64(value))) }
  package init(_ value: UInt16) { (kind, bits) = (.uint16, UInt64(value)) }
  package init(_ value: UInt32) { (kind, bits) = (.uint32, UInt64(value)) }
  package init(_ value: UInt64) { (kind, bits) = (.uint64, value) }

  package var isSigned: Bool { kind == .int8 || kind == .int16 }

  /// Nil for a `uint64` above the largest `int64`.
  package var int64: Int64? { kind == .uint64 ? Int64(exactly: bits) : Int64(bitPattern: bits) }

  package var double: Double { isSigned ? Double(Int64(bitPattern: bits)) : Double(bits) }

  package var text: String { isSigned ? String(Int64(bitPattern: bits)) : String(bits) }
}
