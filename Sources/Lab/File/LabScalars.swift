internal import Ethernet
internal import HyperV

/// What the words and numbers of a lab file mean.
enum LabScalars {
  /// `on`, `off`, `true` and `false` in any case.
  static func boolean(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "on", "true": true
    case "off", "false": false
    default: nil
    }
  }

  /// Bytes. `4 GiB`, `512 MiB`, `2048MB` (Hyper-V's megabytes: 2^20), `2G`, or plain bytes; nil for anything else
  /// and for more than 64 bits hold.
  static func size(_ text: String) -> UInt64? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard (1...19).contains(digits.count), let number = UInt64(digits) else { return nil }
    let shift: UInt64
    switch text.dropFirst(digits.count).drop(while: { $0 == " " }).lowercased() {
    case "", "b": shift = 0
    case "k", "kb", "kib": shift = 10
    case "m", "mb", "mib": shift = 20
    case "g", "gb", "gib": shift = 30
    case "t", "tb", "tib": shift = 40
    default: return nil
    }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
    return overflow ? nil : bytes
  }

  /// `4 GiB`, `512 MiB`: the largest unit that divides `bytes`.
  static func text(bytes: UInt64) -> String {
    for (shift, unit) in [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")] as [(UInt64, String)]
    where bytes >= 1 << shift && bytes.isMultiple(of: 1 << shift) {
      return "\(bytes >> shift) \(unit)"
    }
    return "\(bytes) bytes"
  }

  /// Bits per second. `100 Mbit/s`, `1 Gbit`, `64k` (powers of ten, as rates are), or plain bits; nil for anything else and
  /// for more than 64 bits hold.
  static func rate(_ text: String) -> UInt64? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard (1...19).contains(digits.count), let number = UInt64(digits) else { return nil }
    var unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    if unit.hasSuffix("/s") { unit.removeLast(2) }
    let factor: UInt64
    switch unit {
    case "", "bit": factor = 1
    case "k", "kbit": factor = 1000
    case "m", "mbit": factor = 1_000_000
    case "g", "gbit": factor = 1_000_000_000
    default: return nil
    }
    let (bits, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : bits
  }

  /// Letters, digits, `.`, `_` and `-`; 1 to 64 of them; does not start with a dot.
  static func isLabel(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count) && !text.hasPrefix(".")
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// Which adapter of a machine its own system means by `Ethernet`, `Ethernet 2`, `eth0` or `eth1`, from 0.
  static func adapterIndex(_ name: String) -> Int? {
    let lower = name.lowercased()
    if lower == "ethernet" { return 0 }
    if lower.hasPrefix("ethernet "), let number = Int(lower.dropFirst(9)), number >= 2 { return number - 1 }
    if lower.hasPrefix("eth"), let number = Int(lower.dropFirst(3)), number >= 0 { return number }
    return nil
  }
}

extension ConfigurationVersion {
  /// `8.0, 8.1, ... 12.0`, for messages.
  static var supportedText: String { supported.map(\.description).joined(separator: ", ") }
}
