internal import Ethernet
internal import HyperV

/// Reads one mapping by its key table: reports what is unknown, missing or of the wrong kind, and hands out what is
/// right. Asking for a key that the table does not have is a mistake in this target, and ends the process.
struct SectionReader {
  /// A value with its place.
  struct Located<Value> {
    let value: Value
    let place: LabPlace
  }

  let section: LabSection
  let path: String
  let place: LabPlace
  private let sink: DiagnosticSink
  private var values: [String: YAMLValue] = [:]

  /// Nil, with an error reported, when `value` is no mapping.
  init?(_ section: LabSection, _ value: YAMLValue, path: String, sink: DiagnosticSink) {
    self.section = section
    self.path = path
    self.sink = sink
    place = .init(path: path, position: value.position)
    guard case .map(let pairs) = value.content else {
      sink.error(place, "\(section.title) is a mapping, found \(value.found)")
      return nil
    }
    let keys = section.keys
    for (key, value) in pairs {
      if keys.contains(where: { $0.name == key.name }) {
        values[key.name] = value
      } else {
        let names = keys.map(\.name)
        sink.error(
          .init(path: Self.join(path, key.name.shortened), position: key.position),
          "\(section.title) has no key \"\(key.name.shortened)\""
            + Self.hint(for: key.name, among: names, or: "; it has \(names.joined(separator: ", "))"))
      }
    }
    for key in keys where key.isRequired && values[key.name] == nil {
      sink.error(place, "\(section.title) needs \(key.name)")
    }
  }

  private static func hint(for name: String, among names: [String], or otherwise: String) -> String {
    let text = Suggestion.text(for: name, among: names)
    return text.isEmpty ? otherwise : text
  }

  private static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// Where `key` stands, or would stand.
  func place(of key: String) -> LabPlace {
    .init(path: Self.join(path, key), position: values[key]?.position ?? place.position)
  }

  func has(_ key: String) -> Bool { values[key] != nil }

  private func kind(_ key: String) -> LabKind {
    guard let entry = section.keys.first(where: { $0.name == key }) else {
      preconditionFailure("no key \(key) in the table of \(section)")
    }
    return entry.kind
  }

  /// The text of a scalar; nil with an error when it is something else or empty.
  private func scalar(_ key: String, _ wanted: String) -> Located<String>? {
    guard let value = values[key] else { return nil }
    let place = place(of: key)
    guard case .scalar(let text, _) = value.content, !value.isNull else {
      sink.error(place, "must be \(wanted), found \(value.found)")
      return nil
    }
    return .init(value: text, place: place)
  }

  private func parsed<Value>(
    _ key: String, _ wanted: String, _ parse: (String) -> Value?
  ) -> Located<Value>? {
    guard let text = scalar(key, wanted) else { return nil }
    guard let value = parse(text.value) else {
      sink.error(text.place, "must be \(wanted), found \"\(text.value.shortened)\"")
      return nil
    }
    return .init(value: value, place: text.place)
  }

  /// Names, labels and paths.
  func text(_ key: String) -> Located<String>? {
    switch kind(key) {
    case .label:
      parsed(key, "1 to 64 letters, digits, \".\", \"_\" or \"-\"") { LabScalars.isLabel($0) ? $0 : nil }
    case .path:
      parsed(key, "a path") { text in text.unicodeScalars.contains { $0.value == 0 } ? nil : text }
    default:
      parsed(key, "1 to \(LabLimits.name) characters without \"/\" and control characters") { text in
        let scalars = text.unicodeScalars
        let isFine =
          (1...LabLimits.name).contains(scalars.count) && !text.allSatisfy(\.isWhitespace)
          && scalars.allSatisfy { $0.value >= 32 && $0.value != 127 && $0 != "/" }
        return isFine ? text : nil
      }
    }
  }

  func boolean(_ key: String) -> Located<Bool>? { parsed(key, "on, off, true or false", LabScalars.boolean) }

  func integer(_ key: String) -> Located<Int>? {
    guard case .integer(let range) = kind(key) else { preconditionFailure("\(key) is no number") }
    guard let number = parsed(key, "a whole number", { Int($0) }) else { return nil }
    guard range.contains(number.value) else {
      sink.error(number.place, "must be \(range.lowerBound) to \(range.upperBound), found \(number.value)")
      return nil
    }
    return number
  }

  func choice(_ key: String) -> Located<String>? {
    guard case .choice(let words) = kind(key) else { preconditionFailure("\(key) is no choice") }
    guard let text = scalar(key, words.joined(separator: ", ")) else { return nil }
    if let word = words.first(where: { $0.lowercased() == text.value.lowercased() }) {
      return .init(value: word, place: text.place)
    }
    sink.error(
      text.place,
      "must be one of \(words.joined(separator: ", ")), found \"\(text.value.shortened)\""
        + Suggestion.text(for: text.value, among: words))
    return nil
  }

