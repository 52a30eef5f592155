internal import FoundationEssentials
internal import Glibc
internal import HostAPI
internal import HyperV

/// Where a demonstration or a measurement lives: a folder of its own that goes with it, or `DROSTE_HOME`.
struct DemoPlace: Sendable {
  let locations: Locations
  /// Whether nobody else can have anything there.
  let isOwn: Bool

  /// - Parameter alone: in a folder of its own also where `DROSTE_HOME` is set.
  init(alone: Bool = false) throws {
    var environment = ProcessInfo.processInfo.environment
    let current = Locations.current()
    if !alone, let home = environment["DROSTE_HOME"], !home.isEmpty {
      locations = current
      isOwn = false
      return
    }
    var template = Array("/tmp/droste-demo.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw DrosteError(
        .accessDenied, "No folder can be made in /tmp.", cause: String(cString: strerror(errno)))
    }
    environment["DROSTE_HOME"] = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
    // Whoever set DROSTE_RUN meant the service of the usual home.
    environment["DROSTE_RUN"] = nil
    var own = Locations(environment: environment, userID: getuid())
    own.images = current.images
    locations = own
    isOwn = true
  }

  /// Removes both folders, where they are the demonstration's own.
  func remove() {
    guard isOwn else { return }
    for path in [locations.run, locations.home] { try? FileManager.default.removeItem(atPath: path) }
  }
}
