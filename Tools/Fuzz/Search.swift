#if !LIBFUZZER
  import Glibc

  /// Makes cases up and runs them, without knowing which code they reach: new ones, and changed ones of those that
  /// something new came of.
  ///
  /// The case that runs is in `fuzz-case`, so that it is there when the process ends by it.
  struct Search {
    private var numbers: SeededNumbers
    private let seed: UInt64
    private let corpus: String?
    private var kept: [[UInt8]] = []
    private var seen: Set<String> = []

    init(seed: UInt64, corpus: String?) {
      self.seed = seed
      self.corpus = corpus
      numbers = SeededNumbers(state: seed)
      if let corpus { kept = Files.list(corpus).compactMap { try? Files.read($0) } }
    }

    mutating func run(seconds: Double) throws {
      let doors = try Doors()
      let end = ContinuousClock.now + .seconds(seconds)
      var (cases, operations, frames) = (0, 0, 0)
      print("seed \(seed)")
      while ContinuousClock.now < end {
        let bytes = make(cases)
        try Files.write("fuzz-case", bytes)
        do {
          let outcome = try runCase(bytes, doors)
          cases += 1
          operations += outcome.operations
          frames += outcome.frames
          if !outcome.signs.isSubset(of: seen) {
            seen.formUnion(outcome.signs)
            kept.append(bytes)
            if let corpus { try Files.write("\(corpus)/\(seed)-\(cases)", bytes) }
          }
        } catch {
          print("case \(cases) of seed \(seed), in fuzz-case: \(error)")
          exit(1)
        }
      }
      print("\(cases) cases, \(operations) operations, \(frames) frames, \(seen.count) signs")
      for sign in seen.sorted() { print("  \(sign)") }
    }

    private mutating func make(_ index: Int) -> [UInt8] {
      if index < kept.count { return kept[index] }
      var bytes: [UInt8]
      if kept.isEmpty || numbers.next() % 4 == 0 {
        let count = 16 + Int(numbers.next() % 1008)
        bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: numbers.next()) }
      } else {
        bytes = kept[Int(numbers.next() % UInt64(kept.count))]
        for _ in 0..<(1 + numbers.next() % 6) where !bytes.isEmpty { mutate(&bytes) }
      }
      return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
      let place = Int(numbers.next() % UInt64(bytes.count))
      switch numbers.next() % 6 {
      case 0, 1: bytes[place] = UInt8(truncatingIfNeeded: numbers.next())
      case 2: bytes[place] ^= 1 << UInt8(numbers.next() % 8)
      case 3: bytes.remove(at: place)
      case 4 where bytes.count < 1024: bytes.insert(UInt8(truncatingIfNeeded: numbers.next()), at: place)
      default:
        let other = kept[Int(numbers.next() % UInt64(kept.count))]
        guard !other.isEmpty else { return }
        let start = Int(numbers.next() % UInt64(other.count))
        bytes = Array((bytes[..<place] + other[start...]).prefix(1024))
      }
    }
  }
#endif
