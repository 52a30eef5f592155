/// Composite format strings: `{0,-10:N2}` (String.Format).
package enum CompositeFormat {
  /// Characters of padding that one item may ask for.
  static let widthLimit = 1_000_000

  /// Throws a FormatException for what is malformed and for an index beyond the arguments.
  package static func format(_ format: String, _ arguments: [Value], _ context: ValueContext) throws -> String {
    let units = Array(format.utf16)
    let (open, close) = (UInt16(0x7B), UInt16(0x7D))
    var result: [UInt16] = []
    var index = 0
    while index < units.count {
      let unit = units[index]
      index += 1
      if unit == open || unit == close {
        if index < units.count, units[index] == unit {
          result.append(unit)
          index += 1
        } else if unit == open {
          result += try item(units, &index, arguments, context)
        } else {
          throw PowerShellError.format()
        }
      } else {
        result.append(unit)
      }
      guard result.count <= ValueLimits.stringLength else { throw PowerShellError.tooLong() }
    }
    return String(codeUnits: result)
  }

  private static func item(
    _ units: [UInt16], _ index: inout Int, _ arguments: [Value], _ context: ValueContext
  ) throws -> [UInt16] {
    func peek() -> UInt16? { index < units.count ? units[index] : nil }
    func skipBlanks() { while peek() == 0x20 { index += 1 } }
    func number(limit: Int) throws -> Int {
      var value = 0
      let start = index
      while let digit = peek(), digit.isDigitASCII {
        value = value * 10 + Int(digit - 0x30)
        guard value <= limit else { throw PowerShellError.format() }
        index += 1
      }
      guard index > start else { throw PowerShellError.format() }
      return value
    }
    let place = try number(limit: widthLimit)
    skipBlanks()
    var width = 0
    var isLeft = false
    if peek() == 0x2C {
      index += 1
      skipBlanks()
      if peek() == 0x2D {
        isLeft = true
        index += 1
      }
      width = try number(limit: widthLimit)
      skipBlanks()
    }
    var form: [UInt16] = []
    if peek() == 0x3A {
      index += 1
      while let unit = peek(), unit != 0x7D {
        guard unit != 0x7B else { throw PowerShellError.format() }
        form.append(unit)
        index += 1
      }
    }
    guard peek() == 0x7D else { throw PowerShellError.format() }
    index += 1
    guard arguments.indices.contains(place) else {
      throw PowerShellError.format(
        "Index (zero based) must be greater than or equal to zero and less than the size of the argument list.")
    }
    let text = Array(try arguments[place].formatted(String(codeUnits: form), context).utf16)
    let padding = Array(repeating: UInt16(0x20), count: max(0, width - text.count))
    return isLeft ? text + padding : padding + text
  }
}
