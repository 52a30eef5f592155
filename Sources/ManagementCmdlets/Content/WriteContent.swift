internal import Glibc
internal import PowerShell

/// Set-Content, Add-Content and Clear-Content.
final class WriteContent: Cmdlet {
  private static let lines = [
    "!Path@0<property String[] in Path", "!LiteralPath<property String[] = PSPath in LiteralPath",
    "!Value@1<value<property Object[]", "PassThru SwitchParameter", "NoNewline SwitchParameter", "Encoding",
    "Force SwitchParameter",
  ]

  static let setCommand = command("Set-Content", "SetContentCommand", "Writes lines into a file in place of its own.") {
    WriteContent(append: false)
  }

  static let addCommand = command("Add-Content", "AddContentCommand", "Adds lines at the end of a file.", ["ac"]) {
    WriteContent(append: true)
  }

  private static func command(
    _ name: String, _ source: String, _ synopsis: String, _ aliases: [String] = ["sc"],
    _ make: @escaping @Sendable () -> any Cmdlet
  ) -> CommandInfo {
    CommandInfo(
      cmdlet: name, module: ModuleName.management, aliases: aliases,
      metadata: {
        try CommandMetadata(
          cmdlet: name, module: ModuleName.management, errorSource: "Microsoft.PowerShell.Commands.\(source)",
          lines + ItemSelection.filters, defaultSetName: "Path", supportsShouldProcess: true, synopsis: synopsis,
          allowing: ["Value": [.null, .emptyString, .emptyCollection]])
      }, make)
  }

  static let clearCommand = CommandInfo(
    cmdlet: "Clear-Content", module: ModuleName.management, aliases: ["clc"],
    metadata: {
      try CommandMetadata(
        cmdlet: "Clear-Content", module: ModuleName.management,
        errorSource: "Microsoft.PowerShell.Commands.ClearContentCommand",
        ItemSelection.parameters + ItemSelection.filters + ["Force SwitchParameter"], defaultSetName: "Path",
        supportsShouldProcess: true, synopsis: "Empties a file and keeps it.")
    }, { ClosureCmdlet(clear) })

  private let append: Bool
  private var targets: [Target]?

  private enum Target {
    case file(String, FileWriter, TextEncoding)
    case item(ItemPath, [Value])
  }

  init(append: Bool) { self.append = append }

  func process(_ invocation: Invocation) throws {
    if targets == nil { targets = try open(invocation) }
    let values = invocation.bound.elements("Value") ?? [.null]
    let newLine = invocation.bound.isSet("NoNewline") ? "" : "\n"
    targets = try (targets ?? []).map { target in
      switch target {
      case .item(let place, let held): return .item(place, held + values)
      case .file(let path, let writer, let encoding):
        do {
          for value in values {
            if encoding == .byte {
              guard case .integer(let number) = try value.converted(to: BuiltInType.uint8).unwrapped else { continue }
              try writer.write([UInt8(truncatingIfNeeded: number.bits)])
            } else {
              try writer.write(encoding.encode(try value.displayString(invocation.host.values) + newLine))
            }
          }
        } catch let error as SystemError {
          throw ItemError.system(error.number, path, "WriteContent")
        }
        return target
      }
    }
    if invocation.bound.isSet("PassThru") { try invocation.writeOutput(values) }
  }

  private func open(_ invocation: Invocation) throws -> [Target] {
    let state = try invocation.management()
    let encoding = try TextEncoding(named: invocation.bound.string("Encoding"))
    let selection = try ItemSelection(invocation)
    var targets: [Target] = []
    for given in ItemSelection.given(invocation) {
      do {
        let places = given.isPattern ? try state.matches(given.text) : [try state.place(given.text)]
        for place in places where selection.fits(place.name) {
          if let target = try open(place, encoding, invocation, state) { targets.append(target) }
        }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
    return targets
  }

  private func open(
    _ place: ItemPath, _ encoding: TextEncoding, _ invocation: Invocation, _ state: ManagementState
  ) throws -> Target? {
    guard place.provider == .fileSystem else {
      guard place.provider != .registry else { throw ItemError.registryDenied(place) }
      guard try invocation.shouldProcess("Item: \(place.text)", append ? "Add Content" : "Set Content") else {
        return nil
      }
      let old = append ? FlatItems(state, place.provider).content(place.path).map { [$0] } ?? [] : []
      return .item(place, old)
    }
    guard try invocation.shouldProcess("Path: \(place.path)", append ? "Add Content" : "Set Content") else {
      return nil
    }
    do {
      let status = FileStatus(place.path)
      if let status, status.isFile, status.isReadOnly {
        guard invocation.bound.isSet("Force") else { throw SystemError(EACCES, place.path) }
        _ = chmod(place.path, mode_t(status.mode | 0o200))
      }
      let isNew = !append || (status?.size ?? 0) == 0
      let writer = try FileWriter(place.path, append: append)
      if isNew { try writer.write(encoding.mark) }
      return .file(place.path, writer, encoding)
    } catch let error as SystemError {
      let number = error.number == EISDIR ? EACCES : error.number
      throw ItemError.system(number, place.path, "GetContentWriter")
    }
  }

  func end(_ invocation: Invocation) throws {
    let state = try invocation.management()
    for target in targets ?? [] {
      switch target {
      case .file(let path, let writer, _):
        do { try writer.finish() } catch let error as SystemError {
          try invocation.writeError(ItemError.system(error.number, path, "WriteContent"))
        }
      case .item(let place, let values):
        try FlatItems(state, place.provider).set(place.path, .collected(values))
      }
    }
    targets = nil
  }

  /// What was not finished is left as it was before.
  func clean() { targets = nil }

  private static func clear(_ invocation: Invocation) throws {
    for place in try ItemSelection(invocation).places(invocation) {
      do {
        guard place.provider == .fileSystem else {
          throw place.provider == .registry
            ? ItemError.registryDenied(place) : ItemError.notSupported("clearing of content", place)
        }
        guard try invocation.shouldProcess("Item: \(place.path)", "Clear Content") else { continue }
        do { try FileBytes.write(place.path, []) } catch let error as SystemError {
          throw ItemError.system(error.number == EISDIR ? EACCES : error.number, place.path, "ClearContent")
        }
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }
}
