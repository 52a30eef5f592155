internal import PowerShell

/// Paths as text. Both kinds of slash separate; what is put together takes `/`, except where a Windows drive leads.
enum PathText {
  /// Bytes of a path (PATH_MAX).
  static let lengthLimit = 4096

  static func isSeparator(_ character: Character) -> Bool { character == "/" || character == "\\" }

  /// `C:` or `C:\…`.
  static func isWindowsDrive(_ text: String) -> Bool {
    let start = text.utf8.prefix(2)
    guard start.count == 2, let letter = start.first, start.last == UInt8(ascii: ":") else { return false }
    return UInt8(ascii: "a")...UInt8(ascii: "z") ~= letter | 0x20
  }

  /// Absolute, without `.`, `..` and empty parts. `base` is absolute.
  static func absolute(_ text: String, in base: String) -> String {
    let slashed = text.replacingBackslashes
    var kept: [Substring] = slashed.hasPrefix("/") ? [] : base.split(separator: "/")
    for part in slashed.split(separator: "/") {
      switch part {
      case ".": continue
      case "..": _ = kept.popLast()
      default: kept.append(part)
      }
    }
    return "/" + kept.joined(separator: "/")
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// Of an absolute path; "/" for "/".
  static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "/" }

  /// With the dot; "" where there is none.
  static func `extension`(_ name: String) -> String {
    guard let dot = name.lastIndex(of: "."), name.index(after: dot) < name.endIndex else { return "" }
    return String(name[dot...])
  }

  /// Without its extension.
  static func base(_ name: String) -> String { name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }

  /// Puts two parts together as Join-Path does: one separator between them.
  static func joined(_ parent: String, _ child: String) -> String {
    let isWindows = isWindowsDrive(parent) || isBackslashed(parent)
    let separator = isWindows ? "\\" : "/"
    func changed(_ text: String) -> String {
      String(text.map { isSeparator($0) ? Character(separator) : $0 })
    }
    var left = Substring(changed(parent))
    var right = Substring(changed(child))
    while let last = left.last, isSeparator(last) { left.removeLast() }
    while let first = right.first, isSeparator(first) { right.removeFirst() }
    if left.isEmpty, parent.isEmpty { return changed(child) }
    return "\(left)\(separator)\(right)"
  }

  /// A path of another drive (`HKLM:\SOFTWARE`) or of a Windows computer (`\\server\share`).
  private static func isBackslashed(_ text: String) -> Bool {
    if text.hasPrefix("\\\\") { return true }
    guard let colon = text.firstIndex(of: ":") else { return false }
    return text[..<colon].allSatisfy { !isSeparator($0) }
  }
}

extension String {
  var replacingBackslashes: String { utf8.contains(UInt8(ascii: "\\")) ? String(map { $0 == "\\" ? "/" : $0 }) : self }
}
