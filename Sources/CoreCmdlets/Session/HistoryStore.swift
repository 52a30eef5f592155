package import PowerShell
internal import Synchronization

/// The commands that were typed in a session. The shell adds them; the history cmdlets read them.
package final class HistoryStore: Sendable {
  /// One command line.
  package struct Entry: Sendable {
    /// From 1; never used again.
    package let id: Int
    package let commandLine: String
    /// Completed, Failed or Stopped.
    package let status: String
    package let start: DateTime
    package let end: DateTime
  }

  /// Entries that are kept ($MaximumHistoryCount).
  package static let limit = 4096

  private let entries = Mutex<(list: [Entry], last: Int)>(([], 0))

  package init() {}

  /// Adds a line; the oldest one goes when there are too many.
  @discardableResult
  package func add(
    _ commandLine: String, status: String = "Completed", start: DateTime, end: DateTime
  ) -> Entry {
    entries.withLock { entries in
      entries.last += 1
      let entry = Entry(id: entries.last, commandLine: commandLine, status: status, start: start, end: end)
      entries.list.append(entry)
      if entries.list.count > Self.limit { entries.list.removeFirst() }
      return entry
    }
  }

  /// The oldest first.
  package var all: [Entry] { entries.withLock { $0.list } }

  package func entry(_ id: Int) -> Entry? { all.first { $0.id == id } }

  package func remove(where unwanted: (Entry) -> Bool) {
    entries.withLock { entries in entries.list.removeAll { unwanted($0) } }
  }
}

extension HistoryStore.Entry {
  /// The type that scripts see.
  static let typeName = "Microsoft.PowerShell.Commands.HistoryInfo"

  var value: Value {
    .object(
      PropertyBag(
        [
          "Id": .count(id), "CommandLine": .string(commandLine), "ExecutionStatus": .string(status),
          "StartExecutionTime": .dateTime(start.localized), "EndExecutionTime": .dateTime(end.localized),
        ], typeName: Self.typeName))
  }
}
