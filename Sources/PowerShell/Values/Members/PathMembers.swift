import FoundationEssentials

/// System.IO.Path. Both kinds of slash separate, since scripts write either; what is put together takes the one that
/// its first part uses.
enum PathMembers {
  private static func isSeparator(_ unit: UInt16) -> Bool { unit == 0x2F || unit == 0x5C }

  private static func isRooted(_ path: [UInt16]) -> Bool {
    path.first.map(isSeparator) ?? false || path.count > 1 && path[1] == 0x3A
  }

  private static func units(_ arguments: [Value], _ index: Int) throws -> [UInt16] {
    Array(try arguments.text(index).utf16)
  }

  private static func name(_ path: [UInt16]) -> [UInt16] {
    Array(path[((path.lastIndex { isSeparator($0) || $0 == 0x3A } ?? -1) + 1)...])
  }

  private static func `extension`(_ path: [UInt16]) -> [UInt16] {
    let name = name(path)
    guard let dot = name.lastIndex(of: 0x2E), dot < name.count - 1 else { return [] }
    return Array(name[dot...])
  }

  private static func text(_ units: some Collection<UInt16>) -> Value { .string(String(codeUnits: Array(units))) }

  private static func combine(_ parts: [[UInt16]]) -> [UInt16] {
    var result: [UInt16] = []
    for part in parts where !part.isEmpty {
      if result.isEmpty || isRooted(part) {
        result = part
        continue
      }
      if let last = result.last, !isSeparator(last), last != 0x3A {
        let slash: UInt16 = result.contains(0x5C) || result.count > 1 && result[1] == 0x3A ? 0x5C : 0x2F
        result.append(slash)
      }
      result += part
    }
    return result
  }

  /// Without `.` and `..`.
  private static func normalized(_ path: [UInt16]) -> [UInt16] {
    let slash = path.first(where: isSeparator) ?? 0x2F
    var kept: [ArraySlice<UInt16>] = []
    for part in path.split(whereSeparator: isSeparator) {
      if part.elementsEqual([0x2E]) { continue }
      if part.elementsEqual([0x2E, 0x2E]) {
        if kept.count > (path.count > 1 && path[1] == 0x3A ? 1 : 0) { kept.removeLast() }
      } else {
        kept.append(part)
      }
    }
    let root: [UInt16] = path.first.map(isSeparator) ?? false ? [slash] : []
    return root + Array(kept.joined(separator: [slash]))
  }

  static let table = MemberTable(
    staticProperties: [
      Property("DirectorySeparatorChar") { _, _ in .character(0x2F) },
      Property("AltDirectorySeparatorChar") { _, _ in .character(0x5C) },
      Property("PathSeparator") { _, _ in .character(0x3A) },
    ],
    staticMethods: [
      Method("Combine", 1...64) { _, arguments, _ in
        text(combine(try arguments.rest(from: 0).map { Array(try $0.displayString().utf16) }))
      },
      Method("GetFileName", 1) { _, arguments, _ in text(name(try units(arguments, 0))) },
      Method("GetFileNameWithoutExtension", 1) { _, arguments, _ in
        let name = name(try units(arguments, 0))
        return text(name[..<(name.lastIndex(of: 0x2E) ?? name.count)])
      },
      Method("GetExtension", 1) { _, arguments, _ in text(`extension`(try units(arguments, 0))) },
      Method("HasExtension", 1) { _, arguments, _ in .boolean(!`extension`(try units(arguments, 0)).isEmpty) },
      Method("ChangeExtension", 2) { _, arguments, _ in
        let path = try units(arguments, 0)
        let suffix = try arguments.text(1)
        let dot = name(path).lastIndex(of: 0x2E).map { path.count - name(path).count + $0 } ?? path.count
        let added = arguments[1].isNull ? "" : suffix.hasPrefix(".") ? suffix : "." + suffix
        return text(path[..<dot] + Array(added.utf16))
      },
      Method("GetDirectoryName", 1) { _, arguments, _ in
        let path = try units(arguments, 0)
        guard let slash = path.lastIndex(where: isSeparator) else { return "" }
        let isRoot = slash == 0 || slash == 2 && path[1] == 0x3A
        if isRoot, slash == path.count - 1 { return .null }
        return text(path[..<(isRoot ? slash + 1 : slash)])
      },
      Method("GetPathRoot", 1) { _, arguments, _ in
        let path = try units(arguments, 0)
        if path.first.map(isSeparator) ?? false { return text(path.prefix(1)) }
        guard path.count > 1, path[1] == 0x3A else { return "" }
        return text(path.prefix(path.count > 2 && isSeparator(path[2]) ? 3 : 2))
      },
      Method("IsPathRooted", 1) { _, arguments, _ in .boolean(isRooted(try units(arguments, 0))) },
      Method("GetFullPath", 1) { _, arguments, context in
        text(normalized(combine([Array(context.currentDirectory().utf16), try units(arguments, 0)])))
      },
      Method("GetTempPath", 0) { _, _, context in
        .string((context.environment("TMPDIR") ?? context.environment("TEMP") ?? "/tmp").withSlash)
      },
      Method("GetRandomFileName", 0) { _, _, _ in
        let letters = Array("abcdefghijklmnopqrstuvwxyz012345".utf16)
        let picked = (0..<11).map { _ in letters[Int.random(in: 0..<32)] }
        return text(picked[..<8] + [0x2E] + picked[8...])
      },
      Method("GetTempFileName", 0) { _, _, context in
        let folder = (context.environment("TMPDIR") ?? "/tmp").withSlash
        let name = "tmp" + String(UInt32.random(in: 0 ... .max), radix: 16, uppercase: true) + ".tmp"
        guard FileManager.default.createFile(atPath: folder + name, contents: nil) else {
          throw PowerShellError.exception(
            "System.IO.IOException", "The temporary file '\(folder + name)' cannot be made.")
        }
        return .string(folder + name)
      },
      Method("GetInvalidPathChars", 0) { _, _, _ in
        .array(ArrayObject((Array("\"<>|".utf16) + Array(0..<32)).map { .character($0) }, of: BuiltInType.character))
      },
      Method("GetInvalidFileNameChars", 0) { _, _, _ in
        let units = Array("\"<>|:*?\\/".utf16) + Array(0..<32)
        return .array(ArrayObject(units.map { .character($0) }, of: BuiltInType.character))
      },
    ])
}

extension String {
  fileprivate var withSlash: String { hasSuffix("/") ? self : self + "/" }
}
