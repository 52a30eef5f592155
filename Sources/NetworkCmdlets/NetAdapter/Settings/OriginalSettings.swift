/// What adapters had before it was first changed here: Linux does not tell what a driver starts with, so it is kept in
/// a file below /run (`adapter.IFACE.INDEX`), which like the settings is gone after a restart. What
/// Reset-NetAdapterAdvancedProperty puts back.
struct OriginalSettings {
  /// Bytes of the file; a setting has about 40.
  private static let sizeLimit = 64 << 10

  private let path: String

  init(_ adapter: Adapter, _ environment: NetworkEnvironment) {
    path = "\(environment.runFolder)/adapter.\(adapter.interface).\(adapter.index)"
  }

  /// Name and value.
  var all: [String: String] {
    let lines = (Files.read(path, limit: Self.sizeLimit) ?? "").textLines
    let pairs = lines.compactMap { line -> (String, String)? in
      let parts = line.split(separator: "=", maxSplits: 1)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// Keeps values unless older ones are kept. Errors: CannotWriteFile.
  func remember(_ values: [String: String]) throws {
    let old = all
    guard !values.keys.allSatisfy({ old[$0] != nil }) else { return }
    let values = values.merging(old) { _, old in old }
    try Files.write(path, values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined())
  }
}
