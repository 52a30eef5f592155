internal import Glibc
internal import PowerShell

/// Get-FileHash.
enum GetFileHash {
  static let command = CommandInfo(
    cmdlet: "Get-FileHash", module: ModuleName.utility,
    metadata: {
      try CommandMetadata(
        cmdlet: "Get-FileHash", module: ModuleName.utility, errorSource: "Get-FileHash",
        [
          "!Path@0<value<property String[] in Path", "!LiteralPath<property String[] = PSPath in LiteralPath",
          "Algorithm",
        ], defaultSetName: "Path", synopsis: "Gives the digest of a file: SHA256, or another by -Algorithm.",
        validations: ["Algorithm": [.set(MessageDigest.Algorithm.allCases.map(\.rawValue))]])
    }, { ClosureCmdlet(run) })

  private static func run(_ invocation: Invocation) throws {
    let name = invocation.bound.string("Algorithm") ?? "SHA256"
    let algorithm = MessageDigest.Algorithm.allCases.first { $0.rawValue.isSameName(as: name) } ?? .sha256
    for place in try ItemSelection(invocation).places(invocation) {
      guard place.provider == .fileSystem else {
        try invocation.writeError(ItemError.notSupported("digests", place))
        continue
      }
      // A folder has none.
      if FileStatus(place.path)?.isFolder ?? false { continue }
      do {
        let file = try FileDescriptor(place.path, O_RDONLY)
        var digest = MessageDigest(algorithm)
        while let piece = try file.read(upTo: FileBytes.chunk), !piece.isEmpty {
          digest.update(piece)
          if invocation.isStopping { return }
        }
        let bag = PropertyBag(
          [
            "Algorithm": .string(algorithm.rawValue),
            "Hash": .string(MessageDigest.hexadecimal(digest.finish())), "Path": .string(place.path),
          ], typeName: "Microsoft.Powershell.Utility.FileHash")
        try invocation.writeOutput(.object(bag))
      } catch is SystemError {
        try invocation.writeError(
          PowerShellError(
            "The file '\(place.path)' cannot be read.", id: "FileReadError", category: .readError,
            exceptionType: "System.Exception", target: .string(place.path)))
      }
    }
  }
}
