internal import PowerShell

/// ConvertTo-Json: one text for all that is piped in, an array when it is more than one object.
final class ConvertToJSON: Cmdlet {
  private var values: [Value] = []

  func process(_ invocation: Invocation) throws {
    let value = invocation.expectsInput ? invocation.input : invocation.bound["InputObject"] ?? .null
    try invocation.refusePacket(value)
    try invocation.keep(value, in: &values)
  }

  func end(_ invocation: Invocation) throws {
    guard !values.isEmpty else { return }
    var style = JSONStyle.script
    style.isCompressed = invocation.bound.isSet("Compress")
    style.depth = invocation.bound.integer("Depth").map(Int.init(clamping:)) ?? style.depth
    let whole = values.count == 1 ? values[0] : .array(values)
    try invocation.writeOutput(.string(try JSONText.text(whole, style, invocation.host.values)))
  }
}

/// ConvertFrom-Json: strings are the lines of one text, unless the first is one by itself.
final class ConvertFromJSON: Cmdlet {
  private var lines: [String] = []
  private var size = 0

  func process(_ invocation: Invocation) throws {
    let line = invocation.bound.string("InputObject") ?? ""
    size += line.utf8.count + 1
    guard size <= ValueLimits.stringLength else {
      throw PowerShellError(
        "The JSON text is longer than \(ValueLimits.stringLength) bytes.", id: "JsonTooLong", category: .limitsExceeded,
        exceptionType: "System.OutOfMemoryException")
    }
    lines.append(line)
  }

  func end(_ invocation: Invocation) throws {
    guard lines.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { return }
    if lines.count > 1, let first = lines.first, (try? JSONParser.value(first)) != nil {
      for line in lines where !line.allSatisfy(\.isWhitespace) {
        try invocation.writeOutput(try JSONParser.value(line))
      }
    } else {
      try invocation.writeOutput(try JSONParser.value(lines.joined(separator: "\n")))
    }
  }
}
