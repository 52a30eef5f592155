internal import Formatting
internal import PowerShell

/// How the network objects are shown.
enum NetworkViews {
  // Tables fit into 119 columns, what a console of 120 has.

  static let all: [ViewDefinition] =
    adapters + AdapterSettingViews.all + addresses + routes + connections + resolver
    + [TestNetConnection.view, RouteDiagnostics.view, TestConnection.view, WebCmdlets.view]

  private static let adapters = [
    // -View Driver and -View Name of Format-Table.
    ViewDefinition(
      [CimClass.adapter.typeName],
      .table([
        ViewColumn("Name", width: 25), ViewColumn("InterfaceDescription", width: 39),
        ViewColumn("DriverName", width: 15), ViewColumn("DriverVersion", width: 20),
        ViewColumn("PnPDeviceID", width: 15),
      ]), name: "Driver", isDefault: false),
    ViewDefinition(
      [CimClass.adapter.typeName],
      .table([
        ViewColumn("Name", width: 25), ViewColumn("InterfaceDescription", width: 39),
        ViewColumn("InterfaceName", width: 15), ViewColumn("InterfaceGuid", width: 38),
      ]), name: "Name", isDefault: false),
    ViewDefinition(
      [CimClass.adapter.typeName],
      .table([
        ViewColumn("Name", width: 25), ViewColumn("InterfaceDescription", width: 39), number("ifIndex", "ifIndex", 7),
        ViewColumn("Status", width: 12), ViewColumn("MacAddress", width: 22),
        ViewColumn("LinkSpeed", width: 9, alignment: .right),
      ])),
    ViewDefinition(
      [CimClass.statistics.typeName],
      .table([
        ViewColumn("Name", width: 32), ViewColumn("ReceivedBytes", width: 16),
        ViewColumn("ReceivedUnicastPackets", width: 22), ViewColumn("SentBytes", width: 16),
        ViewColumn("SentUnicastPackets", width: 18),
      ])),
  ]

  private static let addresses = [
    ViewDefinition(
      [CimClass.address.typeName],
      .list(
        [
          "IPAddress", "InterfaceIndex", "InterfaceAlias", "AddressFamily", "Type", "PrefixLength", "PrefixOrigin",
          "SuffixOrigin", "AddressState",
        ].map { ViewColumn($0) } + [
          lifetime("ValidLifetime"), lifetime("PreferredLifetime"), ViewColumn("SkipAsSource"),
          ViewColumn("PolicyStore"),
        ])),
    ViewDefinition(
      [CimClass.interface.typeName],
      .table([
        number("ifIndex", "ifIndex", 7), ViewColumn("InterfaceAlias", width: 26),
        ViewColumn("AddressFamily", width: 13),
        number("NlMtu(Bytes)", "NlMtuBytes", 12), number("InterfaceMetric", "InterfaceMetric", 15),
        ViewColumn("Dhcp", width: 8), ViewColumn("ConnectionState", width: 15), ViewColumn("PolicyStore", width: 15),
      ])),
    ViewDefinition(
      [IPConfiguration.typeName],
      .list([
        ViewColumn("InterfaceAlias"), ViewColumn("InterfaceIndex"), ViewColumn("InterfaceDescription"),
        inner("IPv4Address", "IPAddress"), inner("IPv6Address", "IPAddress"),
        inner("IPv6DefaultGateway", "NextHop"), inner("IPv4DefaultGateway", "NextHop"),
        inner("DNSServer", "ServerAddresses"),
      ])),
  ]

  private static let routes = [
    ViewDefinition(
      [CimClass.route.typeName],
      .table([
        ViewColumn("ifIndex", .property("ifIndex"), width: 7, alignment: .left),
        ViewColumn("DestinationPrefix", width: 40), ViewColumn("NextHop", width: 36),
        number("RouteMetric", "RouteMetric", 11), number("ifMetric", "InterfaceMetric", 8),
        ViewColumn("PolicyStore", width: 11),
      ])),
    ViewDefinition(
      [CimClass.neighbor.typeName],
      .table([
        ViewColumn("ifIndex", .property("ifIndex"), width: 7, alignment: .left), ViewColumn("IPAddress", width: 46),
        ViewColumn("LinkLayerAddress", width: 20), ViewColumn("State", width: 11),
        ViewColumn("PolicyStore", width: 15),
      ])),
  ]

