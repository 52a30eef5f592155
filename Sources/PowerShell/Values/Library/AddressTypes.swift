/// System.Net.IPAddress and what goes with it.
enum AddressTypes {
  static let family = EnumType("System.Net.Sockets.AddressFamily", [("InterNetwork", 2), ("InterNetworkV6", 23)])

  private static func bytes(_ value: Value) -> [UInt8] { value.payload(as: InternetAddress.self)?.bytes ?? [] }

  static func make(_ address: InternetAddress) -> Value {
    .object(HostObject(type, payload: address) { ($0 as? InternetAddress)?.text })
  }

  private static func parse(_ text: String) throws -> Value {
    guard let address = InternetAddress(text) else {
      throw PowerShellError.format("An invalid IP address was specified.")
    }
    return make(address)
  }

  private static func constant(_ name: String, _ text: String) -> Property {
    Property(name) { _, _ in try parse(text) }
  }

  static let type: TypeReference = TypeReference(
    "System.Net.IPAddress", base: BuiltInType.object,
    members: MemberTable(
      properties: [
        Property("Address") { value, _ in
          let bytes = bytes(value)
          guard bytes.count == 4 else { return .null }
          return .int64(bytes.reversed().reduce(0) { $0 << 8 | Int64($1) })
        },
        Property("AddressFamily") { value, _ in
          .enumeration(EnumValue(family, bytes(value).count == 4 ? 2 : 23))
        },
        Property("IPAddressToString") { value, _ in
          .string(value.payload(as: InternetAddress.self)?.text ?? "")
        },
        Property("IsIPv6LinkLocal") { value, _ in
          let bytes = bytes(value)
          return .boolean(bytes.count == 16 && bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80)
        },
      ],
      methods: [
        Method("GetAddressBytes", 0) { value, _, _ in
          .array(ArrayObject(bytes(value).map { .integer(SizedInteger($0)) }, of: BuiltInType.uint8))
        },
        Method("Equals", 1) { value, arguments, _ in
          .boolean(bytes(value) == bytes(arguments[0]))
        },
      ],
      staticProperties: [
        constant("Any", "0.0.0.0"), constant("Loopback", "127.0.0.1"), constant("Broadcast", "255.255.255.255"),
        constant("None", "255.255.255.255"), constant("IPv6Any", "::"), constant("IPv6Loopback", "::1"),
      ],
      staticMethods: [
        Method("Parse", 1) { _, arguments, _ in try parse(arguments.text(0)) },
        Method("TryParse", 2) { _, arguments, _ in
          let address = InternetAddress(try arguments.text(0))
          Reference.set(arguments[1], address.map(make) ?? .null)
          return .boolean(address != nil)
        },
        Method("IsLoopback", 1) { _, arguments, _ in
          let bytes = bytes(arguments[0])
          return .boolean(bytes.first == 127 && bytes.count == 4 || bytes == InternetAddress("::1")?.bytes)
        },
      ],
      constructor: Method("IPAddress", 1) { _, arguments, _ in
        if let number = arguments[0].integerValue {
          return make(InternetAddress((0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }))
        }
        let bytes = try ConvertMembers.bytes(arguments, 0)
        guard bytes.count == 4 || bytes.count == 16 else {
          throw PowerShellError.argument("An invalid IP address was specified.\nParameter name: address")
        }
        return make(InternetAddress(bytes))
      },
      convert: { value, context in
        if let number = value.integerValue {
          return make(InternetAddress((0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }))
        }
        guard case .string(let text) = value.unwrapped else { return nil }
        guard let address = InternetAddress(text) else {
          throw ConversionError.refused(
            value, to: type, id: "InvalidCastParseTargetInvocation", "An invalid IP address was specified.")
        }
        return make(address)
      }))

  static let dns = TypeReference(
    "System.Net.Dns", .staticOnly, base: BuiltInType.object,
    members: MemberTable(staticMethods: [
      Method("GetHostName", 0) { _, _, context in .string(context.machineName()) }
    ]))
}

/// An address of the internet protocol, version 4 or 6.
struct InternetAddress: Hashable, Sendable {
  /// 4 or 16.
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Nil for what is no address. IPv4 addresses may have .NET's shorter forms (inet_aton).
  init?(_ text: String) {
    if let bytes = Self.numbers(text) ?? Self.version6(text) { self.bytes = bytes } else { return nil }
  }

  /// One to four parts, decimal, octal (`010`) or hexadecimal (`0x7f`), the last of which fills what is left.
  private static func numbers(_ text: String) -> [UInt8]? {
    guard text.utf8.count <= 60 else { return nil }
    let parts = text.lowercased().split(separator: ".", omittingEmptySubsequences: false).map { part in
      let (digits, radix): (Substring, Int) =
        part.hasPrefix("0x")
        ? (part.dropFirst(2), 16) : part.hasPrefix("0") && part.utf8.count > 1 ? (part, 8) : (part, 10)
      return digits.hasPrefix("+") || digits.hasPrefix("-") ? nil : UInt32(digits, radix: radix)
    }
    guard 1...4 ~= parts.count, let last = parts.last ?? nil else { return nil }
    let head = parts.dropLast().compactMap { number in number.flatMap { UInt8(exactly: $0) } }
    let left = 5 - parts.count
    guard head.count == parts.count - 1, left == 4 || last < 1 << UInt32(8 * left) else { return nil }
    return head + (1...left).reversed().map { UInt8(truncatingIfNeeded: last >> UInt32(8 * ($0 - 1))) }
  }

  private static func version4(_ text: some StringProtocol) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let bytes = parts.compactMap { part in
      part.utf8.count <= 3 && part.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? UInt8(part) : nil
    }
    return bytes.count == 4 ? bytes : nil
  }

  private static func version6(_ text: String) -> [UInt8]? {
    guard text.utf8.count <= 45, text.contains(":") else { return nil }
    let bare = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)[0]
    let halves = Self.halves(bare)
    guard halves.count <= 2 else { return nil }
    let groups = halves.map(Self.groups)
    guard let head = groups[0] else { return nil }
    guard groups.count == 2 else { return head.count == 16 ? head : nil }
    guard let tail = groups[1], head.count + tail.count <= 14 else { return nil }
    return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  /// What stands before and after `::`.
  private static func halves(_ text: Substring) -> [Substring] {
    var halves: [Substring] = []
    var start = text.startIndex
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index)
      if text[index] == ":", next < text.endIndex, text[next] == ":" {
        halves.append(text[start..<index])
        start = text.index(after: next)
        index = start
      } else {
        index = next
      }
    }
    return halves + [text[start...]]
  }

  private static func groups(_ text: Substring) -> [UInt8]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains(".") {
        guard let last = version4(part) else { return nil }
        bytes += last
      } else {
        guard 1...4 ~= part.utf8.count, let group = UInt16(part, radix: 16) else { return nil }
        bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
      }
    }
    return bytes
  }

  /// The form of RFC 5952: the longest run of zero groups is left out.
  var text: String {
    if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
    let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
    var best = 0..<0
    var start: Int?
    for index in 0...8 {
      if index < 8, groups[index] == 0 {
        start = start ?? index
      } else if let from = start {
        if index - from > best.count { best = from..<index }
        start = nil
      }
    }
    func joined(_ part: ArraySlice<UInt16>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard best.count > 1 else { return joined(groups[...]) }
    return joined(groups[..<best.lowerBound]) + "::" + joined(groups[best.upperBound...])
  }
}
