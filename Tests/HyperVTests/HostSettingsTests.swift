import Ethernet
import HyperV
import Testing

@Suite struct HostSettingsTests {
  static func settings(_ first: String, _ last: String, _ path: String = "/d") -> HostSettings {
    HostSettings(
      macAddressMinimum: MACAddress(first)!, macAddressMaximum: MACAddress(last)!, virtualMachinePath: "/v",
      virtualHardDiskPath: path)
  }

  static let rows: [(HostSettings, [String], UInt64)] = [
    (settings("00155D000000", "00155D0000FF"), [], 256),
    (settings("00155D000000", "00155D000000"), [], 1),
    (settings("00155D000001", "00155D000000"), ["macAddressMaximum: 00-15-5D-00-00-00 is below the minimum"], 0),
    (settings("00155D000000", "00155EFFFFFF"), ["macAddressMaximum: the first three octets"], 0x200_0000),
    (
      settings("01155D000000", "01155D0000FF"),
      [
        "macAddressMinimum: 01-15-5D-00-00-00 is not the address of one adapter",
        "macAddressMaximum: 01-15-5D-00-00-FF is not the address of one adapter",
      ], 256
    ), (settings("00155D000000", "00155D0000FF", "d"), ["virtualHardDiskPath: \"d\" is not an absolute path"], 256),
    (settings("00155D000000", "00155D0000FF", ""), ["virtualHardDiskPath: \"\" is not an absolute path"], 256),
  ]

  @Test(arguments: rows) func rules(_ settings: HostSettings, _ expected: [String], _ count: UInt64) {
    let found = settings.problems()
    #expect(found.count == expected.count)
    for (text, start) in zip(found, expected) { #expect(text.hasPrefix(start)) }
    #expect(settings.macAddressCount == count)
  }
}