  func size(_ key: String) -> Located<UInt64>? { parsed(key, "a size such as 4 GiB or 512 MiB", LabScalars.size) }
  func mac(_ key: String) -> Located<MACAddress>? {
    parsed(key, "a MAC address such as 00-15-5D-00-00-01") { .init($0) }
  }
  func address(_ key: String) -> Located<IPv4Address>? {
    parsed(key, "an IPv4 address such as 192.168.100.1") { .init($0) }
  }
  func prefix(_ key: String) -> Located<IPv4Prefix>? {
    parsed(key, "an IPv4 address with the length of its prefix, such as 192.168.100.1/24") { .init($0) }
  }
  func version(_ key: String) -> Located<ConfigurationVersion>? {
    parsed(key, "a configuration version such as 12.0") { .init($0) }
  }

  func rate(_ key: String) -> Located<UInt64>? {
    parsed(key, "a rate such as 100 Mbit/s or 1 Gbit/s", LabScalars.rate)
  }
  func match(_ key: String) -> Located<AddressMatch>? {
    parsed(key, "Any, AnyIP, a MAC address, or an IP address or prefix such as 10.0.0.0/8") { .init($0) }
  }
  func ports(_ key: String) -> Located<ClosedRange<UInt16>>? {
    parsed(key, "a port or a range of ports such as 1024-65535", AccessControlEntry.ports)
  }
  func payload(_ key: String) -> Located<UInt8>? {
    parsed(key, "TCP, UDP, ICMPv4, ICMPv6 or a number of 0 to 255", PayloadProtocol.number)
  }
  func vlans(_ key: String) -> Located<VLANSet>? {
    parsed(key, "a list of VLAN ids within 1 to 4094 such as 1-10,20") { .init($0) }
  }

  /// The mapping at a key; nil where there is none, with an error when it is something else.
  func section(_ key: String) -> SectionReader? {
    guard case .section(let section) = kind(key) else { preconditionFailure("\(key) is no mapping") }
    return values[key].flatMap { SectionReader(section, $0, path: place(of: key).path, sink: sink) }
  }

  /// The mappings of a list, each read by its keys.
  func sectionReaders(_ key: String) -> [SectionReader] {
    guard case .sections(let section, _) = kind(key) else { preconditionFailure("\(key) is no list") }
    return sections(key).compactMap { SectionReader(section, $0.value, path: $0.path, sink: sink) }
  }

  /// The mappings of a list, each with its path; reports a list that is too long once, and drops the rest.
  func sections(_ key: String) -> [(value: YAMLValue, path: String)] {
    guard case .sections(let section, let limit) = kind(key) else { preconditionFailure("\(key) is no list") }
    return items(key, "a list, each item \(section.title)", limit: limit)
  }

  func addresses(_ key: String) -> [Located<IPv4Address>] {
    guard case .addresses(let limit) = kind(key) else { preconditionFailure("\(key) is no list of addresses") }
    return list(key, "IPv4 addresses", "an IPv4 address such as 10.77.0.3", limit: limit) { .init($0) }
  }

  func macs(_ key: String) -> [Located<MACAddress>] {
    guard case .macs(let limit) = kind(key) else { preconditionFailure("\(key) is no list of MAC addresses") }
    return list(key, "MAC addresses", "a MAC address such as 00-15-5D-00-00-01", limit: limit) { .init($0) }
  }

  private func list<Value>(
    _ key: String, _ many: String, _ one: String, limit: Int, _ parse: (String) -> Value?
  ) -> [Located<Value>] {
    items(key, "a list of \(many)", limit: limit).compactMap { value, path in
      let place = LabPlace(path: path, position: value.position)
      guard case .scalar(let text, _) = value.content, let parsed = parse(text) else {
        sink.error(place, "must be \(one), found \(value.found)")
        return nil
      }
      return .init(value: parsed, place: place)
    }
  }

  private func items(_ key: String, _ wanted: String, limit: Int) -> [(value: YAMLValue, path: String)] {
    guard let value = values[key], !value.isNull else { return [] }
    let place = place(of: key)
    guard case .list(let items) = value.content else {
      sink.error(place, "must be \(wanted), found \(value.found)")
      return []
    }
    if items.count > limit { sink.error(place, "holds \(items.count), at most \(limit) are possible") }
    return items.prefix(limit).enumerated().map { ($1, "\(place.path)[\($0)]") }
  }
}
