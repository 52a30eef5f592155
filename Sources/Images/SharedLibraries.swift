internal import HyperV

/// Finds the shared libraries that programs need, through the `DT_NEEDED` entries of each file, in unpacked packages.
struct SharedLibraries {
  private let tree: PackageTree
  /// Path of the file in the packages by path in the image (`usr/lib/x86_64-linux-gnu/libz.so.1`).
  private(set) var files: [String: String] = [:]

  /// Where Debian's loader searches, as paths below `/usr` of the image.
  private static let folders = ["lib/x86_64-linux-gnu", "lib"]

  init(in tree: PackageTree) {
    self.tree = tree
  }

  /// Adds what the file at `path` needs, and what that needs. `origin` is its folder in the image, below `/`.
  mutating func add(neededBy path: String, origin: String) throws {
    var open = [(path: path, origin: origin)]
    while let file = open.popLast() {
      guard let elf = try ELFFile(Files.read(file.path, limit: 1 << 30), path: file.path) else { continue }
      if let interpreter = elf.interpreter, let loader = interpreter.split(separator: "/").last.map(String.init) {
        // x86-64's ABI names /lib64; the file itself lies with the libraries.
        files["usr/lib64/" + loader] = try tree.find("/lib/x86_64-linux-gnu/" + loader)
      }
      for name in elf.needed {
        let folders = elf.runPath.compactMap { Self.folder($0, origin: file.origin) } + Self.folders.map { "usr/" + $0 }
        if folders.contains(where: { files["\($0)/\(name)"] != nil }) { continue }
        guard !name.contains("/"), let (folder, found) = find(name, in: folders)
        else {
          throw DrosteError(
            .objectNotFound, "\(file.path) needs the library \(name), which no package has.",
            hint: "droste image build host --refresh")
        }
        files["\(folder)/\(name)"] = found
        open.append((found, folder))
      }
    }
  }

  private func find(_ name: String, in folders: [String]) -> (folder: String, path: String)? {
    for folder in folders {
      if let path = try? tree.find("/\(folder)/\(name)") { return (folder, path) }
    }
    return nil
  }

  /// A search folder as a path below `/`, under `usr`; nil where it would lead out of it.
  private static func folder(_ runPath: String, origin: String) -> String? {
    let path = runPath.split(separator: "$ORIGIN", omittingEmptySubsequences: false).joined(separator: "/" + origin)
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(part)
      }
    }
    if parts.first == "lib" { parts.insert("usr", at: 0) }
    return parts.first == "usr" ? parts.joined(separator: "/") : nil
  }
}
