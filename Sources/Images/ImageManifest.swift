internal import FoundationEssentials
internal import HyperV

/// `manifest.json` of an image: what it is and what it was made of.
package struct ImageManifest: Codable, Hashable, Sendable {
  package var name: String
  /// The hash of all inputs: hexadecimal SHA-256.
  package var hash: String
  /// `ImageRecipe.version` at the time of the build.
  package var recipe: Int
  package var kernelRelease: String
  /// The names of the kernel and the initramfs beside the manifest.
  package var kernel: String
  package var initrd: String
  package var commandLine: String
  package var attachesLibrary: Bool
  /// Version by package name: the pins that a rebuild without a package cache starts from.
  package var packages: [String: String]
  /// Bytes by file name.
  package var sizes: [String: Int64]
  /// Whether our own binaries were stripped of symbols (the host may have no `strip`).
  package var stripped: Bool
  /// When it was built: UTC, ISO 8601.
  package var created: String

  package init(
    name: String, hash: String, recipe: Int, kernelRelease: String, kernel: String, initrd: String,
    commandLine: String, attachesLibrary: Bool, packages: [String: String], sizes: [String: Int64], stripped: Bool,
    created: String
  ) {
    self.name = name
    self.hash = hash
    self.recipe = recipe
    self.kernelRelease = kernelRelease
    self.kernel = kernel
    self.initrd = initrd
    self.commandLine = commandLine
    self.attachesLibrary = attachesLibrary
    self.packages = packages
    self.sizes = sizes
    self.stripped = stripped
    self.created = created
  }

  /// The file's name in an image's folder.
  package static let fileName = "manifest.json"

  /// The image that this manifest in `folder` describes.
  package func image(in folder: String) -> Image {
    Image(
      name: name, kernelPath: folder + "/" + kernel, initrdPath: folder + "/" + initrd, commandLine: commandLine,
      attachesLibrary: attachesLibrary, hash: hash)
  }

  /// Whether the manifest can be of an image called `expected`: it names itself so, and its files lie beside it.
  package func isSound(named expected: String) -> Bool {
    name == expected && [kernel, initrd].allSatisfy { !$0.isEmpty && !$0.contains("/") && !$0.hasPrefix(".") }
  }
}

/// `library.json`: the hashes of the images that the library disk beside it holds.
package struct LibraryRecord: Codable, Hashable, Sendable {
  /// Image hash by image name.
  package var images: [String: String]

  package init(images: [String: String]) {
    self.images = images
  }

  /// The file's name in the library.
  package static let fileName = "library.json"
}

/// JSON files of the library: read with a size limit, written whole or not at all.
package enum JSONFile {
  /// The most that a file of ours may hold: a manifest with 1000 packages is below 100 KiB.
  package static let limit = 1 << 20

  /// What `path` holds; nil where there is no such file.
  ///
  /// - Throws: `DrosteError` (`unspecified`) where it is there but cannot be read as `T`.
  package static func read<T: Decodable>(_ type: T.Type, at path: String) throws -> T? {
    guard let size = Files.size(path) else { return nil }
    guard size <= limit, let data = FileManager.default.contents(atPath: path) else {
      throw DrosteError(.unspecified, "\(path) has \(size) bytes or cannot be read; at most \(limit) are expected.")
    }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw DrosteError(.unspecified, "\(path) is damaged.", cause: "\(error)")
    }
  }

  /// Writes `value` to `path` through a temporary file, synced before it takes the name.
  package static func write<T: Encodable>(_ value: T, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let temporary = path + ".new"
    try Files.write([UInt8](encoder.encode(value)) + [0x0a], to: temporary, mode: 0o644)
    try Files.sync(temporary)
    try Files.rename(temporary, to: path)
  }
}
