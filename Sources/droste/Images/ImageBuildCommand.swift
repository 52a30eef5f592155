internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Images
internal import Terminal

struct ImageBuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Build an image from Debian packages. Needs no root, installs nothing.",
    discussion: """
      guest is a small Linux with the agent; host is a Linux that runs Droste, and has guest built too. Done already,
      it takes a second.

      Examples:
        droste image build host
        droste image build guest --refresh
      """)

  @Argument(help: "guest or host.") var name: String
  @Flag(help: "Take the newest package versions.") var refresh = false

  func run() async throws {
    let locations = Locations.current()
    let builder = try ImageBuilder(library: ImageLibrary(directory: locations.images), binaries: Self.binaries())
    let display = ProgressDisplay()
    let result: (image: Image, wasCached: Bool)
    do {
      result = try await Interruption.shared.run(grace: 10) { [name, refresh] in
        try await builder.build(name, refresh: refresh) { display.show($0) }
      }
    } catch {
      display.end()
      throw error
    }
    display.show(result.image.name, wasCached: result.wasCached)
    display.end()
    let what = result.wasCached ? "was there already" : "is built"
    Output.standard.writeLine("Image \(name) \(what), in \(locations.images)/\(name)")
  }

  /// The folder with this program and its companions.
  static func binaries() throws -> String {
    "/" + (try ServiceStart.executable()).split(separator: "/").dropLast().joined(separator: "/")
  }
}

extension ProgressDisplay {
  /// Shows how far the build of an image is; without counts where each would be a line of its own.
  func show(_ progress: ImageBuildProgress) {
    let step =
      switch progress.step {
      case .waiting: "waiting for another build"
      case .resolving: "choosing package versions"
      case .downloading: "fetching packages"
      case .unpacking: "unpacking packages"
      case .kernel: "unpacking the kernel"
      case .assembling: "putting it together"
      case .library: "writing the library disk"
      }
    var note = step
    if isLive {
      if progress.total > 0 { note += " \(progress.completed) of \(progress.total)" }
      if progress.totalBytes > 0 {
        let (done, all) = (UInt64(max(0, progress.completedBytes)), UInt64(max(0, progress.totalBytes)))
        note += ", \(Quantity.bytes(done)) of \(Quantity.bytes(all))"
      }
      if !progress.detail.isEmpty { note += ": " + progress.detail }
    }
    update("image \(progress.image)", state: .working, note: note)
  }

  func show(_ image: String, wasCached: Bool) {
    update("image \(image)", state: wasCached ? .unchanged : .done, note: wasCached ? "is there already" : "built")
  }
}
