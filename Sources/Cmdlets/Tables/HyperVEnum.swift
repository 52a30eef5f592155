internal import PowerShell
internal import Synchronization

/// The enumerations of Hyper-V's object model, made out of the table when the first of them is asked for.
enum HyperVEnum {
  static let namespace = "Microsoft.HyperV.PowerShell"
  private static let diskNamespace = "Microsoft.Vhd.PowerShell"

  /// By the name without its namespace.
  static let all: [String: EnumType] = {
    var types: [String: EnumType] = [:]
    for line in table.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let name = String(parts[0])
      let cases = parts[1].split(separator: " ").enumerated().map { index, word in
        let sides = word.split(separator: "=")
        return (String(sides[0]), sides.count > 1 ? Int64(sides[1]) ?? 0 : Int64(index))
      }
      types[name] = EnumType("\(name.hasPrefix("Vhd") ? diskNamespace : namespace).\(name)", cases)
    }
    return types
  }()

  static let state = known("VMState")
  static let onOff = known("OnOffState")
  static let switchType = known("VMSwitchType")
  static let operationalStatus = known("VMOperationalStatus")

  /// A type that the table has; a name that it has not is a mistake of this target.
  static func known(_ name: String) -> EnumType {
    guard let type = all[name] else { preconditionFailure("The table of enumerations has no \(name).") }
    return type
  }

  /// A value by its type's and its own name.
  static func value(_ type: String, _ name: String) -> Value { value(known(type), name) }

  static func value(_ type: EnumType, _ name: String) -> Value {
    guard let value = type.value(named: name) else { preconditionFailure("\(type.name) has no \(name).") }
    return .enumeration(value)
  }
}
