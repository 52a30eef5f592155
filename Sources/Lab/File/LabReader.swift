internal import FoundationEssentials

extension Lab {
  /// Reads and checks a lab file.
  ///
  /// - Throws: `LabDiagnostics` with everything that is wrong: that the file cannot be read, that it is no YAML, or
  ///   every key, value and reference that is not right.
  public init(contentsOf file: String) throws(LabDiagnostics) {
    self = try Lab(yaml: Self.text(of: file), file: file)
  }

  /// Checks the text of a lab file. `file` is named in messages, and relative disk paths start from its folder.
  public init(yaml: String, file: String) throws(LabDiagnostics) {
    let sink = DiagnosticSink()
    let start = LabPlace(path: "", position: .init(line: 1, column: 1))
    func diagnostics() -> LabDiagnostics { LabDiagnostics(file: file, sink.diagnostics) }

    guard yaml.utf8.count <= LabLimits.fileBytes else {
      sink.error(start, "larger than \(LabLimits.fileBytes) bytes")
      throw diagnostics()
    }
    let root: YAMLValue?
    do {
      root = try YAMLReader.read(yaml)
    } catch {
      sink.error(.init(path: "", position: error.position), error.text)
      throw diagnostics()
    }
    guard let root, !root.isNull else {
      sink.error(start, "the file is empty; a lab has at least a name")
      throw diagnostics()
    }
    guard let reader = SectionReader(.lab, root, path: "", sink: sink) else { throw diagnostics() }
    let name = reader.text("name")
    let draft = DraftReader(sink: sink).level(reader, depth: 0)
    let path = URL(filePath: file).deletingLastPathComponent().absoluteURL.path
    let checker = LabChecker(sink: sink, name: name?.value ?? "", folder: path)
    let level = checker.level(draft, in: .init(path: [], outer: [], uplinks: nil))
    guard !sink.hasErrors, let name else { throw diagnostics() }
    self.init(name: name.value, file: file, level: level, warnings: diagnostics().warnings)
  }

  private static func text(of file: String) throws(LabDiagnostics) -> String {
    func failure(_ text: String, mend: String? = nil) -> LabDiagnostics {
      LabDiagnostics(
        file: file, [.init(.error, .init(path: "", position: .init(line: 1, column: 1)), text)], mend: mend)
    }
    let data: Data
    do {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: URL(filePath: file).resolvingSymlinksInPath().path)
      guard attributes[.type] as? FileAttributeType == .typeRegular else { throw failure("not a file") }
      let size = attributes[.size] as? any BinaryInteger
      guard size.map({ Int(clamping: $0) }) ?? 0 <= LabLimits.fileBytes else {
        throw failure("larger than \(LabLimits.fileBytes) bytes")
      }
      data = try Data(contentsOf: URL(filePath: file))
    } catch let error as LabDiagnostics {
      throw error
    } catch {
      guard !FileManager.default.fileExists(atPath: file) else {
        throw failure("cannot be read: \(error)", mend: "ls -l \(file)")
      }
      let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
      throw failure("no such file", mend: "ls \(folder.isEmpty ? "/" : folder)")
    }
    guard let text = String(validating: data, as: UTF8.self) else { throw failure("not UTF-8") }
    return text
  }
}
