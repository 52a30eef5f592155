import FoundationEssentials
import Glibc
import HostAPI
import HyperV
import TestSupport
import Testing

@Suite struct LocationsTests {
  @Test(
    arguments: [
      ([:], 0, "/var/lib/droste", "/var/lib/droste/images", "/run/droste"),
      (
        ["HOME": "/home/u", "XDG_RUNTIME_DIR": "/run/user/7"], 7, "/home/u/.local/state/droste",
        "/home/u/.local/state/droste/images", "/run/user/7/droste"
      ),
      (["DROSTE_HOME": "/a", "DROSTE_IMAGES": "/b", "DROSTE_RUN": "/c"], 7, "/a", "/b", "/c"),
      (["DROSTE_HOME": "h", "DROSTE_RUN": "./x/../r", "DROSTE_IMAGES": ""], 0, "/w/h", "/w/h/images", "/w/r"),
    ] as [([String: String], UInt32, String, String, String)])
  func folders(_ environment: [String: String], _ user: UInt32, _ home: String, _ images: String, _ run: String) {
    let found = Locations(environment: environment, userID: user, workingDirectory: "/w")
    #expect(found == Locations(home: home, images: images, run: run))
    #expect(found.socket == run + "/api.sock")
  }

  /// Two homes never share a service, and the same one finds its own again.
  @Test func runFollowsHome() {
    func run(_ home: String) -> String { Locations(environment: ["DROSTE_HOME": home], userID: 7).run }
    #expect(run("/a") != run("/b"))
    #expect(run("/a") == run("/a/./"))
    #expect(run("/a").hasPrefix("/tmp/droste-7-"))
  }

  @Test func variablesLeadBack() {
    let locations = Locations(home: "/a", images: "/b", run: "/c")
    #expect(Locations(environment: locations.environment, userID: 7) == locations)
  }

  @Test func preparesPrivateFolders() throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let locations = Locations(home: folder.path + "/x/y/home", run: folder.path + "/run")
    try locations.prepare()
    try locations.prepare()
    for path in [locations.home, locations.run] { #expect(AccessTests.mode(path) == 0o700) }
    chmod(locations.run, 0o755)
    let open = #expect(throws: DrosteError.self) { try locations.prepare() }
    #expect(open?.code == .accessDenied)
    #expect(open?.hint?.contains("chmod 700 \(locations.run)") == true)
  }

  @Test func linkInThePlaceOfRun() throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/run", withDestinationPath: folder.path)
    let error = #expect(throws: DrosteError.self) {
      try Locations(home: folder.path + "/home", run: folder.path + "/run").prepare()
    }
    #expect(error?.code == .accessDenied)
  }

  @Test func tooLongForSockets() {
    let run = "/tmp/" + String(repeating: "x", count: Locations.longestRun - 4)
    let error = #expect(throws: DrosteError.self) { try Locations(home: "/tmp", run: run).prepare() }
    #expect(error?.code == .invalidParameter)
    #expect(error?.hint?.contains("DROSTE_RUN") == true)
  }
}
