internal import PowerShell

/// Makes objects of lines of values. A quoted value may go on over several lines.
struct CSVReader {
  /// Values of a line.
  static let columnLimit = 65_536

  private let delimiter: UInt16
  private var names: [String]?
  private var typeName: String?
  private var sawContent = false
  private var open: [UInt16]?
  /// The heading has columns without a name.
  private(set) var namedColumns = false

  /// `names`: the heading, when the lines have none.
  init(delimiter: UInt16, names: [String]?) throws {
    self.delimiter = delimiter
    if let names { self.names = try checked(names) }
  }

  /// Takes one line; gives the object that it ends, if it does.
  mutating func object(_ line: String) throws -> Value? {
    var units = Array(line.utf16)
    if let before = open { units = before + [0x0A] + units }
    guard units.count <= ValueLimits.stringLength else { throw PowerShellError.csvTooLong() }
    guard let fields = try Self.fields(units, delimiter) else {
      open = units
      return nil
    }
    open = nil
    if !sawContent, line.hasPrefix("#TYPE ") {
      typeName = String(line.dropFirst(6))
      return nil
    }
    if fields.count == 1, fields[0].isEmpty { return nil }
    sawContent = true
    guard let names else {
      self.names = try checked(fields)
      return nil
    }
    return made(names, fields)
  }

  /// A quote that is still open at the end is closed there.
  mutating func finish() throws -> Value? {
    guard let units = open, let names else { return nil }
    open = nil
    return try Self.fields(units + [0x22], delimiter).map { made(names, $0) }
  }

  private func made(_ names: [String], _ fields: [String]) -> Value {
    let bag = PropertyBag()
    for (index, name) in names.enumerated() { bag[name] = index < fields.count ? .string(fields[index]) : .null }
    if let typeName { bag.addedMembers().typeNames = ["CSV:\(typeName)"] }
    return .object(bag)
  }

  private mutating func checked(_ given: [String]) throws -> [String] {
    var seen: Set<String> = []
    return try given.enumerated().map { index, name in
      var name = name
      if name.isEmpty {
        name = "H\(index + 1)"
        namedColumns = true
      }
      guard seen.insert(name.caseFolded).inserted else {
        throw PowerShellError(
          "The member \"\(name)\" is already present.", id: "AlreadyPresentPSMemberInfoInternalCollectionAdd",
          category: .notSpecified, exceptionType: "System.Management.Automation.ExtendedTypeSystemException")
      }
      return name
    }
  }

  /// The values of a line; nil when a quote is still open at its end. Blanks before a value do not count.
  private static func fields(_ units: [UInt16], _ delimiter: UInt16) throws -> [String]? {
    let quote: UInt16 = 0x22
    var fields: [String] = []
    var current: [UInt16] = []
    var isQuoted = false
    var wasQuoted = false
    var index = 0
    while index < units.count {
      let unit = units[index]
      index += 1
      if isQuoted {
        if unit != quote {
          current.append(unit)
        } else if index < units.count, units[index] == quote {
          current.append(quote)
          index += 1
        } else {
          isQuoted = false
        }
      } else if unit == delimiter {
        fields.append(String(codeUnits: current))
        guard fields.count < columnLimit else { throw PowerShellError.csvTooLong() }
        (current, wasQuoted) = ([], false)
      } else if unit == quote, current.isEmpty, !wasQuoted {
        (isQuoted, wasQuoted) = (true, true)
      } else if unit == 0x20 || unit == 0x09, current.isEmpty || wasQuoted {
        continue
      } else {
        current.append(unit)
      }
    }
    if isQuoted { return nil }
    return fields + [String(codeUnits: current)]
  }
}

extension PowerShellError {
  fileprivate static func csvTooLong() -> PowerShellError {
    PowerShellError(
      "A line of the comma-separated values is longer than can be held (\(CSVReader.columnLimit) values, "
        + "\(ValueLimits.stringLength) characters).", id: "CsvLineTooLong", category: .limitsExceeded,
      exceptionType: "System.OutOfMemoryException")
  }
}
