import FoundationEssentials
import HyperV
import Testing

@Suite struct VLANTests {
  @Test(arguments: [
    ("1", "1"), ("1-10,20", "1-10,20"), ("20, 1-3 ,2", "1-3,20"), ("4094", "4094"), ("1-4094", "1-4094"),
    ("1,2,3,5", "1-3,5"), ("63-65", "63-65"),
  ])
  func sets(_ text: String, _ written: String) throws {
    let set = try #require(VLANSet(text))
    #expect(set.description == written)
    #expect(VLANSet(set.ids) == set)
    #expect(try JSONDecoder().decode(VLANSet.self, from: JSONEncoder().encode(set)) == set)
  }

  @Test(arguments: [
    "", "0", "4095", "5-3", "1-", "-1", "1--2", "1,,2", "a", "1 2", "1-4095", "٣", "+1", "99999999999999999999", "1,",
  ])
  func refusedSets(_ text: String) { #expect(VLANSet(text) == nil) }

  @Test func membership() throws {
    let set = try #require(VLANSet("1-3,64,4094"))
    #expect(set.ids == [1, 2, 3, 64, 4094])
    for id in [0, 4, 63, 65, 4093, 4095, -1, 1 << 40] { #expect(!set.contains(id)) }
    #expect(VLANSet().isEmpty && !set.isEmpty)
    #expect(VLANSet([4095]) == nil)
  }

  @Test func json() throws {
    let modes: [(VLANConfiguration, String)] = [
      (.untagged, #"{"mode":"Untagged"}"#), (.access(id: 5), #"{"id":5,"mode":"Access"}"#),
      (.trunk(native: 1, allowed: VLANSet("1-10,20")!), #"{"allowed":"1-10,20","mode":"Trunk","native":1}"#),
      (
        .privateIsolated(primary: 10, secondary: 200),
        #"{"mode":"Private","primary":10,"privateMode":"Isolated","secondary":200}"#
      ),
      (
        .privateCommunity(primary: 10, secondary: 201),
        #"{"mode":"Private","primary":10,"privateMode":"Community","secondary":201}"#
      ),
      (
        .privatePromiscuous(primary: 10, secondaries: VLANSet("200-201")!),
        #"{"mode":"Private","primary":10,"privateMode":"Promiscuous","secondaries":"200-201"}"#
      ),
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    for (mode, text) in modes {
      #expect(String(decoding: try encoder.encode(mode), as: UTF8.self) == text)
      #expect(try JSONDecoder().decode(VLANConfiguration.self, from: Data(text.utf8)) == mode)
    }
  }

  @Test(arguments: [
    "{}", #"{"mode":"Private"}"#, #"{"mode":"Private","primary":1}"#,
    #"{"mode":"Private","primary":1,"privateMode":"Alone"}"#,
    #"{"mode":"Private","primary":1,"privateMode":"Isolated"}"#,
    #"{"mode":"Private","primary":1,"privateMode":"Promiscuous","secondary":2}"#, #"{"mode":"Isolated"}"#,
    #"{"mode":"Access"}"#, #"{"mode":"Trunk","native":0}"#,
    #"{"mode":"Trunk","allowed":"0"}"#, #"{"mode":"Trunk","allowed":[1]}"#, #"{"mode":7}"#, #""Untagged""#,
  ])
  func refusedJSON(_ text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(VLANConfiguration.self, from: Data(text.utf8)) }
  }

  @Test(arguments: [
    (VLANConfiguration.untagged, true), (.access(id: 1), true), (.access(id: 4094), true), (.access(id: 0), false),
    (.access(id: 4095), false), (.access(id: -1), false), (.trunk(native: 0, allowed: VLANSet("1")!), true),
    (.trunk(native: 4094, allowed: VLANSet("1")!), true), (.trunk(native: 4095, allowed: VLANSet("1")!), false),
    (.trunk(native: 0, allowed: VLANSet()), false), (.privateIsolated(primary: 1, secondary: 4094), true),
    (.privateIsolated(primary: 1, secondary: 1), false), (.privateCommunity(primary: 0, secondary: 2), false),
    (.privateCommunity(primary: 1, secondary: 4095), false),
    (.privatePromiscuous(primary: 1, secondaries: VLANSet("2-9")!), true),
    (.privatePromiscuous(primary: 2, secondaries: VLANSet("2-9")!), false),
    (.privatePromiscuous(primary: 1, secondaries: VLANSet()), false),
  ])
  func rules(_ vlan: VLANConfiguration, _ isRight: Bool) {
    let machine = MachineConfiguration(name: "m", adapters: [.init(vlan: vlan)])
    #expect(machine.problems(vendor: .amd).isEmpty == isRight)
    let network = SwitchConfiguration(name: "s", type: .internal, hostAdapterVLAN: vlan)
    #expect(network.problems().isEmpty == isRight)
  }

  @Test func onlyHostAdaptersHaveVLANs() {
    let network = SwitchConfiguration(name: "s", type: .private, hostAdapterVLAN: .access(id: 5))
    #expect(network.problems() == ["hostAdapterVLAN: a switch of type Private has no adapter of the host"])
  }
}
