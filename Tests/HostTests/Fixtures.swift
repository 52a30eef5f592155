import FoundationEssentials
import Glibc
import Host
import Logging

/// Runs `body` with a folder of its own, gone afterwards.
func withFolder(_ body: (String) async throws -> Void) async throws {
  var template = Array("/tmp/dh.XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw CannotMakeFolder() }
  let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await body(folder)
}

/// Runs `body` with a store of its own.
func withStore(_ body: (Store) async throws -> Void) async throws {
  try await withFolder { folder in try await body(try Store(path: folder + "/s")) }
}

struct CannotMakeFolder: Error {}

/// A log that nobody reads.
let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
