/// System.Random. With a seed it gives the numbers that .NET gives: Knuth's subtractive generator.
enum RandomType {
  // SAFETY: as any object of an evaluator, it is used on one thread at a time.
  final class Generator: @unchecked Sendable {
    private var state = [Int32](repeating: 0, count: 56)
    private var (one, other) = (0, 21)

    init(seed: Int32) {
      // .NET's constant for the golden ratio, as Knuth has it.
      let magnitude: Int32 = seed == .min ? .max : abs(seed)
      var last = 161_803_398 &- magnitude
      state[55] = last
      var next: Int32 = 1
      for index in 1..<55 {
        let place = 21 * index % 55
        state[place] = next
        next = last &- next
        if next < 0 { next &+= .max }
        last = state[place]
      }
      for _ in 1..<5 {
        for index in 1..<56 {
          state[index] = state[index] &- state[1 + (index + 30) % 55]
          if state[index] < 0 { state[index] &+= .max }
        }
      }
    }

    /// 0 to the largest Int32, which is excluded.
    func sample() -> Int32 {
      one = one == 55 ? 1 : one + 1
      other = other == 55 ? 1 : other + 1
      var result = state[one] &- state[other]
      if result == .max { result -= 1 }
      if result < 0 { result &+= .max }
      state[one] = result
      return result
    }

    func fraction() -> Double { Double(sample()) * (1.0 / Double(Int32.max)) }
  }

  private static func generator(_ value: Value) -> Generator {
    value.payload(as: Generator.self) ?? Generator(seed: 0)
  }

  static let type = TypeReference(
    "System.Random", base: BuiltInType.object,
    members: MemberTable(
      methods: [
        Method("Next", 0...2) { value, arguments, _ in
          let generator = generator(value)
          guard !arguments.isEmpty else { return .int32(generator.sample()) }
          let lowest = arguments.count == 2 ? try arguments.int(0, "minValue") : 0
          let limit = try arguments.int(arguments.count - 1, "maxValue")
          guard lowest <= limit else {
            throw PowerShellError.outOfRange("'minValue' cannot be greater than maxValue.", "minValue")
          }
          return .count(lowest + Int(generator.fraction() * Double(limit - lowest)))
        },
        Method("NextDouble", 0) { value, _, _ in .double(generator(value).fraction()) },
        Method("NextBytes", 1) { value, arguments, _ in
          guard let array = arguments[0].reference(as: ArrayObject.self) else {
            throw PowerShellError.nullArgument("buffer")
          }
          let generator = generator(value)
          for index in array.elements.indices {
            array.elements[index] = .integer(SizedInteger(UInt8(truncatingIfNeeded: generator.sample())))
          }
          return .nothing
        },
      ],
      constructor: Method("Random", 0...1) { type, arguments, _ in
        guard case .type(let type) = type else { return .null }
        let seed = arguments.isEmpty ? Int32.random(in: 0 ... .max) : Int32(try arguments.int(0, "Seed"))
        return .object(HostObject(type, payload: Generator(seed: seed)))
      }))
}
