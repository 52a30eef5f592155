internal import PowerShell
internal import Synchronization

/// The parameters of all cmdlets of the five modules, as text that is read one cmdlet at a time when it is first used.
///
/// A cmdlet begins with `# NAME`, followed by its impact where it supports ShouldProcess. Then come lines: `default` with
/// a set, `gives` with types, a `ParameterLine` for each parameter, and `? PARAMETER set …` or `? PARAMETER range LOW
/// HIGH` for the values that a parameter takes.
enum CommandTable {
  /// A module's name on Windows with its texts.
  static let modules: [(name: String, texts: [String])] = [
    ("Hyper-V", [hyperVAddToExport, hyperVGet, hyperVGrantToSave, hyperVSetToWait]),
    ("NetNat", [netNat]), ("NetAdapter", [netAdapter]), ("NetTCPIP", [netTCPIP]), ("DnsClient", [dnsClient]),
  ]

  /// The description of one cmdlet.
  struct Row: Sendable {
    let name: String
    let module: String
    /// Its lines, the head first.
    let text: Substring
  }

  /// Every cmdlet of a module in the order of the table.
  static func rows(_ module: String) -> [Row] { rowsByModule[module] ?? [] }

  private static let rowsByModule: [String: [Row]] = Dictionary(
    uniqueKeysWithValues: modules.map { module in
      (module.name, module.texts.flatMap { split($0, module.name) })
    })

  /// Cuts a text at its heads. Only bytes are looked at: all of it is ASCII.
  private static func split(_ text: String, _ module: String) -> [Row] {
    let bytes = text.utf8
    var starts: [String.Index] = []
    var index = bytes.startIndex
    var isLineStart = true
    while index < bytes.endIndex {
      if isLineStart, bytes[index] == UInt8(ascii: "#") { starts.append(index) }
      isLineStart = bytes[index] == UInt8(ascii: "\n")
      bytes.formIndex(after: &index)
    }
    return starts.enumerated().map { number, start in
      let part = text[start..<(number + 1 < starts.count ? starts[number + 1] : text.endIndex)]
      let head = part.utf8.dropFirst(2).prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
      return Row(name: String(Substring(head)), module: module, text: part)
    }
  }
}

extension CommandTable.Row {
  /// What the binder needs.
  ///
  /// - Parameters:
  ///   - errorSource: the second part of FullyQualifiedErrorId.
  ///   - synopsis: what Get-Help shows first.
  ///   - more: parameters of this product's own.
  func metadata(errorSource: String, synopsis: String, more: [String] = []) throws -> CommandMetadata {
    var lines: [String] = []
    var validations: [String: [ParameterValidation]] = [:]
    var (defaultSet, outputs): (String?, [String]) = (nil, [])
    let all = text.split(separator: "\n")
    let head = (all.first ?? "").split(separator: " ")
    for line in all.dropFirst() {
      let rest = { (length: Int) in line.dropFirst(length) }
      if line.hasPrefix("default ") {
        defaultSet = String(rest(8))
      } else if line.hasPrefix("gives ") {
        outputs = rest(6).split(separator: ",").map { $0.trimmingSpaces() }
      } else if line.hasPrefix("? ") {
        let (name, rule) = Self.rule(rest(2))
        if let rule { validations[name, default: []].append(rule) }
      } else {
        lines.append(String(line))
      }
    }
    let impact = head.count > 2 ? ConfirmImpact(named: String(head[2])) : nil
    return try CommandMetadata(
      cmdlet: name, module: module, errorSource: errorSource, lines + more, defaultSetName: defaultSet,
      supportsShouldProcess: impact != nil, confirmImpact: impact ?? .medium, outputTypes: outputs, synopsis: synopsis,
      validations: validations, types: CommandTypes.find)
  }

  private static func rule(_ line: Substring) -> (String, ParameterValidation?) {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3 else { return ("", nil) }
    let name = String(words[0])
    guard words[1] == "range" else {
      return (name, .set(words[2].split(separator: ",").map { $0.trimmingSpaces() }))
    }
    let limits = words[2].split(separator: " ").compactMap { Int64($0) }
    return (name, limits.count == 2 ? .range(.int64(limits[0]), .int64(limits[1])) : nil)
  }
}

extension StringProtocol {
  /// Without spaces at either end.
  func trimmingSpaces() -> String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
