internal import HyperV

/// Does several things and reports all that fails.
enum Failures {
  /// At most this many at once: machines of one host wait for the same processors.
  static let width = 16

  /// Runs `body` for each item side by side. All of them end; then everything that failed is thrown as one error.
  static func concurrently<Item: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (Item) async throws -> Void
  ) async throws {
    try throwing(
      try await withThrowingTaskGroup(of: (any Error)?.self) { group in
        var failures: [any Error] = []
        var rest = items[...]
        var running = 0
        while running > 0 || !rest.isEmpty {
          try Task.checkCancellation()
          while running < width, let item = rest.popFirst() {
            group.addTask {
              do {
                try await body(item)
                return nil
              } catch {
                return error
              }
            }
            running += 1
          }
          if let failure = try await group.next() ?? nil { failures.append(failure) }
          running -= 1
        }
        return failures
      })
  }

  /// Nothing for an empty list; the error itself when there is one; several put together else, with each message
  /// and hint once. A cancellation goes before all others.
  static func throwing(_ failures: [any Error]) throws {
    if let cancelled = failures.first(where: { $0 is CancellationError }) { throw cancelled }
    guard let first = failures.first else { return }
    guard failures.count > 1 else { throw first }
    let errors = failures.map { $0 as? DrosteError ?? DrosteError(.unspecified, "\($0)") }
    func joined(_ texts: [String]) -> String? {
      var seen: Set<String> = []
      let unique = texts.filter { seen.insert($0).inserted }
      return unique.isEmpty ? nil : unique.joined(separator: "\n")
    }
    throw DrosteError(
      errors[0].code, joined(errors.map(\.message)) ?? "", cause: joined(errors.compactMap(\.cause)),
      hint: joined(errors.compactMap(\.hint)))
  }
}
