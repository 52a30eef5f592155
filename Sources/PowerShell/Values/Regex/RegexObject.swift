/// A regular expression as an object.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class RegexObject: ObjectReference, @unchecked Sendable {
  package let regex: RegularExpression

  package init(_ regex: RegularExpression) { self.regex = regex }

  package convenience init(pattern: String, options: RegexOptions = []) throws {
    self.init(try RegularExpression.cached(pattern, options))
  }

  package override var type: TypeReference { BuiltInType.regex }
  package override func text(_ context: ValueContext) throws -> String { regex.pattern }
}

/// A match as an object; one that failed has no `match`.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class MatchObject: ObjectReference, @unchecked Sendable {
  let regex: RegularExpression
  package let match: RegexMatch?

  init(_ regex: RegularExpression, _ match: RegexMatch?) { (self.regex, self.match) = (regex, match) }

  package override var type: TypeReference { BuiltInType.match }
  package override func text(_ context: ValueContext) throws -> String { match?.value ?? "" }
}

/// A group of a match as an object.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class GroupObject: ObjectReference, @unchecked Sendable {
  let match: RegexMatch?
  /// Nil for a group that the pattern does not have.
  let number: Int?

  init(_ match: RegexMatch?, _ number: Int?) { (self.match, self.number) = (match, number) }

  var range: Range<Int>? { number.flatMap { match?.range(of: $0) } }
  var value: String { number.flatMap { match?.text(of: $0) } ?? "" }

  package override var type: TypeReference { BuiltInType.group }
  package override func text(_ context: ValueContext) throws -> String { value }
}
