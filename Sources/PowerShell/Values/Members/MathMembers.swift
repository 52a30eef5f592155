import FoundationEssentials
import Glibc

/// System.Math.
enum MathMembers {
  private static func function(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> Method {
    Method(name, 1) { _, arguments, _ in .double(body(try arguments.double(0, "d"))) }
  }

  /// Decimals stay decimals.
  private static func rounding(_ name: String, _ rule: MidpointRule, _ body: @escaping @Sendable (Double) -> Double)
    -> Method
  {
    Method(name, 1) { _, arguments, _ in
      if case .decimal(let number) = arguments[0].unwrapped { return .decimal(number.rounded(0, rule)) }
      return .double(body(try arguments.double(0, "d")))
    }
  }

  private static func larger(_ name: String, _ order: ComparisonOperator) -> Method {
    Method(name, 2) { _, arguments, context in
      let (one, other) = (try Arithmetic.plus(arguments[0], context), try Arithmetic.plus(arguments[1], context))
      let isFirst = try Comparison.test(order, one, other)
      let (chosen, rest) = isFirst ? (one, other) : (other, one)
      if case .double = rest { return .double(chosen.doubleValue ?? .nan) }
      // Adding a zero of the other's type widens to the larger of both.
      return try Arithmetic.add(chosen, Arithmetic.subtract(rest, rest))
    }
  }

  private static func round(_ arguments: [Value]) throws -> Value {
    var places = 0
    var rule = MidpointRule.toEven
    for index in arguments.indices.dropFirst() {
      if arguments[index].isNumber {
        places = try arguments.int(index, "digits")
      } else {
        rule = MidpointRule(rawValue: try arguments.enumeration(index, "mode", BuiltInType.midpointRounding)) ?? .toEven
      }
    }
    guard 0...28 ~= places else {
      throw PowerShellError.outOfRange("Rounding digits must be between 0 and 15, inclusive.", "digits")
    }
    if case .decimal(let number) = arguments[0].unwrapped { return .decimal(number.rounded(places, rule)) }
    let number = try arguments.double(0, "value")
    guard let digits = DigitString(number) else { return .double(number) }
    return .double(Double(digits.rounded(places, rule).plainText) ?? number)
  }

  static let table = MemberTable(
    staticProperties: [
      Property("PI") { _, _ in .double(Double.pi) }, Property("E") { _, _ in .double(M_E) },
    ],
    staticMethods: [
      Method("Abs", 1) { _, arguments, context in
        let number = try Arithmetic.plus(arguments[0], context)
        guard try Comparison.test(.less, number, 0) else { return number }
        return try Arithmetic.negate(number, context)
      },
      larger("Max", .greaterOrEqual), larger("Min", .lessOrEqual),
      Method("Pow", 2) { _, arguments, _ in
        .double(pow(try arguments.double(0, "x"), try arguments.double(1, "y")))
      },
      Method("Round", 1...3) { _, arguments, _ in try round(arguments) },
      rounding("Floor", .toNegativeInfinity) { $0.rounded(.down) },
      rounding("Ceiling", .toPositiveInfinity) { $0.rounded(.up) },
      rounding("Truncate", .toZero) { $0.rounded(.towardZero) },
      function("Sqrt") { $0.squareRoot() }, function("Exp") { exp($0) }, function("Log10") { log10($0) },
      function("Log2") { log2($0) }, function("Cbrt") { cbrt($0) },
      function("Sin") { sin($0) }, function("Cos") { cos($0) }, function("Tan") { tan($0) },
      function("Asin") { asin($0) }, function("Acos") { acos($0) }, function("Atan") { atan($0) },
      function("Sinh") { sinh($0) }, function("Cosh") { cosh($0) }, function("Tanh") { tanh($0) },
      Method("Log", 1...2) { _, arguments, _ in
        let value = log(try arguments.double(0, "d"))
        return .double(arguments.count > 1 ? value / log(try arguments.double(1, "newBase")) : value)
      },
      Method("Atan2", 2) { _, arguments, _ in .double(atan2(try arguments.double(0, "y"), try arguments.double(1, "x")))
      },
      Method("Sign", 1) { _, arguments, _ in
        let number = try arguments.double(0, "value")
        guard !number.isNaN else {
          throw PowerShellError.exception(
            "System.ArithmeticException", "Function does not accept floating point Not-a-Number values.")
        }
        return number < 0 ? -1 : number > 0 ? 1 : 0
      },
      Method("IEEERemainder", 2) { _, arguments, _ in
        .double(remainder(try arguments.double(0, "x"), try arguments.double(1, "y")))
      },
      Method("BigMul", 2) { _, arguments, _ in
        .int64(Int64(try arguments.int(0, "a")) * Int64(try arguments.int(1, "b")))
      },
      Method("DivRem", 2...3) { _, arguments, _ in
        let (one, other) = (try arguments.long(0, "a"), try arguments.long(1, "b"))
        guard other != 0 else {
          throw PowerShellError.exception("System.DivideByZeroException", "Attempted to divide by zero.")
        }
        let (quotient, overflow) = one.dividedReportingOverflow(by: other)
        guard !overflow else {
          throw PowerShellError.exception("System.OverflowException", "Arithmetic operation resulted in an overflow.")
        }
        Reference.set(arguments.at(2), .count(Int(one % other)))
        return .count(Int(quotient))
      },
    ])
}
