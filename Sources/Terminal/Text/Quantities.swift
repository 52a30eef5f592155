/// Numbers as people read them.
public enum Quantity {
  /// `512 MiB`, `1.5 GiB`, `980 B`: three digits or less, binary units.
  public static func bytes(_ count: UInt64) -> String {
    var unit = 0
    var value = Double(count)
    while value >= 1024, unit < 6 {
      value /= 1024
      unit += 1
    }
    let names = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    let whole = value.rounded() == value || value >= 100
    return "\(whole ? String(Int(value.rounded())) : fixed(value, 1)) \(names[unit])"
  }

  /// `0.4 s`, `59 s`, `4 min 12 s`, `2 h 3 min`, `5 d 1 h`.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds > 0 else { return "0 s" }
    guard seconds >= 10 else { return fixed(seconds, 1) + " s" }
    // 10^15 seconds are thirty million years; a wrong clock in a guest must not trap here.
    let whole = Int(min(seconds, 1e15))
    let (days, hours, minutes) = (whole / 86400, whole / 3600 % 24, whole / 60 % 60)
    if days > 0 { return "\(days) d \(hours) h" }
    if hours > 0 { return "\(hours) h \(minutes) min" }
    return minutes > 0 ? "\(minutes) min \(whole % 60) s" : "\(whole) s"
  }

  /// `1,234,567`.
  public static func count(_ number: some BinaryInteger) -> String {
    var digits = String(number.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// `1 frame`, `2 frames`.
  public static func counted(_ number: some BinaryInteger, _ noun: String, plural: String? = nil) -> String {
    "\(count(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// A number with exactly `places` digits behind the point, 0 to 6.
  public static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return String(value) }
    let scale = (0..<max(0, min(places, 6))).reduce(1) { result, _ in result * 10 }
    let scaled = Int((value * Double(scale)).rounded())
    let whole = "\(scaled < 0 ? "-" : "")\(scaled.magnitude / scale.magnitude)"
    guard scale > 1 else { return whole }
    let part = String(scaled.magnitude % scale.magnitude)
    return whole + "." + String(repeating: "0", count: String(scale).count - 1 - part.count) + part
  }

  /// Reads `512MiB`, `2 GB`, `1.5g` or a number of MiB. As in Hyper-V, MB and GB are binary. Nil for anything else
  /// and for what is no whole number of bytes.
  public static func parseBytes(_ text: String) -> UInt64? {
    let trimmed = text.filter { $0 != " " }.lowercased()
    let digits = trimmed.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let power: Int
    switch trimmed.dropFirst(digits.count) {
    case "b": power = 0
    case "k", "kb", "kib": power = 10
    case "", "m", "mb", "mib": power = 20
    case "g", "gb", "gib": power = 30
    case "t", "tb", "tib": power = 40
    default: return nil
    }
    guard let value = Double(digits), value >= 0 else { return nil }
    let bytes = value * Double(UInt64(1) << UInt64(power))
    guard bytes < 0x1p63, bytes.rounded() == bytes else { return nil }
    return UInt64(bytes)
  }
}
