internal import FoundationEssentials
internal import HyperV

/// Reads what the measuring program of another level writes. That level may be anybody's: nothing of it is taken that
/// cannot be, and no more than `byteLimit` bytes of it.
package struct CostReader: Sendable {
  /// Of all lines; eleven of them take 2 KiB.
  package static let byteLimit = 64 << 10
  /// Characters of a problem or a note.
  static let textLimit = 200

  /// What a piece of output told.
  package enum Event: Hashable, Sendable {
    case began
    case measured(CostQuantity, CostReading)
    /// Seconds since it began, by the level's own clock.
    case ended(seconds: Double)
  }

  private let level: String
  private var rest: [UInt8] = []
  private var count = 0
  private var hasBegun = false
  private var seen: Set<CostQuantity> = []
  private var hasEnded = false

  /// - Parameter level: who writes, for errors.
  package init(level: String) { self.level = level }

  /// Takes what came. Throws `invalidParameter` for what cannot be an answer.
  package mutating func take(_ bytes: [UInt8]) throws -> [Event] {
    count += bytes.count
    guard count <= Self.byteLimit else { throw malformed("it wrote more than \(Self.byteLimit) bytes") }
    rest += bytes
    var events: [Event] = []
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = Data(rest[..<end])
      rest.removeSubrange(...end)
      events.append(try event(line))
    }
    return events
  }

  /// Throws `invalidParameter` when the program ended before it had told all.
  package func finish() throws {
    guard hasEnded, rest.isEmpty else { throw malformed("it ended amid its answer") }
    let missing = CostQuantity.allCases.filter { !seen.contains($0) }.map(\.rawValue)
    guard missing.isEmpty else { throw malformed("nothing is said of \(missing.joined(separator: ", "))") }
  }

  private mutating func event(_ json: Data) throws -> Event {
    guard !hasEnded, let line = try? JSONDecoder().decode(CostLine.self, from: json) else {
      throw malformed("a line is not what it should be")
    }
    if line.begins == true, !hasBegun {
      hasBegun = true
      return .began
    }
    guard hasBegun else { throw malformed("it does not say that it begins") }
    if let seconds = line.seconds {
      guard seconds.isFinite, seconds > 0, seconds < 1e6 else { throw malformed("\(seconds) s cannot be its time") }
      hasEnded = true
      return .ended(seconds: seconds)
    }
    guard let name = line.quantity, let quantity = CostQuantity(rawValue: name), seen.insert(quantity).inserted else {
      throw malformed("a quantity is unknown or told twice")
    }
    return .measured(quantity, try reading(line, quantity))
  }

  private func reading(_ line: CostLine, _ quantity: CostQuantity) throws -> CostReading {
    for text in [line.problem, line.note].compactMap(\.self) where text.count > Self.textLimit {
      throw malformed("a text of \(quantity.rawValue) has more than \(Self.textLimit) characters")
    }
    var reading = CostReading(problem: line.problem, note: line.note)
    if let median = line.median, let least = line.least, let most = line.most {
      let sample = CostSample(median: median, least: least, most: most)
      guard sample.isSane else {
        throw malformed("\(median) s, of \(least) to \(most), cannot be its \(quantity.rawValue)")
      }
      reading.sample = sample
    }
    guard (reading.sample == nil) != (reading.problem == nil) else {
      throw malformed("\(quantity.rawValue) needs either values or a problem")
    }
    return reading
  }

  private func malformed(_ text: String) -> DrosteError {
    DrosteError(
      .invalidParameter, "What the measuring program on \(level) wrote makes no sense: \(text).",
      hint: "droste image build host --refresh, where the image is of another version")
  }
}
