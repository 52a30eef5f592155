import HostNetwork
import Testing

@Suite struct AdapterNameTests {
  @Test(arguments: [
    ("VmNAT", "ve-VmNAT"),
    ("a/b: c", "ve-a-b-c"),
    ("Süd", "ve-S-d"),
    ("123456789012", "ve-123456789012"),
    ("under_score", "ve-under_score"),
  ])
  func isReadableWhereItFits(name: String, expected: String) {
    #expect(AdapterName.interface(switchName: name) == expected)
  }

  @Test func tooLongGetsAHash() {
    let first = AdapterName.interface(switchName: "Production network 1")
    let second = AdapterName.interface(switchName: "Production network 2")
    #expect(first.hasPrefix("ve-Product-"))
    #expect(first.utf8.count == 15)
    #expect(first != second)
    #expect(first == AdapterName.interface(switchName: "Production network 1"))
  }

  @Test func takenGetsAHashAndThenAnother() {
    let first = AdapterName.interface(switchName: "x", taken: ["ve-x"])
    let second = AdapterName.interface(switchName: "x", taken: ["ve-x", first])
    #expect(Set(["ve-x", first, second]).count == 3)
    #expect(first.hasPrefix("ve-x-") && second.hasPrefix("ve-x-"))
  }

  @Test func aliasIsHyperVsName() { #expect(AdapterName.alias(switchName: "Vm NAT") == "vEthernet (Vm NAT)") }
}
