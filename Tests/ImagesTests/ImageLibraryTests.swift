import HyperV
import Images
import Testing

@Suite struct ImageLibraryTests {
  static func manifest(_ name: String, hash: String = "h1", kernel: String = "vmlinux") -> ImageManifest {
    ImageManifest(
      name: name, hash: hash, recipe: ImageRecipe.version, kernelRelease: "6.1.0", kernel: kernel, initrd: "initrd",
      commandLine: "console=ttyS0", attachesLibrary: name == "host", packages: ["libc6": "2.36"], sizes: [:],
      stripped: true, created: "2030-01-01T00:00:00Z")
  }

  private func add(_ manifest: ImageManifest, to folder: TemporaryFolder) throws {
    for name in ["vmlinux", "initrd"] { try folder.write("x", to: manifest.name + "/" + name) }
    try JSONFile.write(manifest, to: "\(folder.path)/\(manifest.name)/manifest.json")
  }

  private func failure(_ body: () throws -> Void) -> DrosteError? {
    do {
      try body()
      return nil
    } catch {
      return error as? DrosteError
    }
  }

  @Test func anImageThatWasNeverBuiltSaysHowToBuildIt() throws {
    let folder = try TemporaryFolder()
    let library = ImageLibrary(directory: folder.path)
    let error = failure { _ = try library.image("guest") }
    #expect(error?.code == .objectNotFound)
    #expect(error?.hint == "droste image build guest")
    #expect(try library.list().isEmpty)
  }

  @Test func anUnknownImageIsNamedAndNeverAPath() throws {
    let folder = try TemporaryFolder()
    for name in ["gast", "../guest", ""] {
      let error = failure { _ = try ImageLibrary(directory: folder.path).image(name) }
      #expect(error?.code == .objectNotFound)
      #expect(error?.message.contains("guest, host") == true)
    }
  }

  @Test func findsAndListsWhatIsThere() throws {
    let folder = try TemporaryFolder()
    try add(Self.manifest("guest"), to: folder)
    let library = ImageLibrary(directory: folder.path)
    let image = try library.image("guest")
    #expect(image.kernelPath == folder.path + "/guest/vmlinux")
    #expect(image.initrdPath == folder.path + "/guest/initrd")
    #expect(!image.attachesLibrary)
    #expect(try library.list() == [image])
  }

  @Test func aHostImageMustFitTheLibraryDisk() throws {
    let folder = try TemporaryFolder()
    try add(Self.manifest("host", hash: "new"), to: folder)
    let library = ImageLibrary(directory: folder.path)
    let record = folder.path + "/library.json"
    #expect(failure { _ = try library.image("host") }?.hint == "droste image build host")
    try JSONFile.write(LibraryRecord(images: ["host": "old", "guest": "g"]), to: record)
    #expect(failure { _ = try library.image("host") }?.hint == "droste image build host")
    try JSONFile.write(LibraryRecord(images: ["host": "new", "guest": "g"]), to: record)
    #expect(try library.image("host").attachesLibrary)
  }

  @Test(arguments: ["", "{", "[]", "{\"name\":\"guest\"}", String(repeating: "x", count: 2 << 20)])
  func aDamagedManifestIsAnErrorThatMendsItself(_ text: String) throws {
    let folder = try TemporaryFolder()
    try add(Self.manifest("guest"), to: folder)
    try folder.write(text, to: "guest/manifest.json")
    let error = failure { _ = try ImageLibrary(directory: folder.path).image("guest") }
    #expect(error?.code == .unspecified)
    #expect(error?.hint == "droste image build guest")
  }

  @Test(arguments: ["../../etc/passwd", "", ".."])
  func aManifestCannotNameFilesElsewhere(_ kernel: String) throws {
    let folder = try TemporaryFolder()
    try add(Self.manifest("guest", kernel: kernel), to: folder)
    #expect(failure { _ = try ImageLibrary(directory: folder.path).image("guest") }?.code == .unspecified)
  }

  @Test func aMissingKernelIsNamed() throws {
    let folder = try TemporaryFolder()
    try add(Self.manifest("guest"), to: folder)
    Files.remove(folder.path + "/guest/vmlinux")
    let error = failure { _ = try ImageLibrary(directory: folder.path).image("guest") }
    #expect(error?.message.contains("/guest/vmlinux") == true)
  }

  @Test func theLibraryDiskIsTheFileThatWasBuilt() throws {
    let folder = try TemporaryFolder()
    let library = ImageLibrary(directory: folder.path)
    #expect(failure { _ = try library.libraryDisk() }?.code == .objectNotFound)
    try folder.write("disk", to: "library.ext4")
    #expect(try library.libraryDisk() == .file(folder.path + "/library.ext4"))
  }
}
