/// What each level of a nest costs.
package struct NestCost: Codable, Hashable, Sendable {
  /// From this computer inwards.
  package var levels: [Level]

  package init(levels: [Level]) { self.levels = levels }

  package struct Level: Codable, Hashable, Sendable {
    /// `L0`, `L1`, ….
    package var name: String
    /// What runs it; nil for L0.
    package var engine: String?
    /// The version of the QEMU that runs it, `7.2.22`; nil for L0, or where its monitor did not tell.
    package var qemu: String?
    /// As its own kernel names it.
    package var processor: String
    package var processors: Int
    package var kernel: String
    /// Seconds that the measuring took, by this level's clock and by that of L0.
    package var seconds: Double
    package var outerSeconds: Double
    package var readings: [CostQuantity: CostReading]
    /// How many times slower than the level above; empty for L0.
    package var ratios: [CostQuantity: Double] = [:]

    package init(
      name: String, engine: String? = nil, qemu: String? = nil, processor: String, processors: Int, kernel: String,
      seconds: Double, outerSeconds: Double, readings: [CostQuantity: CostReading]
    ) {
      self.name = name
      self.engine = engine
      self.qemu = qemu
      self.processor = processor
      self.processors = processors
      self.kernel = kernel
      self.seconds = seconds
      self.outerSeconds = outerSeconds
      self.readings = readings
    }

    /// How far apart the two clocks may be, in seconds: what carrying the first and the last line takes on a busy computer.
    private var tolerance: Double { max(1, outerSeconds / 10) }

    /// Whether its clock went as fast as that of L0: times by a clock that did not are wrong by as much.
    package var hasGoodClock: Bool { (seconds - outerSeconds).magnitude <= tolerance }
  }

  /// Whether every quantity has a value on every level.
  package var isWhole: Bool {
    levels.allSatisfy { level in CostQuantity.allCases.allSatisfy { level.readings[$0]?.sample != nil } }
  }

  /// Adds a level inside the last one.
  package mutating func append(_ level: Level) {
    var level = level
    level.ratios = [:]
    if let above = levels.last {
      for quantity in CostQuantity.allCases {
        guard let outer = above.readings[quantity]?.sample, let inner = level.readings[quantity]?.sample else {
          continue
        }
        level.ratios[quantity] = inner.median / outer.median
      }
    }
    levels.append(level)
  }
}
