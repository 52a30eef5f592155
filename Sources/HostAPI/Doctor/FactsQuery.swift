internal import HyperV

/// What is asked of `GET /v1/doctor`.
package struct FactsQuery: Sendable, Equatable {
  /// More levels than any processor nests.
  package static let deepest = 16
  /// How long a nest may take to tell its facts, in seconds.
  package static let limit = 9.0
  /// Each level has a little less than the one around it, so that one that is silent is named and does not take those around
  /// it along.
  private static let lessPerLevel = 0.75
  private static let least = 3.0

  /// The machines that lead to what is examined; hosts beside them are left out.
  package var machines: [String] = []
  /// Whether the hosts inside are asked, too.
  package var inside = true
  /// Whether the host is to tell of itself what an agent would, as the guest that it is.
  package var asGuest = false
  /// How long the hosts inside may take, in seconds.
  package var seconds = Self.limit
  /// Levels that may be below.
  package var depth = Self.deepest

  package init() {}

  /// Whether the host in the machine is asked.
  package func wants(_ machine: String) -> Bool {
    inside && depth > 0 && (machines.first.map { Names.same($0, machine) } ?? true)
  }

  /// What the host in a machine is asked.
  ///
  /// - Parameter seconds: how long there is left for it; nil for all of the time.
  package func inner(seconds left: Double? = nil) -> FactsQuery {
    var query = self
    query.machines = Array(machines.dropFirst())
    query.asGuest = true
    query.seconds = max(Self.least, (left ?? seconds) - Self.lessPerLevel)
    query.depth -= 1
    return query
  }

  package var uri: String {
    let parts = machines.map { "machine=\(PathSegment.encode($0))" }
    return "/v1/doctor?"
      + (parts + ["inside=\(inside)", "guest=\(asGuest)", "seconds=\(seconds)", "depth=\(depth)"])
      .joined(separator: "&")
  }

  /// Throws invalidParameter for what it does not know.
  package init(_ parameters: some Sequence<(key: Substring, value: Substring)>) throws {
    for (key, value) in parameters {
      switch key {
      case "machine": machines.append(String(value))
      case "inside": inside = try Self.read(key, value, Bool.init)
      case "guest": asGuest = try Self.read(key, value, Bool.init)
      case "seconds": seconds = try Self.read(key, value) { Double($0).flatMap { 0...60 ~= $0 ? $0 : nil } }
      case "depth": depth = try Self.read(key, value) { Int($0).flatMap { 0...Self.deepest ~= $0 ? $0 : nil } }
      default:
        throw DrosteError(
          .invalidParameter, "\(key.prefix(100)): the doctor takes machine, inside, guest, seconds and depth")
      }
    }
  }

  private static func read<Value>(
    _ key: Substring, _ text: Substring, _ value: (String) -> Value?
  ) throws -> Value {
    guard let found = value(String(text)) else {
      throw DrosteError(.invalidParameter, "\(key): \"\(text.prefix(100))\" cannot be")
    }
    return found
  }
}
