import HyperV
import Testing

@Suite struct ConfigurationVersionTests {
  @Test(arguments: [
    ("8.0", 8, 0), ("9.3", 9, 3), ("12.0", 12, 0), ("254.0", 254, 0), ("10.11", 10, 11), ("0.0", 0, 0),
  ])
  func reads(_ text: String, _ major: Int, _ minor: Int) throws {
    let version = try #require(ConfigurationVersion(text))
    #expect(version == ConfigurationVersion(major, minor))
    #expect(version.description == text)
  }

  @Test(arguments: ["", "12", "12.", ".0", "12.0.0", "12,0", "a.b", "-1.0", "+1.0", "1234.0", "12.0 ", " 12.0", "１２.0"])
  func refuses(_ text: String) { #expect(ConfigurationVersion(text) == nil) }

  @Test func order() {
    let sorted = ["8.0", "8.3", "9.0", "9.3", "10.0", "11.0", "12.0"].compactMap { ConfigurationVersion($0) }
    #expect(sorted.shuffled().sorted() == sorted)
    #expect(ConfigurationVersion(9, 10) > ConfigurationVersion(9, 3))
  }

  /// The list of Windows Server 2025; its newest is what a new machine gets.
  @Test func supported() {
    #expect(
      ConfigurationVersion.supported.map(\.description)
        == ["8.0", "8.1", "8.2", "8.3", "9.0", "9.1", "9.2", "9.3", "10.0", "11.0", "12.0"])
    #expect(ConfigurationVersion.newest == ConfigurationVersion.supported.last)
    #expect(MachineConfiguration(name: "m").version.description == "12.0")
  }
}
