internal import FoundationEssentials
internal import HyperV

/// Builds images from Debian packages, without root and without installing anything.
///
/// In the library's folder:
/// - `guest/`, `host/`: the images. `host/usr` is the whole `/usr` of a nested host.
/// - `library.ext4`, `library.json`: both images as one disk, and the hashes of what it holds.
/// - `.cache/`: apt's lists and archives, the packages unpacked, the kernel unpacked. May be removed at any time.
/// - `.build-*`: a build in progress. An image appears only by a rename of a whole folder, so there is never half one.
public struct ImageBuilder: Sendable {
  public let library: ImageLibrary
  /// The folder with `droste`, `droste-agent`, `droste-powershell` and `droste-switch`.
  public let binaries: String

  public init(library: ImageLibrary, binaries: String) {
    self.library = library
    self.binaries = binaries
  }

  /// Builds the image `name` unless what is there was made of the same inputs. The library disk of `host` holds both
  /// images, so `host` has `guest` built first.
  ///
  /// - Parameters:
  ///   - refresh: ask apt for the newest package versions; otherwise those of the last build stay.
  ///   - progress: called from any thread, a few hundred times at most for each step.
  /// - Returns: the image, and whether it was there already.
  /// - Throws: `DrosteError`, or `CancellationError`; what was there before stays in place.
  @concurrent
  public func build(
    _ name: String, refresh: Bool = false, progress: @escaping @Sendable (ImageBuildProgress) -> Void
  ) async throws -> (image: Image, wasCached: Bool) {
    guard let recipe = ImageRecipe.named(name) else {
      let known = ImageRecipe.all.map(\.name).joined(separator: ", ")
      throw DrosteError(
        .invalidParameter, "There is no image called \"\(name)\" to build; there are: \(known).",
        hint: "droste image build guest")
    }
    try checkBinaries(recipe)
    try Files.makeFolder(library.directory, mode: 0o700)
    let lock = try await BuildLock.acquire(in: library.directory) {
      progress(ImageBuildProgress(image: name, step: .waiting, detail: "another build is running"))
    }
    defer { withExtendedLifetime(lock) {} }
    BuildFolder.removeStale(in: library.directory)

    var cache = PackageCache(library: library, image: name, progress: progress)
    try await cache.resolve(ImageRecipe.packages, refresh: refresh)
    var wasCached = true
    for part in recipe.isHost ? [.guest, recipe] : [recipe] {
      wasCached = try await build(part, cache, progress) && wasCached
    }
    wasCached = try await buildLibraryDisk(progress) && wasCached
    return (try library.image(name), wasCached)
  }

  /// Builds one image; returns whether it was there.
  private func build(
    _ recipe: ImageRecipe, _ cache: PackageCache, _ progress: @escaping @Sendable (ImageBuildProgress) -> Void
  ) async throws -> Bool {
    let hash = try await hash(recipe, cache.versions)
    let folder = library.directory + "/" + recipe.name
    if let manifest = try? library.manifest(recipe.name), manifest.hash == hash,
      [manifest.kernel, manifest.initrd].allSatisfy({ Files.size(folder + "/" + $0) == manifest.sizes[$0] })
    {
      return true
    }
    let packages = try await cache.packages()
    let build = try BuildFolder(in: library.directory)
    defer { build.remove() }
    let assembly = ImageAssembly(
      recipe: recipe, packages: packages, binaries: binaries, folder: build.path + "/image", scratch: build.path)
    progress(ImageBuildProgress(image: recipe.name, step: .assembling))
    let manifest = try await assembly.assemble(hash: hash, versions: cache.versions)
    try JSONFile.write(manifest, to: assembly.folder + "/" + ImageManifest.fileName)
    try Task.checkCancellation()
    try Files.replace(folder, with: assembly.folder, aside: build.path + "/old")
    return false
  }

  /// Writes the library disk where there is a host image and the disk does not hold the images as they are; returns
  /// whether there was nothing to do.
  private func buildLibraryDisk(_ progress: @Sendable (ImageBuildProgress) -> Void) async throws -> Bool {
    guard let host = try library.manifest(ImageRecipe.host.name),
      let guest = try library.manifest(ImageRecipe.guest.name)
    else { return true }
    let disk = library.directory + "/" + ImageLibrary.diskName
    let record = LibraryRecord(images: [host.name: host.hash, guest.name: guest.hash])
    if (try? library.record()) == record, Files.size(disk) != nil { return true }
    progress(ImageBuildProgress(image: host.name, step: .library))
    let build = try BuildFolder(in: library.directory)
    defer { build.remove() }
    let content = build.path + "/content"
    try Files.makeFolder(content)
    for name in [host.name, guest.name] {
      try await Tool.run("cp", ["-a", "-l", library.directory + "/" + name, content + "/" + name])
    }
    try JSONFile.write(record, to: content + "/" + LibraryRecord.fileName)
    let temporary = build.path + "/" + ImageLibrary.diskName
    try await LibraryDiskImage.write(content, to: temporary)
    try Task.checkCancellation()
    // In this order a kill in between leaves a disk without a record, which nobody trusts.
    Files.remove(library.directory + "/" + LibraryRecord.fileName)
    try Files.rename(temporary, to: disk)
    try JSONFile.write(record, to: library.directory + "/" + LibraryRecord.fileName)
    return false
  }

  private func checkBinaries(_ recipe: ImageRecipe) throws {
    let missing = recipe.binaries.map { binaries + "/" + $0 }.filter { Files.size($0) == nil }
    guard missing.isEmpty else {
      throw DrosteError(
        .objectNotFound,
        "The image \"\(recipe.name)\" needs our own programs; missing: \(missing.joined(separator: ", ")).",
        hint: "make build")
    }
  }

  /// The hash of everything that decides what the image will hold.
  private func hash(_ recipe: ImageRecipe, _ versions: [String: String]) async throws -> String {
    let paths = recipe.binaries.map { binaries + "/" + $0 }
    let programs = zip(recipe.binaries, try await Tool.sha256(files: paths)).map { "\($0) \($1)" }
    let packages = versions.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let head = [
      "recipe \(ImageRecipe.version) \(recipe.commandLine)", "strip \(Tool.isInstalled("strip"))", BootFiles.halt,
    ]
    let files = BootFiles.system(recipe).map { "\($0.path) \($0.mode)\n\($0.text)" }
    return try await Tool.sha256(text: (head + files + programs + packages).joined(separator: "\n"))
  }
}
