/// A version of two to four numbers (System.Version).
package struct Version: Hashable, Sendable, Comparable {
  package let major: Int32
  package let minor: Int32
  /// -1 when it is not given, as .NET has it.
  package let build: Int32
  package let revision: Int32

  package init(_ major: Int32, _ minor: Int32, _ build: Int32 = -1, _ revision: Int32 = -1) {
    (self.major, self.minor, self.build, self.revision) = (major, minor, build, revision)
  }

  /// Two to four parts, none negative. The error is .NET's.
  package init(parsing text: String) throws {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard 2...4 ~= parts.count else {
      throw PowerShellError.argument("Version string portion was too short or too long.")
    }
    var numbers: [Int32] = [-1, -1, -1, -1]
    for (index, part) in parts.enumerated() {
      let trimmed = part.filter { $0 != " " }
      guard let number = Int32(trimmed), !trimmed.hasPrefix("+") else { throw PowerShellError.format() }
      guard number >= 0 else {
        throw PowerShellError.outOfRange("Version's parameters must be greater than or equal to zero.", "version")
      }
      numbers[index] = number
    }
    self.init(numbers[0], numbers[1], numbers[2], numbers[3])
  }

  package static func < (left: Version, right: Version) -> Bool {
    (left.major, left.minor, left.build, left.revision) < (right.major, right.minor, right.build, right.revision)
  }

  package var text: String {
    [major, minor, build, revision].filter { $0 >= 0 }.map(String.init).joined(separator: ".")
  }
}
