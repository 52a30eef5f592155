internal import PowerShell

/// The types that the network cmdlets' parameters have.
enum NetworkTypes {
  static let cimInstance = TypeReference(
    "Microsoft.Management.Infrastructure.CimInstance", base: BuiltInType.object)
  private static let cimSession: TypeReference = TypeReference(
    "Microsoft.Management.Infrastructure.CimSession", base: BuiltInType.object,
    // A computer's name, so that the refusal is of the parameter and not of its value.
    members: MemberTable(convert: { value, _ in .object(HostObject(cimSession, payload: try value.displayString())) }))
  static let credential = TypeReference("System.Management.Automation.PSCredential", base: BuiltInType.object)

  /// The type of a name in a parameter line, `[]` included. Throws TypeNotFound.
  static func find(_ name: String) throws -> TypeReference {
    if name.hasSuffix("[]") { return .array(of: try find(String(name.dropLast(2)))) }
    switch name {
    case "CimSession": return cimSession
    case "CimInstance": return cimInstance
    case "PSCredential": return credential
    default: return try enumerations[name] ?? CommandMetadata.builtInType(name)
    }
  }

  static let addressFamily = generated("NetIPAddress.AddressFamily", [("IPv4", 2), ("IPv6", 23)])
  static let prefixOrigin = generated(
    "NetIPAddress.PrefixOrigin",
    [("Other", 0), ("Manual", 1), ("WellKnown", 2), ("Dhcp", 3), ("RouterAdvertisement", 4)])
  static let suffixOrigin = generated(
    "NetIPAddress.SuffixOrigin",
    [("Other", 0), ("Manual", 1), ("WellKnown", 2), ("Dhcp", 3), ("Link", 4), ("Random", 5)])
  static let addressState = generated(
    "NetIPAddress.AddressState",
    [("Invalid", 0), ("Tentative", 1), ("Duplicate", 2), ("Deprecated", 3), ("Preferred", 4)])
  static let addressType = generated("NetIPAddress.Type", [("Unicast", 1), ("Anycast", 2)])
  static let enabled = generated("NetIPInterface.Dhcp", [("Disabled", 0), ("Enabled", 1)])
  static let connectionState = generated("NetIPInterface.ConnectionState", [("Disconnected", 0), ("Connected", 1)])
  static let publish = generated("NetRoute.Publish", [("No", 0), ("Age", 1), ("Yes", 2)])
  static let routeState = generated("NetRoute.State", [("Alive", 0), ("Probe", 1), ("Dead", 2)])
  static let routeProtocol = generated(
    "NetRoute.Protocol",
    [
      ("Other", 1), ("Local", 2), ("NetMgmt", 3), ("Icmp", 4), ("Egp", 5), ("Ggp", 6), ("Hello", 7), ("Rip", 8),
      ("IsIs", 9), ("EsIs", 10), ("Igrp", 11), ("Bbn", 12), ("Ospf", 13), ("Bgp", 14), ("Idpr", 15), ("Eigrp", 16),
      ("Dvmrp", 17), ("Rpl", 18), ("Dhcp", 19),
    ])
  static let neighborState = generated(
    "NetNeighbor.State",
    [
      ("Unreachable", 0), ("Incomplete", 1), ("Probe", 2), ("Delay", 3), ("Stale", 4), ("Reachable", 5),
      ("Permanent", 6),
    ])
  static let connection = generated(
    "NetTCPConnection.State",
    [
      ("Closed", 1), ("Listen", 2), ("SynSent", 3), ("SynReceived", 4), ("Established", 5), ("FinWait1", 6),
      ("FinWait2", 7), ("CloseWait", 8), ("Closing", 9), ("LastAck", 10), ("TimeWait", 11), ("DeleteTCB", 12),
      ("Bound", 100),
    ])
  static let recordType = EnumType(
    "Microsoft.DnsClient.Commands.RecordType",
    [
      ("UNKNOWN", 0), ("A_AAAA", 0), ("A", 1), ("NS", 2), ("MD", 3), ("MF", 4), ("CNAME", 5), ("SOA", 6), ("MB", 7),
      ("MG", 8), ("MR", 9), ("NULL", 10), ("WKS", 11), ("PTR", 12), ("HINFO", 13), ("MINFO", 14), ("MX", 15),
      ("TXT", 16), ("RP", 17), ("AFSDB", 18), ("X25", 19), ("ISDN", 20), ("RT", 21), ("AAAA", 28), ("SRV", 33),
      ("DNAME", 39), ("OPT", 41), ("DS", 43), ("RRSIG", 46), ("NSEC", 47), ("DNSKEY", 48), ("DHCID", 49),
      ("NSEC3", 50), ("NSEC3PARAM", 51), ("ANY", 255), ("ALL", 255), ("WINS", 65281),
    ])

  private static let enumerations: [String: EnumType] = [
    "AddressFamily": addressFamily, "PrefixOrigin": prefixOrigin, "SuffixOrigin": suffixOrigin,
    "AddressState": addressState, "AddressType": addressType, "Enabled": enabled, "ConnectionState": connectionState,
    "Publish": publish, "RouteState": routeState, "RouteProtocol": routeProtocol, "NeighborState": neighborState,
    "TCPState": connection, "RecordType": recordType, "WebRequestMethod": webRequestMethod,
  ]

  static let webRequestMethod = EnumType(
    "Microsoft.PowerShell.Commands.WebRequestMethod",
    ["Default", "Get", "Head", "Post", "Put", "Delete", "Trace", "Options", "Merge", "Patch"])

  private static func generated(_ name: String, _ cases: [(String, Int64)]) -> EnumType {
    EnumType("Microsoft.PowerShell.Cmdletization.GeneratedTypes.\(name)", cases)
  }
}
