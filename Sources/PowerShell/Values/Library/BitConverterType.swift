/// System.BitConverter. The least significant byte comes first.
enum BitConverterType {
  private static func bytes(_ arguments: [Value], _ count: Int) throws -> [UInt8] {
    let bytes = try ConvertMembers.bytes(arguments, 0)
    let start = arguments.count > 1 ? try arguments.int(1, "startIndex") : 0
    guard start >= 0, start <= bytes.count, count <= bytes.count - start else {
      throw PowerShellError.argument(
        "Destination array is not long enough to copy all the items in the collection. Check array index and length.")
    }
    return Array(bytes[start..<(start + count)])
  }

  private static func bits(_ arguments: [Value], _ count: Int) throws -> UInt64 {
    try bytes(arguments, count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func array(_ bits: UInt64, _ count: Int) -> Value {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: bits >> UInt64($0 * 8)) }
    return .array(ArrayObject(bytes.map { .integer(SizedInteger($0)) }, of: BuiltInType.uint8))
  }

  static let type = TypeReference(
    "System.BitConverter", .staticOnly, base: BuiltInType.object,
    members: MemberTable(
      staticProperties: [Property("IsLittleEndian") { _, _ in true }],
      staticMethods: [
        Method("ToString", 1...3) { _, arguments, _ in
          let all = try ConvertMembers.bytes(arguments, 0)
          let start = arguments.count > 1 ? try arguments.int(1, "startIndex") : 0
          let count = arguments.count > 2 ? try arguments.int(2, "length") : all.count - start
          guard start >= 0, count >= 0, start <= all.count, count <= all.count - start else {
            throw StringMembers.outOfRange("startIndex")
          }
          let pairs = all[start..<(start + count)].map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
          }
          return .string(pairs.joined(separator: "-"))
        },
        Method("GetBytes", 1) { _, arguments, _ in
          switch arguments[0].unwrapped {
          case .boolean(let flag): return array(flag ? 1 : 0, 1)
          case .character(let unit): return array(UInt64(unit), 2)
          case .int32(let number): return array(UInt64(UInt32(bitPattern: number)), 4)
          case .int64(let number): return array(UInt64(bitPattern: number), 8)
          case .integer(let number): return array(number.bits, number.width / 8)
          case .double(let number): return array(number.bitPattern, 8)
          case .single(let number): return array(UInt64(number.bitPattern), 4)
          default: throw PowerShellError.argument("The value has no bytes that could be given.")
          }
        },
        Method("ToInt16", 2) { _, arguments, _ in
          .integer(SizedInteger(Int16(truncatingIfNeeded: try bits(arguments, 2))))
        },
        Method("ToUInt16", 2) { _, arguments, _ in
          .integer(SizedInteger(UInt16(truncatingIfNeeded: try bits(arguments, 2))))
        },
        Method("ToInt32", 2) { _, arguments, _ in .int32(Int32(truncatingIfNeeded: try bits(arguments, 4))) },
        Method("ToUInt32", 2) { _, arguments, _ in
          .integer(SizedInteger(UInt32(truncatingIfNeeded: try bits(arguments, 4))))
        },
        Method("ToInt64", 2) { _, arguments, _ in .int64(Int64(bitPattern: try bits(arguments, 8))) },
        Method("ToUInt64", 2) { _, arguments, _ in .integer(SizedInteger(try bits(arguments, 8))) },
        Method("ToDouble", 2) { _, arguments, _ in .double(Double(bitPattern: try bits(arguments, 8))) },
        Method("ToSingle", 2) { _, arguments, _ in
          .single(Float(bitPattern: UInt32(truncatingIfNeeded: try bits(arguments, 4))))
        },
        Method("ToBoolean", 2) { _, arguments, _ in .boolean(try bits(arguments, 1) != 0) },
      ]))
}
