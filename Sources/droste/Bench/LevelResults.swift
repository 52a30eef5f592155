internal import HyperV
internal import LevelCost
internal import Synchronization

/// Gathers what a level's measuring program writes, with the time that passes here meanwhile.
final class LevelResults: Sendable {
  struct Result: Sendable {
    var readings: [CostQuantity: CostReading] = [:]
    /// By the level's clock, and by ours.
    var seconds = 0.0
    var outerSeconds = 0.0
  }

  private struct State {
    var reader: CostReader
    var result = Result()
    var begin = ContinuousClock.now
  }

  private let state: Mutex<State>
  private let progress: @Sendable (String) -> Void

  /// - Parameter progress: told in words how far it is.
  init(_ level: String, progress: @escaping @Sendable (String) -> Void) {
    state = Mutex(State(reader: CostReader(level: level)))
    self.progress = progress
  }

  /// Throws `invalidParameter` for what cannot be an answer.
  func take(_ bytes: [UInt8]) throws {
    try state.withLock { state in
      for event in try state.reader.take(bytes) {
        switch event {
        case .began: state.begin = .now
        case .measured(let quantity, let reading):
          state.result.readings[quantity] = reading
          progress("\(state.result.readings.count) of \(CostQuantity.allCases.count): \(quantity.title)")
        case .ended(let seconds):
          let passed = state.begin.duration(to: .now).components
          state.result.seconds = seconds
          state.result.outerSeconds = Double(passed.seconds) + Double(passed.attoseconds) / 1e18
        }
      }
    }
  }

  func finish() throws -> Result {
    try state.withLock { state in
      try state.reader.finish()
      return state.result
    }
  }
}
