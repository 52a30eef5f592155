internal import PowerShell

/// Sort-Object. Objects with equal keys keep their order.
final class SortObject: DirectInput {
  private var objects: [Value] = []

  func begin(_ invocation: Invocation) throws {
    try invocation.refuse(["Culture"], because: ObjectCommands.cultureReason)
  }

  func process(_ invocation: Invocation) throws {
    for value in invocation.subjects where !value.isNull { try invocation.keep(value, in: &objects) }
  }

  func end(_ invocation: Invocation) throws {
    let bound = invocation.bound
    let parameters = try invocation.propertyParameters([.expression, .ascending, .descending])
    let reader = KeyReader(parameters, ignoresCase: !bound.isSet("CaseSensitive"), invocation.host.values)
    let isDescending = bound.isSet("Descending")
    let directions =
      parameters.isEmpty
      ? [isDescending]
      : parameters.map { $0.isDescending ?? $0.isAscending.map { !$0 } ?? isDescending }
    let keys = try objects.map { try reader.key(of: $0) }
    for (index, parameter) in parameters.enumerated() where !keys.isEmpty {
      guard keys.allSatisfy({ $0.values[index] == nil }) else { continue }
      try invocation.writeError(
        PowerShellError(
          "\"\(parameter.text)\" cannot be found in \"InputObject\".", id: "SortObjectPropertyNotFound",
          category: .invalidArgument, exceptionType: "System.Management.Automation.PSArgumentException"))
    }
    func order(_ one: Int, _ other: Int) -> Int {
      for (index, isDescending) in directions.enumerated() {
        let order = reader.order(keys[one].values[index], keys[other].values[index], isDescending: isDescending)
        if order != 0 { return order }
      }
      return 0
    }
    let sorted = objects.indices.sorted { one, other in
      let order = order(one, other)
      return order != 0 ? order < 0 : one < other
    }
    var previous: Int?
    for index in sorted {
      if bound.isSet("Unique"), let previous, order(previous, index) == 0 { continue }
      previous = index
      try invocation.writeOutput(objects[index])
    }
  }
}
