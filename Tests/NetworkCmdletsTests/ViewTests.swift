import Formatting
import PowerShell
import Testing

@testable import NetworkCmdlets

/// What is shown when nothing else is asked for, at 120 columns.
@Suite struct ViewTests {
  /// The lines without blanks at their ends, and without the empty ones.
  private func shown(_ value: Value) throws -> [String] {
    var lines: [String] = []
    let views = ViewTable(FormattingModule.views + NetworkModule.views)
    let formatter = OutputFormatter(views: views, width: { 121 }, usesColor: false, write: { lines.append($0) })
    try formatter.write(value, .standalone)
    try formatter.finish()
    return lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }.filter { !$0.isEmpty }
  }

  @Test func adapter() throws {
    let object = CimClass.adapter.make([
      "Name": "Ethernet", "InterfaceDescription": "Red Hat VirtIO Ethernet Adapter", "ifIndex": .uint32(2),
      "Status": "Up", "MacAddress": "00-15-5D-00-04-11", "LinkSpeed": "10 Gbps",
    ])
    let lines = try shown(.object(object))
    #expect(
      lines == [
        "Name                      InterfaceDescription                    ifIndex Status       MacAddress             "
          + "LinkSpeed",
        "----                      --------------------                    ------- ------       ----------             "
          + "---------",
        "Ethernet                  Red Hat VirtIO Ethernet Adapter               2 Up           00-15-5D-00-04-11      "
          + "  10 Gbps",
      ])
  }

  @Test func address() throws {
    let object = CimClass.address.make([
      "IPAddress": "192.168.100.1", "InterfaceIndex": .uint32(12), "InterfaceAlias": "vEthernet (VmNAT)",
      "AddressFamily": NetworkTypes.addressFamily.value(2), "Type": NetworkTypes.addressType.value(1),
      "PrefixLength": .uint8(24), "PrefixOrigin": NetworkTypes.prefixOrigin.value(1),
      "SuffixOrigin": NetworkTypes.suffixOrigin.value(1), "AddressState": NetworkTypes.addressState.value(4),
      "ValidLifetime": AddressObject.lifetime(nil), "PreferredLifetime": AddressObject.lifetime(3661),
      "SkipAsSource": false, "PolicyStore": "ActiveStore",
    ])
    let lines = try shown(.object(object))
    #expect(
      lines == [
        "IPAddress         : 192.168.100.1", "InterfaceIndex    : 12", "InterfaceAlias    : vEthernet (VmNAT)",
        "AddressFamily     : IPv4", "Type              : Unicast", "PrefixLength      : 24",
        "PrefixOrigin      : Manual", "SuffixOrigin      : Manual", "AddressState      : Preferred",
        "ValidLifetime     : Infinite ([TimeSpan]::MaxValue)", "PreferredLifetime : 01:01:01",
        "SkipAsSource      : False", "PolicyStore       : ActiveStore",
      ])
  }

  @Test func route() throws {
    let object = CimClass.route.make([
      "ifIndex": .uint32(2), "DestinationPrefix": "0.0.0.0/0", "NextHop": "10.9.0.2", "RouteMetric": .uint16(256),
      "InterfaceMetric": .uint32(0), "PolicyStore": "ActiveStore",
    ])
    let lines = try shown(.object(object))
    #expect(lines.count == 3)
    #expect(lines.first?.hasPrefix("ifIndex DestinationPrefix") == true)
    #expect(lines.last?.hasPrefix("2       0.0.0.0/0 ") == true)
  }

  @Test func connection() throws {
    let source = PropertyBag(["IPAddress": "10.9.0.1"])
    let result = PropertyBag(
      [
        "ComputerName": "web", "RemoteAddress": "10.9.0.2", "RemotePort": .uint32(80), "InterfaceAlias": "Ethernet",
        "SourceAddress": .object(source), "PingReplyDetails": .null, "PingSucceeded": false, "TcpTestSucceeded": true,
        "TraceRoute": .null,
      ], typeName: "Deserialized.TestNetConnectionResult")
    let lines = try shown(.object(result))
    #expect(
      lines == [
        "ComputerName     : web", "RemoteAddress    : 10.9.0.2", "RemotePort       : 80",
        "InterfaceAlias   : Ethernet", "SourceAddress    : 10.9.0.1", "TcpTestSucceeded : True",
      ])
  }

  @Test func bindings() throws {
    let object = CimClass.binding.make([
      "Name": "Ethernet", "DisplayName": "Internet Protocol Version 4 (TCP/IPv4)", "ComponentID": "ms_tcpip",
      "Enabled": true,
    ])
    let lines = try shown(.object(object))
    #expect(lines.count == 3)
    #expect(
      lines.last
        == "Ethernet                       Internet Protocol Version 4 (TCP/IPv4)             ms_tcpip             True"
    )
  }

  /// No two views are for the same type, but those that -View names.
  @Test func viewsAreUnique() {
    let names = NetworkModule.views.filter(\.isDefault).flatMap(\.typeNames)
    #expect(Set(names).count == names.count)
  }
}
