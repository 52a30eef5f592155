internal import HyperV

/// `.cache` of the library: the packages that images are made of, resolved, fetched and unpacked, each once.
struct PackageCache {
  private let library: ImageLibrary
  private let image: String
  private let progress: @Sendable (ImageBuildProgress) -> Void
  private var resolution: PackageResolution?
  /// The version of each package by name.
  private(set) var versions: [String: String] = [:]

  private var folder: String { library.directory + "/.cache" }
  private var resolutionPath: String { folder + "/resolution.json" }
  private var source: PackageSource { PackageSource(folder: folder + "/apt") }

  init(
    library: ImageLibrary, image: String, progress: @escaping @Sendable (ImageBuildProgress) -> Void
  ) {
    self.library = library
    self.image = image
    self.progress = progress
  }

  /// Decides on package versions: those of the last build, from its record or from the manifest of what it built;
  /// apt's where there are none of `wanted` or `refresh` is set.
  mutating func resolve(_ wanted: [String], refresh: Bool) async throws {
    if !refresh {
      if let known = try? JSONFile.read(PackageResolution.self, at: resolutionPath), known.wanted == wanted.sorted() {
        resolution = known
        versions = known.versions
        return
      }
      if let manifest = try? library.manifest(image), manifest.recipe == ImageRecipe.version {
        versions = manifest.packages
        return
      }
    }
    try await resolve()
  }

  private mutating func resolve() async throws {
    let progress = progress
    let image = image
    progress(ImageBuildProgress(image: image, step: .resolving))
    try Files.makeFolder(folder, mode: 0o755)
    let resolution = try await source.resolve(ImageRecipe.packages) {
      progress(ImageBuildProgress(image: image, step: .resolving, detail: $0))
    }
    try JSONFile.write(resolution, to: resolutionPath)
    self.resolution = resolution
    versions = resolution.versions
  }

  /// The packages, fetched and unpacked, and the kernel in the form to boot.
  func packages() async throws -> UnpackedPackages {
    var pinned = self
    if pinned.resolution == nil { try await pinned.resolve() }
    guard let resolution = pinned.resolution else {
      throw DrosteError(.unspecified, "No packages were resolved.", hint: "droste image build \(image) --refresh")
    }
    let packages = resolution.packages
    let identity = try await Tool.sha256(text: packages.map(\.file).joined(separator: "\n")).prefix(16)
    let root = "\(folder)/packages-\(identity)"
    if !Files.isFolder(root) {
      try await fetch(packages, into: root)
    }
    let tree = PackageTree(root: root)
    let kernel = try await kernel(in: tree, identity: String(identity))
    removeOthers(than: String(identity))
    return UnpackedPackages(tree: tree, kernel: kernel.path, modules: kernel.modules, release: kernel.release)
  }

  private func fetch(_ packages: [DebianPackage], into root: String) async throws {
    let progress = progress
    let image = image
    let count = packages.count
    let bytes = packages.reduce(0) { $0 + $1.size }
    try await source.download(packages) { done, doneBytes in
      progress(
        ImageBuildProgress(
          image: image, step: .downloading, completed: done, total: count, completedBytes: doneBytes,
          totalBytes: bytes))
    }
    _ = try await PackageTree.unpack(packages, from: source.archives, to: root) {
      progress(ImageBuildProgress(image: image, step: .unpacking, completed: $0, total: count))
    }
  }

  private func kernel(
    in tree: PackageTree, identity: String
  ) async throws -> (path: String, modules: KernelModules, release: String) {
    let release = try tree.kernelRelease()
    let packed = try tree.find("/boot/vmlinuz-" + release)
    let unpacked = "\(folder)/vmlinux-\(identity)"
    var path = unpacked
    if Files.size(unpacked) == nil {
      progress(ImageBuildProgress(image: image, step: .kernel, detail: release))
      if let vmlinux = try KernelImage.vmlinux(in: Files.read(packed, limit: KernelImage.limit)) {
        try Files.write(vmlinux, to: unpacked + ".new", mode: 0o644)
        try Files.sync(unpacked + ".new")
        try Files.rename(unpacked + ".new", to: unpacked)
      } else {
        path = packed
      }
    }
    // busybox is static, so the packages' own runs here whatever the host's C library is.
    let dependencies = try await Tool.run(tree.find("/bin/busybox"), ["depmod", "-n", "-b", tree.root, release])
    return (path, KernelModules(dependencyText: dependencies), release)
  }

  /// Drops what earlier package versions left. Images link to the files, so none of theirs goes.
  private func removeOthers(than identity: String) {
    for name in Files.names(in: folder) where name.hasPrefix("packages-") || name.hasPrefix("vmlinux-") {
      if !name.hasSuffix(identity) { Files.remove(folder + "/" + name) }
    }
  }
}

/// What an image is put together from.
struct UnpackedPackages {
  var tree: PackageTree
  /// The kernel to boot.
  var kernel: String
  var modules: KernelModules
  var release: String
}
