import Glibc
import HyperV
import Images
import Synchronization
import Testing

@Suite struct ImageBuilderTests {
  @Test(arguments: [
    ("gast", DrosteError.Code.invalidParameter, "droste image build guest"), ("guest", .objectNotFound, "make build"),
    ("host", .objectNotFound, "make build"),
  ])
  func whatCannotBeBuiltIsRefusedBeforeAnything(_ name: String, _ code: DrosteError.Code, _ hint: String) async throws {
    let folder = try TemporaryFolder()
    let builder = ImageBuilder(library: ImageLibrary(directory: folder.path + "/images"), binaries: folder.path)
    let error = await #expect(throws: DrosteError.self) { try await builder.build(name) { _ in } }
    #expect(error?.code == code)
    #expect(error?.hint == hint)
    #expect(Files.names(in: folder.path).isEmpty)
  }

  /// Fetches 80 MB of packages from the host's Debian archive and takes 20 s to a few minutes.
  @Test(.enabled(if: getenv("DROSTE_TEST_IMAGES") != nil, "set DROSTE_TEST_IMAGES to build real images"))
  func buildsBothImagesFromPackages() async throws {
    let folder = try TemporaryFolder()
    for name in ["droste", "droste-agent", "droste-powershell", "droste-switch"] {
      try folder.write("#!/bin/sh\nexec sleep 100000\n", to: "bin/" + name, mode: 0o755)
    }
    let images = folder.path + "/images"
    let library = ImageLibrary(directory: images)
    let builder = ImageBuilder(library: library, binaries: folder.path + "/bin")
    let steps = Mutex<[ImageBuildProgress.Step]>([])
    func build(_ name: String) async throws -> (image: Image, wasCached: Bool) {
      steps.withLock { $0 = [] }
      return try await builder.build(name) { progress in steps.withLock { $0.append(progress.step) } }
    }

    let first = try await build("host")
    #expect(!first.wasCached)
    #expect(steps.withLock { Set($0) }.isSuperset(of: [.resolving, .downloading, .unpacking, .assembling, .library]))
    #expect(try library.list().map(\.name) == ["guest", "host"])
    #expect(try Files.read(first.image.initrdPath, limit: 1 << 30).starts(with: Array("070701".utf8)))
    #expect(try ELFFile(Files.read(first.image.kernelPath, limit: 1 << 30), path: "kernel")?.hasPVHEntry == true)
    #expect(Files.size(images + "/host/usr/bin/qemu-system-x86_64") != nil)
    let disk = try Files.read(try library.libraryDisk().path, limit: 1 << 30)
    // The volume name in the super block, see ext4's on-disk layout.
    #expect(String(decoding: disk[1144..<1158], as: UTF8.self) == "droste-library")
    #expect(Files.names(in: images) == [".cache", ".lock", "guest", "host", "library.ext4", "library.json"])

    let second = try await build("host")
    #expect(second.wasCached && second.image == first.image)
    #expect(steps.withLock { $0 }.isEmpty)

    try folder.write("#!/bin/sh\nexec sleep 99999\n", to: "bin/droste-switch", mode: 0o755)
    let third = try await build("host")
    #expect(!third.wasCached && third.image.hash != first.image.hash)
    // Neither apt nor the packages are touched again, and the guest image holds no switch.
    #expect(steps.withLock { $0 } == [.assembling, .library])
    #expect(try library.image("guest").hash == library.list()[0].hash)
  }
}
