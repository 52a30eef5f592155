internal import PowerShell

/// A file or folder as an object: System.IO.FileInfo and System.IO.DirectoryInfo. Its facts are those of the moment it
/// was made, until `Refresh()`.
// SAFETY: used by the thread of its session, as any object of an evaluator.
final class FileEntry: @unchecked Sendable {
  let path: String
  /// Of what a link leads to, where it leads somewhere.
  private(set) var status: FileStatus?
  private(set) var isLink: Bool
  let isContainer: Bool

  /// `isContainer` decides the kind where nothing is there.
  init(_ path: String, isContainer: Bool? = nil) {
    self.path = path
    let own = FileStatus(path, followsLinks: false)
    isLink = own?.kind == .link
    status = isLink ? FileStatus(path) ?? own : own
    self.isContainer = isContainer ?? status?.isFolder ?? false
  }

  func refresh() {
    let own = FileStatus(path, followsLinks: false)
    isLink = own?.kind == .link
    status = isLink ? FileStatus(path) ?? own : own
  }

  var name: String { PathText.name(path) }

  var exists: Bool { FileStatus(path).map { $0.isFolder == isContainer } ?? false }

  /// System.IO.FileAttributes.
  var attributes: Int64 {
    var bits: Int64 = isContainer ? 16 : 32
    if let status, status.isReadOnly { bits |= 1 }
    if name.hasPrefix(".") { bits |= 2 }
    if isLink { bits |= 1024 }
    return bits
  }

  /// Six letters: directory, archive, read only, hidden, system, link.
  var mode: String {
    let bits = attributes
    let letters: [(Int64, Character)] = [(16, "d"), (32, "a"), (1, "r"), (2, "h"), (4, "s"), (1024, "l")]
    return String(letters.map { bits & $0.0 != 0 ? $0.1 : "-" })
  }

  /// The object. Its text is the full path, so that an argument which is made out of it finds it from anywhere.
  var value: Value {
    .object(
      HostObject(isContainer ? FileTypes.directoryInfo : FileTypes.fileInfo, payload: self) {
        ($0 as? FileEntry)?.path
      })
  }
}
