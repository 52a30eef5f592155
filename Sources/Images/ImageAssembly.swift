internal import FoundationEssentials
internal import HyperV

/// Puts one image together in a folder of its own.
struct ImageAssembly {
  let recipe: ImageRecipe
  let packages: UnpackedPackages
  /// The folder with our own programs.
  let binaries: String
  /// Where the image is made.
  let folder: String
  /// A folder for what does not stay.
  let scratch: String

  /// Makes the kernel, the initramfs and, for a host, `usr`; returns what was made. The manifest is not written yet.
  func assemble(hash: String, versions: [String: String]) async throws -> ImageManifest {
    try Files.makeFolder(folder)
    let programs = try await strippedPrograms()
    let initrdRoot = scratch + "/initrd"
    try await makeUser(initrdRoot + "/usr", isLibrary: false, programs.folder)
    if recipe.isHost { try await makeUser(folder + "/usr", isLibrary: true, programs.folder) }
    try makeSystem(initrdRoot)
    try Task.checkCancellation()

    var archive = try CPIOArchive(path: folder + "/initrd")
    // init opens the console before devtmpfs is mounted.
    try archive.addFolder("dev")
    try archive.addCharacterDevice("dev/console", mode: 0o600, major: 5, minor: 1)
    try archive.addTree(initrdRoot)
    try archive.finish()

    let kernel = packages.kernel.contains("/vmlinux-") ? "vmlinux" : "vmlinuz"
    try Files.link(packages.kernel, to: folder + "/" + kernel)
    var sizes: [String: Int64] = [:]
    for name in [kernel, "initrd"] { sizes[name] = Files.size(folder + "/" + name) }
    return ImageManifest(
      name: recipe.name, hash: hash, recipe: ImageRecipe.version, kernelRelease: packages.release, kernel: kernel,
      initrd: "initrd", commandLine: recipe.commandLine, attachesLibrary: recipe.isHost, packages: versions,
      sizes: sizes, stripped: programs.stripped, created: Date().formatted(.iso8601))
  }

  /// Copies of our programs, without their symbols where the host has `strip`.
  private func strippedPrograms() async throws -> (folder: String, stripped: Bool) {
    let target = scratch + "/bin"
    try Files.makeFolder(target)
    let canStrip = Tool.isInstalled("strip")
    for name in recipe.binaries {
      let source = binaries + "/" + name
      // A program that is a script has nothing to strip.
      if canStrip, try ELFFile.isELF(source) {
        try await Tool.run("strip", ["-o", target + "/" + name, source])
      } else {
        try await Tool.run("cp", [source, target + "/" + name])
      }
      try await Tool.run("chmod", ["0755", target + "/" + name])
    }
    return (target, canStrip)
  }

  /// Makes a `/usr` in `root`: that of the initramfs, or the one in the library, which holds all of the first and
  /// what a host needs beyond it.
  private func makeUser(_ root: String, isLibrary: Bool, _ programs: String) async throws {
    let tree = packages.tree
    var files: [String: String] = [:]
    var needing: [(path: String, origin: String)] = []
    func add(_ path: String) throws {
      let source = try tree.find(path)
      files[String(path.dropFirst())] = source
      needing.append((source, path.split(separator: "/").dropLast().joined(separator: "/")))
    }
    for path in ImageRecipe.programs + (isLibrary ? ImageRecipe.hostPrograms : []) { try add(path) }
    for name in isLibrary ? recipe.binaries : ImageRecipe.guest.binaries {
      files["usr/bin/" + name] = programs + "/" + name
      needing.append((programs + "/" + name, "usr/bin"))
    }
    if isLibrary {
      for path in ImageRecipe.hostModuleLibraries { try add(path) }
      for path in ImageRecipe.firmware { files[String(path.dropFirst())] = try tree.find(path) }
    }
    files["usr/bin/busybox"] = try tree.find("/bin/busybox")
    var libraries = SharedLibraries(in: tree)
    for file in needing { try libraries.add(neededBy: file.path, origin: file.origin) }
    files.merge(libraries.files) { first, _ in first }
    // glibc loads it by name when a thread ends.
    if !libraries.files.isEmpty {
      let path = "/usr/lib/x86_64-linux-gnu/libgcc_s.so.1"
      files[String(path.dropFirst())] = try tree.find(path)
    }
    for name in ["bin", "sbin", "lib", "lib64"] { try Files.makeFolder(root + "/" + name) }
    for (path, source) in files {
      let target = root + path.dropFirst("usr".count)
      try Files.makeFolder(String(target[..<(target.lastIndex(of: "/") ?? target.endIndex)]))
      // Links in the packages (libz.so.1) lead to files of other names; the name that is asked for is what counts.
      try Files.link(Files.resolved(source), to: target)
    }
    for name in ImageRecipe.shellNames {
      try Files.symbolicLink("\(root)/bin/\(name)", to: isLibrary ? "droste" : "droste-powershell")
    }
    try await addApplets(root)
    try await addModules(root, isLibrary: isLibrary)
  }

  /// busybox under each of its names that no other program has.
  private func addApplets(_ root: String) async throws {
    let names = try await Tool.run(packages.tree.find("/bin/busybox"), ["--list-full"])
    for name in BootFiles.haltNames {
      try Files.write(Array(BootFiles.halt.utf8), to: root + "/sbin/" + name, mode: 0o755)
    }
    for path in names.split(separator: "\n") {
      let parts = path.split(separator: "/")
      guard let name = parts.last, name != "busybox" else { continue }
      let folder = parts.contains("sbin") ? "sbin" : "bin"
      if ["bin", "sbin"].contains(where: { Files.size("\(root)/\($0)/\(name)") != nil }) { continue }
      let target = folder == "sbin" ? "../bin/busybox" : "busybox"
      try Files.symbolicLink("\(root)/\(folder)/\(name)", to: target)
    }
  }

  private func addModules(_ root: String, isLibrary: Bool) async throws {
    let release = packages.release
    let source = try packages.tree.find("/lib/modules/\(release)/modules.builtin")
    let sourceFolder = String(source.dropLast("/modules.builtin".count))
    let target = "\(root)/lib/modules/\(release)"
    let paths = packages.modules.closure(
      names: ImageRecipe.initrdModules + (isLibrary ? ImageRecipe.hostModules : []),
      folders: isLibrary ? ImageRecipe.hostModuleFolders : [])
    try Files.makeFolder(target)
    for path in ["modules.builtin", "modules.order"] + paths {
      let folder = path.split(separator: "/").dropLast().joined(separator: "/")
      if !folder.isEmpty { try Files.makeFolder(target + "/" + folder) }
      try Files.link(sourceFolder + "/" + path, to: target + "/" + path)
    }
    // depmod -b wants to see lib/modules below its base.
    try await Tool.run(packages.tree.find("/bin/busybox"), ["depmod", "-b", root, release])
  }

  /// Everything of the initramfs outside `/usr`.
  private func makeSystem(_ root: String) throws {
    for name in ["proc", "sys", "dev", "run", "tmp", "etc/droste", "root", "library", "var/log", "var/lib", "mnt"] {
      try Files.makeFolder(root + "/" + name)
    }
    for name in ["bin", "sbin", "lib", "lib64"] { try Files.symbolicLink(root + "/" + name, to: "usr/" + name) }
    try Files.symbolicLink(root + "/init", to: "usr/bin/busybox")
    try Files.symbolicLink(root + "/etc/mtab", to: "/proc/self/mounts")
    for file in BootFiles.system(recipe) {
      try Files.write(Array(file.text.utf8), to: root + "/" + file.path, mode: file.mode)
    }
  }
}
