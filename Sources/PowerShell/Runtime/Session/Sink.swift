/// Where values go one at a time: the next command, a variable, the host.
package class Sink {
  package init() {}

  /// Errors: whatever the receiver throws, `StopUpstream` when it wants no more.
  package func write(_ value: Value) throws {}
}

/// Throws everything away.
final class NullSink: Sink {}

/// Keeps all values, up to a limit.
package final class Collector: Sink {
  package private(set) var values: [Value] = []
  private let limit: Int

  /// `limit`: values that may be held.
  package init(limit: Int) { self.limit = limit }

  package override func write(_ value: Value) throws {
    guard values.count < limit else {
      throw PowerShellError(
        "The pipeline gave more than the \(limit) values that can be held.", id: "PipelineOutputLimit",
        category: .limitsExceeded, exceptionType: "System.OutOfMemoryException")
    }
    values.append(value)
  }

  /// All of it as one value.
  var collected: Value { .collected(values) }
}

/// Gives every value to a closure.
package final class ClosureSink: Sink {
  private let receive: (Value) throws -> Void

  package init(_ receive: @escaping (Value) throws -> Void) { self.receive = receive }

  package override func write(_ value: Value) throws { try receive(value) }
}

extension Sink {
  /// Writes what a value consists of: the elements of arrays and other collections, else the value itself.
  package func writeEnumerated(_ value: Value) throws {
    switch value {
    case .nothing: return
    case .array(let array): for element in array.elements { try write(element) }
    case .object(let object):
      if let elements = object.enumerated {
        object.didEnumerate()
        for element in elements { try write(element) }
      } else {
        try write(value)
      }
    default: try write(value)
    }
  }
}
