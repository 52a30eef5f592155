internal import HyperV

/// The dependencies of a kernel's modules, as depmod writes them (modules.dep(5)).
package struct KernelModules: Sendable {
  /// Dependencies by module path, both relative to the release's folder.
  private var dependencies: [String: [String]] = [:]
  /// Module path by module name, `_` for `-`.
  private var paths: [String: String] = [:]

  /// Reads lines of `PATH: DEPENDENCY...`; others are left out.
  package init(dependencyText text: String) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let colon = line.firstIndex(of: ":"), line[..<colon].contains(".ko") else { continue }
      let path = String(line[..<colon])
      dependencies[path] = line[line.index(after: colon)...].split(separator: " ").map(String.init)
      paths[Self.name(path)] = path
    }
  }

  /// The paths of the modules called `names` and of those in `folders`, with all they depend on, sorted. A name that
  /// no file has is left out: such a module is built into the kernel.
  package func closure(names: [String] = [], folders: [String] = []) -> [String] {
    var open = names.compactMap { paths[Self.name($0)] }
    open += dependencies.keys.filter { path in folders.contains { path.hasPrefix($0 + "/") } }
    var found: Set<String> = []
    while let path = open.popLast() {
      guard found.insert(path).inserted else { continue }
      open += dependencies[path] ?? []
    }
    return found.sorted()
  }

  /// `kernel/arch/x86/kvm/kvm-amd.ko.xz` is called kvm_amd.
  private static func name(_ path: String) -> String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.prefix { $0 != "." }.map { $0 == "-" ? "_" : $0 })
  }
}
