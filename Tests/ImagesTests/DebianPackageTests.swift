import Images
import Testing

@Suite struct DebianPackageTests {
  @Test func readsTheLinesOfPrintURIs() {
    let text = """
      Reading package lists...
      The following additional packages will be installed:
        adduser libc6
      'http://deb.debian.org/debian/pool/main/q/qemu/qemu-system-x86_7.2%2bdfsg_amd64.deb' \
      qemu-system-x86_1%3a7.2+dfsg-7_amd64.deb 9281168 MD5Sum:aa619fbc
      'http://deb.debian.org/x.deb' libc6_2.36-9+deb12u14_amd64.deb 2759320 SHA256:00
      """
    #expect(
      DebianPackage.parse(uris: text) == [
        DebianPackage(
          name: "libc6", version: "2.36-9+deb12u14", file: "libc6_2.36-9+deb12u14_amd64.deb", size: 2_759_320),
        DebianPackage(
          name: "qemu-system-x86", version: "1:7.2+dfsg-7", file: "qemu-system-x86_1%3a7.2+dfsg-7_amd64.deb",
          size: 9_281_168),
      ])
  }

  @Test(arguments: [
    "", "'http://x/y.deb' y_1_amd64.deb", "'http://x' ../../etc/y_1_amd64.deb 5", "'http://x' .y_1_amd64.deb 5",
    "'http://x' y_1_amd64.deb -5", "'http://x' y_1_amd64.deb five", "http://x y_1_amd64.deb 5", "'http://x' y_1.deb 5",
    "'http://x' y$(id)_1_amd64.deb 5", "'http://x' __amd64.deb 5",
  ])
  func refusesOtherLines(_ line: String) {
    #expect(DebianPackage(uriLine: line) == nil)
  }

  @Test func versionsByName() {
    let resolution = PackageResolution(
      wanted: ["b"],
      packages: [
        DebianPackage(name: "a", version: "1", file: "a_1_all.deb", size: 1),
        DebianPackage(name: "b", version: "1:2", file: "b_1%3a2_all.deb", size: 1),
      ])
    #expect(resolution.versions == ["a": "1", "b": "1:2"])
  }
}