  private static let connections = [
    ViewDefinition(
      [CimClass.connection.typeName],
      .table([
        ViewColumn("LocalAddress", width: 28), ViewColumn("LocalPort", width: 9, alignment: .left),
        ViewColumn("RemoteAddress", width: 28), ViewColumn("RemotePort", width: 10, alignment: .left),
        ViewColumn("State", width: 11), ViewColumn("AppliedSetting", width: 14),
        ViewColumn("OwningProcess", width: 13, alignment: .left),
      ])),
    ViewDefinition(
      [CimClass.endpoint.typeName],
      .table([ViewColumn("LocalAddress", width: 41), ViewColumn("LocalPort", width: 9, alignment: .left)])),
  ]

  private static let resolver = [
    ViewDefinition(
      [CimClass.servers.typeName],
      .table([
        ViewColumn("InterfaceAlias", width: 33), number("Interface Index", "InterfaceIndex", 9),
        ViewColumn(
          "Address Family",
          .computed { value, context in
            let family = try Members.property(value, "AddressFamily", context)?.integerValue
            return .string(family == 2 ? "IPv4" : "IPv6")
          }, width: 7), ViewColumn("ServerAddresses"),
      ])),
    ViewDefinition(
      [CimClass.client.typeName],
      .table([
        ViewColumn("InterfaceAlias", width: 20), number("Interface Index", "InterfaceIndex", 9),
        ViewColumn("ConnectionSpecificSuffix", width: 25), ViewColumn("ConnectionSpecificSuffixSearchList", width: 26),
        ViewColumn("RegisterThisConnectionsAddress", width: 12), ViewColumn("UseSuffixWhenRegistering", width: 14),
      ])),
    record(["A", "AAAA"], ViewColumn("IPAddress", width: 40)),
    record(["CNAME", "NS", "PTR", "DNAME"], ViewColumn("NameHost", width: 40)),
    record(["MX"], ViewColumn("NameExchange", width: 33), ViewColumn("Preference", width: 10)),
    record(["TXT"], ViewColumn("Strings", width: 50)),
    record(
      ["SRV"], ViewColumn("NameTarget", width: 32), ViewColumn("Priority", width: 8), ViewColumn("Weight", width: 6),
      ViewColumn("Port", width: 5)),
    ViewDefinition(
      ["Microsoft.DnsClient.Commands.DnsRecord_SOA"],
      .list(
        [
          "Name", "Type", "TTL", "Section", "PrimaryServer", "NameAdministrator", "SerialNumber", "TimeToZoneRefresh",
          "TimeToZoneFailureRetry", "TimeToExpiration", "DefaultTTL",
        ].map { ViewColumn($0) })),
  ]

  private static func record(_ types: [String], _ columns: ViewColumn...) -> ViewDefinition {
    ViewDefinition(
      types.map { "Microsoft.DnsClient.Commands.DnsRecord_\($0)" },
      .table(
        [
          ViewColumn("Name", width: 30), ViewColumn("Type", width: 6), ViewColumn("TTL", width: 5, alignment: .left),
          ViewColumn("Section", width: 10),
        ] + columns))
  }

  private static func number(_ label: String, _ property: String, _ width: Int) -> ViewColumn {
    ViewColumn(label, .property(property), width: width, alignment: .right)
  }

  private static func lifetime(_ name: String) -> ViewColumn {
    ViewColumn(
      name,
      .computed { value, context in
        let found = try Members.property(value, name, context) ?? .null
        guard case .timeSpan(let span) = found.unwrapped, span.ticks == .max else { return found }
        return "Infinite ([TimeSpan]::MaxValue)"
      })
  }

  /// A property of the objects in a property, one a line.
  private static func inner(_ name: String, _ property: String) -> ViewColumn {
    ViewColumn(
      name,
      .computed { value, context in
        let objects = try Members.property(value, name, context) ?? .null
        guard !objects.isNull, let found = try Members.property(objects, property, context) else { return .null }
        let texts = try (found.reference?.enumerated ?? [found]).map { try $0.displayString(context) }
        return .string(texts.joined(separator: "\n"))
      })
  }
}
