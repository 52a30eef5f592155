internal import FoundationEssentials
internal import HyperV

/// Packages unpacked over one another in a folder, and the ways to find things in it.
struct PackageTree {
  let root: String

  /// Unpacks `packages` from `archives` into the folder `root`, which appears only when it is whole.
  ///
  /// - Parameter progress: gets the number of packages unpacked.
  static func unpack(
    _ packages: [DebianPackage], from archives: String, to root: String,
    progress: @escaping @Sendable (Int) -> Void
  ) async throws -> PackageTree {
    if Files.isFolder(root) { return PackageTree(root: root) }
    let temporary = root + ".part"
    Files.remove(temporary)
    try Files.makeFolder(temporary)
    // dpkg-deb waits for its decompressor, so as many as there are processors keep them busy.
    let width = max(1, ProcessInfo.processInfo.activeProcessorCount)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, package) in packages.enumerated() {
        if index >= width {
          try await group.next()
          progress(index - width + 1)
        }
        group.addTask {
          try await Tool.run("dpkg-deb", ["-x", archives + "/" + package.file, temporary])
        }
      }
      try await group.waitForAll()
    }
    progress(packages.count)
    try Files.rename(temporary, to: root)
    return PackageTree(root: root)
  }

  /// The path of the file that is called `path` (from `/`) on a system with these packages. Both `/usr/bin/x` and
  /// `/bin/x` find it, wherever its package puts it.
  func find(_ path: String) throws -> String {
    let plain = path.hasPrefix("/usr/") ? String(path.dropFirst(4)) : path
    for candidate in [root + plain, root + "/usr" + plain] where Files.size(candidate) != nil { return candidate }
    throw DrosteError(.objectNotFound, "No package has the file \(path).", hint: "droste image build host --refresh")
  }

  /// The kernel's release: the one folder below `lib/modules`.
  func kernelRelease() throws -> String {
    for folder in [root + "/lib/modules", root + "/usr/lib/modules"] {
      if let release = Files.names(in: folder).last(where: { Files.isFolder("\(folder)/\($0)/kernel") }) {
        return release
      }
    }
    throw DrosteError(.objectNotFound, "No package has kernel modules.", hint: "droste image build host --refresh")
  }
}
