internal import PowerShell

/// Get-Random, with a generator of its own once -SetSeed was given.
// SAFETY: used on the session's thread.
final class RandomCommand: @unchecked Sendable {
  /// Objects that -InputObject may have.
  private static let inputLimit = 10_000_000

  /// SplitMix64: the same numbers for the same seed.
  private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private var seeded: SeededGenerator?

  var command: CommandInfo {
    .core(
      "Get-Random", in: ModuleName.utility, "GetRandomCommand",
      [
        "SetSeed Int32", "Maximum@0 Object in RandomNumberParameterSet", "Minimum Object in RandomNumberParameterSet",
        "!InputObject@0<value Object[] in RandomListItemParameterSet", "Count Int32",
      ], defaultSet: "RandomNumberParameterSet",
      validations: ["Count": [.range(1, .int32(.max))]],
      allowing: ["InputObject": [.null, .emptyString, .emptyCollection]],
      synopsis: "Gets a random number, or random ones of some objects."
    ) { [self] in Running(self) }
  }

  private final class Running: Cmdlet {
    private let owner: RandomCommand
    private var input: [Value] = []

    init(_ owner: RandomCommand) { self.owner = owner }

    func begin(_ invocation: Invocation) throws {
      if let seed = invocation.bound.integer("SetSeed") {
        owner.seeded = SeededGenerator(state: UInt64(bitPattern: seed))
      }
    }

    func process(_ invocation: Invocation) throws {
      guard invocation.parameterSetName == "RandomListItemParameterSet" else { return }
      input += invocation.bound.elements("InputObject") ?? []
      guard input.count <= inputLimit else {
        throw PowerShellError(
          "Get-Random takes at most \(inputLimit) objects.", id: "TooManyObjects", category: .limitsExceeded)
      }
    }

    func end(_ invocation: Invocation) throws {
      let count = Int(invocation.bound.integer("Count") ?? 1)
      if invocation.parameterSetName == "RandomListItemParameterSet" || !input.isEmpty {
        // The first `count` of a shuffle.
        for index in 0..<min(count, input.count) {
          input.swapAt(index, owner.integer(in: UInt64(index)..<UInt64(input.count)))
          try invocation.writeOutput(input[index])
        }
        return
      }
      for _ in 0..<count { try invocation.writeOutput(try owner.number(invocation)) }
    }
  }

  private func integer(in range: Range<UInt64>) -> Int { Int(random { UInt64.random(in: range, using: &$0) }) }

  private func random<Result>(_ body: (inout any RandomNumberGenerator) -> Result) -> Result {
    var generator: any RandomNumberGenerator = seeded ?? SystemRandomNumberGenerator()
    let result = body(&generator)
    if let changed = generator as? SeededGenerator { seeded = changed }
    return result
  }

  private func number(_ invocation: Invocation) throws -> Value {
    let low = try limit("Minimum", invocation) ?? .int32(0)
    let high = try limit("Maximum", invocation) ?? .int32(.max)
    guard let from = low.integerValue, let to = high.integerValue else {
      let (from, to) = (low.doubleValue ?? 0, high.doubleValue ?? 0)
      guard from < to else { throw Self.wrongOrder(low, high) }
      return .double(random { Double.random(in: from..<to, using: &$0) })
    }
    guard from < to else { throw Self.wrongOrder(low, high) }
    let found = random { Int64.random(in: from..<to, using: &$0) }
    let isSmall = Int32(exactly: from) != nil && Int32(exactly: to) != nil
    return isSmall ? .int32(Int32(truncatingIfNeeded: found)) : .int64(found)
  }

  private func limit(_ name: String, _ invocation: Invocation) throws -> Value? {
    guard let value = invocation.bound[name], !value.isNull else { return nil }
    if value.isNumber { return value.unwrapped }
    let text = try value.displayString(invocation.host.values)
    guard let number = NumberParsing.number(text) else {
      throw PowerShellError(
        "Cannot convert value \"\(text)\" to a number for the parameter '\(name)'.", id: "ArgumentNotANumber",
        category: .invalidArgument, exceptionType: "System.ArgumentException")
    }
    return number
  }

  private static func wrongOrder(_ low: Value, _ high: Value) -> PowerShellError {
    let texts = (low.scalarDisplay, high.scalarDisplay)
    return PowerShellError(
      "The Minimum value (\(texts.0)) cannot be greater than or equal to the Maximum value (\(texts.1)).",
      id: "MinGreaterThanOrEqualMax", category: .invalidArgument, exceptionType: "System.ArgumentException")
  }
}

extension Value {
  fileprivate var scalarDisplay: String { (try? displayString()) ?? "" }
}
