internal import ArgumentParser
internal import HostAPI
internal import HyperV
internal import Images
internal import Terminal

struct ImageListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the images that machines can boot.",
    discussion: """
      Example:
        droste image list
      """)

  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    let locations = Locations.current()
    let images = try ImageLibrary(directory: locations.images).list()
    if json { return try Output.json(images) }
    if images.isEmpty {
      return Output.standard.writeLine("No images in \(locations.images). Build them: droste image build host")
    }
    var table = TextTable([.init("name"), .init("hash"), .init("kernel")])
    for image in images {
      table.append([Output.style.paint(image.name.printable, .name), String(image.hash.prefix(12)), image.kernelPath])
    }
    Output.table(table)
  }
}
