/// Why bytes could not be made of a value, or a value of bytes.
package enum CodingFailure: Error, Equatable, CustomStringConvertible {
  /// The bytes end too early.
  case truncated
  /// Bytes are left over after the value.
  case trailing(Int)
  /// A number that says what follows, and is none of those known.
  case unknown(String, UInt64)
  /// More of something than `RemotingLimits` allow.
  case limit(String, Int)
  case notUTF8
  /// A value that must not leave the process.
  case secret(String)

  package var description: String { message }

  package var message: String {
    switch self {
    case .truncated: "The bytes of a value end too early."
    case .trailing(let count): "\(count) bytes follow the value."
    case .unknown(let what, let number): "The \(what) \(number) is not known."
    case .limit(let what, let limit): "The value has more than \(limit) \(what)."
    case .notUTF8: "A text is not valid UTF-8."
    case .secret(let type): "A \(type) is not sent to another session: it would arrive unprotected."
    }
  }
}
