internal import FoundationEssentials
public import HyperV

/// The images that machines of this host can run, in one folder.
///
/// On the host where images are built it holds a folder per image and `library.ext4`, a disk with those folders. In
/// a nested host the folder is that disk, mounted read-only; nothing is ever written there.
public struct ImageLibrary: Sendable {
  /// The absolute path of the folder, `$DROSTE_IMAGES`.
  public let directory: String

  /// - Parameter directory: the folder; a relative path is taken from the current folder. It need not be there yet.
  public init(directory: String) {
    let isAbsolute = directory.hasPrefix("/")
    self.directory = isAbsolute ? directory : FileManager.default.currentDirectoryPath + "/" + directory
  }

  /// The disk image's name in the folder.
  static let diskName = "library.ext4"

  /// The image called `name`.
  ///
  /// - Throws: `DrosteError`: `objectNotFound` where it was never built, `unspecified` where what is there is damaged
  ///   or does not fit the library disk.
  public func image(_ name: String) throws(DrosteError) -> Image {
    guard ImageRecipe.named(name) != nil else {
      let known = ImageRecipe.all.map(\.name).joined(separator: ", ")
      throw DrosteError(
        .objectNotFound, "There is no image called \"\(name)\"; there can be: \(known).", hint: "droste image list")
    }
    guard let manifest = try manifest(name) else {
      throw DrosteError(
        .objectNotFound, "The image \"\(name)\" was not found in \(directory).", hint: "droste image build \(name)")
    }
    let image = manifest.image(in: directory + "/" + name)
    for path in [image.kernelPath, image.initrdPath] where Files.size(path) == nil {
      throw DrosteError(
        .unspecified, "The image \"\(name)\" is damaged: \(path) is missing.", hint: "droste image build \(name)")
    }
    if image.attachesLibrary, try record()?.images[name] != image.hash {
      throw DrosteError(
        .unspecified, "The library disk in \(directory) does not fit the image \"\(name)\".",
        hint: "droste image build \(name)")
    }
    return image
  }

  /// Every image that is there, by name.
  public func list() throws(DrosteError) -> [Image] {
    var images: [Image] = []
    for recipe in ImageRecipe.all {
      guard let manifest = try manifest(recipe.name) else { continue }
      images.append(manifest.image(in: directory + "/" + recipe.name))
    }
    return images.sorted { $0.name < $1.name }
  }

  /// The disk that a machine of the `host` image gets.
  ///
  /// - Throws: `DrosteError` (`objectNotFound`) where there is none.
  public func libraryDisk() throws(DrosteError) -> LibraryDisk {
    let file = directory + "/" + Self.diskName
    if Files.size(file) != nil { return .file(file) }
    if let device = mountedDevice() { return .blockDevice(device) }
    throw DrosteError(
      .objectNotFound, "There is no library disk: \(file) is not there, and \(directory) is not on a disk of its own.",
      hint: "droste image build host")
  }

  func manifest(_ name: String) throws(DrosteError) -> ImageManifest? {
    let path = "\(directory)/\(name)/\(ImageManifest.fileName)"
    do {
      guard let manifest = try JSONFile.read(ImageManifest.self, at: path) else { return nil }
      guard manifest.isSound(named: name) else {
        throw DrosteError(.unspecified, "\(path) does not describe the image \"\(name)\".")
      }
      return manifest
    } catch let error as DrosteError {
      throw DrosteError(error.code, error.message, cause: error.cause, hint: "droste image build \(name)")
    } catch {
      throw DrosteError(.unspecified, "\(path) cannot be read.", cause: "\(error)")
    }
  }

  func record() throws(DrosteError) -> LibraryRecord? {
    do {
      return try JSONFile.read(LibraryRecord.self, at: directory + "/" + LibraryRecord.fileName)
    } catch let error as DrosteError {
      throw error
    } catch {
      throw DrosteError(.unspecified, "\(LibraryRecord.fileName) cannot be read.", cause: "\(error)")
    }
  }

  /// The block device of the file system that is mounted exactly at the folder.
  private func mountedDevice() -> String? {
    guard let data = FileManager.default.contents(atPath: "/proc/self/mountinfo"),
      let number = MountTable.device(mountedAt: Files.resolved(directory), in: String(decoding: data, as: UTF8.self)),
      let event = FileManager.default.contents(atPath: "/sys/dev/block/\(number)/uevent")
    else { return nil }
    for line in String(decoding: event, as: UTF8.self).split(separator: "\n") where line.hasPrefix("DEVNAME=") {
      return "/dev/" + line.dropFirst("DEVNAME=".count)
    }
    return nil
  }
}
