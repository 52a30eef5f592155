/// Reads the kernel's tables of words and numbers, by bytes: as text, /proc/net/snmp alone is half a million instructions.
package enum KernelTable {
  private static let newline = UInt8(ascii: "\n")

  /// Calls `body` with each line until it returns true.
  static func lines(_ bytes: ArraySlice<UInt8>, until body: (ArraySlice<UInt8>) -> Bool) {
    var rest = bytes
    while !rest.isEmpty {
      let line = rest.prefix { $0 != newline }
      if body(line) { return }
      rest = rest[line.endIndex...].dropFirst()
    }
  }

  /// The words of a line, between blanks and tabs.
  static func words(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  /// A decimal number; nil for anything else, and for one beyond 64 bits.
  static func number(_ word: ArraySlice<UInt8>) -> UInt64? {
    guard !word.isEmpty else { return nil }
    var value: UInt64 = 0
    for byte in word {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      let (tens, isTooLong) = value.multipliedReportingOverflow(by: 10)
      let (sum, isTooLarge) = tens.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
      guard !isTooLong, !isTooLarge else { return nil }
      value = sum
    }
    return value
  }

  /// Of /proc/meminfo and its like, `Name:   123 kB`: the number of a name.
  package static func number(of name: String, in bytes: ArraySlice<UInt8>) -> UInt64? {
    var found: UInt64?
    lines(bytes) { line in
      guard line.starts(with: name.utf8) else { return false }
      let rest = line.dropFirst(name.utf8.count)
      guard rest.first == UInt8(ascii: ":") else { return false }
      found = words(rest.dropFirst()).first.flatMap(number)
      return true
    }
    return found
  }

  /// Of /proc/net/snmp, where a line of names is followed by one of numbers, and both begin with the protocol: what `body` is
  /// given for each name.
  package static func counters(
    _ protocols: [String], in bytes: ArraySlice<UInt8>, _ body: (String, ArraySlice<UInt8>, UInt64) -> Void
  ) {
    var names: [ArraySlice<UInt8>] = []
    lines(bytes) { line in
      guard
        let found = protocols.first(where: { line.starts(with: $0.utf8) && line.dropFirst($0.utf8.count).first == 0x3A }
        )
      else { return false }
      let words = words(line)
      if names.first == words.first {
        for (name, word) in zip(names, words).dropFirst() {
          if let value = number(word) { body(found, name, value) }
        }
        names = []
      } else {
        names = words
      }
      return false
    }
  }
}
