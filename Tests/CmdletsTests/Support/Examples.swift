import Cmdlets
import FoundationEssentials
import PowerShell

/// The documentation's examples and cmdlets, where they are: the folder that `DROSTE_FACTS` names, else `shared/hyperv`
/// beside the repository.
enum Examples {
  struct Example: Decodable, Sendable, CustomStringConvertible {
    let cmdlet: String
    let module: String
    let title: String
    let code: String
    var description: String { "\(cmdlet), \(title)" }
  }

  static let folder: String? = {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let candidates = [ProcessInfo.processInfo.environment["DROSTE_FACTS"] ?? "", "/\(root)/../shared/hyperv"]
    return candidates.first { FileManager.default.fileExists(atPath: "\($0)/examples.jsonl") }
  }()

  static func all() throws -> [Example] { try rows("examples.jsonl") }

  static func cmdlets() throws -> [CommandTableRow] { try rows("cmdlets.jsonl") }

  private static func rows<Row: Decodable>(_ file: String) throws -> [Row] {
    guard let folder else { return [] }
    let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
    return try text.split(separator: "\n").map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
  }
}
