internal import Netlink
internal import PowerShell

/// Resolve-DnsName.
enum ResolveName {
  private static let typePrefix = "Microsoft.DnsClient.Commands.DnsRecord"
  private static let sectionType = EnumType(
    "Microsoft.DnsClient.Commands.DNSSection", ["Question", "Answer", "Authority", "Additional"])

  static func cmdlet(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      do {
        try resolve(invocation, environment)
      } catch let error as PowerShellError {
        try invocation.writeError(error)
      }
    }
  }

  private static func resolve(_ invocation: Invocation, _ environment: NetworkEnvironment) throws {
    let bound = invocation.bound
    let text = bound.string("Name") ?? ""
    var type = UInt16(clamping: bound.enumeration("Type")?.rawValue ?? 0)
    // An address is asked for its name, as Windows does it.
    let address = IPAddress(text)
    if address != nil, type == 0 { type = 12 }
    let types: [UInt16] = type == 0 ? [28, 1] : [type]
    guard let name = address.map({ DNSName.reverse($0.bytes) }) ?? DNSName(text) else {
      throw PowerShellError(
        "\(text) : DNS name contains an invalid character", id: "ERROR_INVALID_NAME", category: .invalidArgument,
        exceptionType: "System.ComponentModel.Win32Exception", target: .string(text))
    }
    if !bound.isSet("DnsOnly"), !bound.isSet("NoHostsFile"), !bound.contains("Server") {
      let found = fromHosts(text, address, types, environment)
      if !found.isEmpty { return try invocation.writeOutput(found.map { .object($0) }) }
    }
    let resolver = ResolverConfiguration(environment)
    var client = DNSClient(
      servers: try servers(invocation, environment) ?? resolver.allServers(), environment: environment)
    client.usesTCP = bound.isSet("TcpOnly")
    client.isRecursive = !bound.isSet("NoRecursion")
    client.isStopped = { invocation.isStopping }
    if bound.isSet("QuickTimeout") {
      var quick = environment
      quick.resolverMilliseconds = min(environment.resolverMilliseconds, 1000)
      client = DNSClient(
        servers: client.servers, environment: quick, usesTCP: client.usesTCP, isRecursive: client.isRecursive,
        isStopped: client.isStopped)
    }
    var lastCode: UInt8 = 0
    let candidates = address == nil ? NameLookup.candidates(text, resolver.suffixes()) : [name]
    for candidate in candidates {
      var records: [DNSMessage.Record] = []
      for type in types {
        let answer = try asked(client, candidate, type, text)
        if answer.code != 0 { lastCode = answer.code }
        for record in answer.records where !records.contains(record) && record.type != 41 { records.append(record) }
      }
      guard !records.isEmpty, lastCode != 3 || records.contains(where: { $0.section == .answer }) else {
        if lastCode == 3, candidate == candidates.last { break }
        continue
      }
      return try invocation.writeOutput(records.map { .object(make($0)) })
    }
    if lastCode == 0 { return }
    throw failure(.refused(lastCode), text)
  }

  private static func servers(_ invocation: Invocation, _ environment: NetworkEnvironment) throws -> [IPAddress]? {
    try invocation.bound.strings("Server")?.map { text in
      guard let address = try? NameLookup(environment: environment).addresses(of: text).first else {
        throw PowerShellError(
          "\(text) : The DNS server's name cannot be resolved", id: "DNS_ERROR_INVALID_IP_ADDRESS",
          category: .invalidArgument, exceptionType: "System.ComponentModel.Win32Exception", target: .string(text))
      }
      return address
    }
  }

  private static func asked(
    _ client: DNSClient, _ name: DNSName, _ type: UInt16, _ text: String
  ) throws -> DNSMessage {
    do { return try client.ask(name, type) } catch let error as DNSClient.Failure { throw failure(error, text) }
  }

  private static func failure(_ failure: DNSClient.Failure, _ name: String) -> PowerShellError {
    let (message, id, category): (String, String, PowerShellError.Category) =
      switch failure {
      case .refused(3): ("DNS name does not exist", "DNS_ERROR_RCODE_NAME_ERROR", .resourceUnavailable)
      case .refused(2): ("DNS server failure", "DNS_ERROR_RCODE_SERVER_FAILURE", .resourceUnavailable)
      case .refused(5): ("DNS operation refused", "DNS_ERROR_RCODE_REFUSED", .permissionDenied)
      case .refused(let code): ("DNS error \(code)", "DNS_ERROR_RCODE_\(code)", .resourceUnavailable)
      case .timedOut: ("This operation returned because the timeout period expired", "ERROR_TIMEOUT", .operationTimeout)
      case .unreachable(let why): ("DNS server not reachable (\(why))", "ERROR_HOST_UNREACHABLE", .connectionError)
      case .malformed: ("Bad DNS packet", "DNS_ERROR_BAD_PACKET", .invalidResult)
      case .noServers: ("No DNS servers configured for local system", "DNS_ERROR_NO_DNS_SERVERS", .resourceUnavailable)
      case .stopped: ("The operation was stopped", "ERROR_CANCELLED", .operationStopped)
      }
    return PowerShellError(
      "\(name) : \(message)", id: id, category: category, exceptionType: "System.ComponentModel.Win32Exception",
      target: .string(name))
  }

  private static func fromHosts(
    _ text: String, _ address: IPAddress?, _ types: [UInt16], _ environment: NetworkEnvironment
  ) -> [PropertyBag] {
    let hosts = HostsFile(Files.read(environment.hostsFile) ?? "")
    guard let address else {
      guard let name = DNSName(text) else { return [] }
      return hosts.addresses(of: text).compactMap { address in
        let type: UInt16 = address.family == .v4 ? 1 : 28
        guard types.contains(type) else { return nil }
        return make(.init(name: name, type: type, timeToLive: 0, data: .address(address), section: .answer))
      }
    }
    guard types == [12], let host = hosts.name(of: address).flatMap({ DNSName($0) }) else { return [] }
    return [
      make(
        .init(name: .reverse(address.bytes), type: 12, timeToLive: 0, data: .name(host), section: .answer))
    ]
  }

  /// A record as Windows has it: the properties that all have, and those of its type.
  static func make(_ record: DNSMessage.Record) -> PropertyBag {
    let name = record.name.description
    let type = NetworkTypes.recordType.text(of: Int64(record.type))
    let bag = PropertyBag([
      "Name": .string(name), "Type": NetworkTypes.recordType.value(Int64(record.type)),
      "CharacterSet": "Unicode", "Section": sectionType.value(record.section.rawValue),
      "DataLength": .uint16(length(record.data)), "TTL": .uint32(record.timeToLive),
      "QueryType": NetworkTypes.recordType.value(Int64(record.type)),
    ])
    switch record.data {
    case .address(let address):
      bag["Address"] = .string(address.description)
      bag["IPAddress"] = .string(address.description)
      bag[address.family == .v4 ? "IP4Address" : "IP6Address"] = .string(address.description)
    case .name(let other):
      bag["NameHost"] = .string(other.description)
      bag["Server"] = .string(other.description)
    case .mail(let preference, let exchange):
      bag["NameExchange"] = .string(exchange.description)
      bag["Exchange"] = .string(exchange.description)
      bag["Preference"] = .uint16(preference)
    case .text(let texts):
      bag["Strings"] = .strings(texts)
      bag["Text"] = .strings(texts)
    case .service(let priority, let weight, let port, let target):
      bag["NameTarget"] = .string(target.description)
      bag["Target"] = .string(target.description)
      bag["Priority"] = .uint16(priority)
      bag["Weight"] = .uint16(weight)
      bag["Port"] = .uint16(port)
    case .authority(let server, let administrator, let serial, let refresh, let retry, let expire, let minimum):
      bag["PrimaryServer"] = .string(server.description)
      bag["NameAdministrator"] = .string(administrator.description)
      bag["Administrator"] = .string(administrator.description)
      bag["SerialNumber"] = .uint32(serial)
      bag["TimeToZoneRefresh"] = .uint32(refresh)
      bag["TimeToZoneFailureRetry"] = .uint32(retry)
      bag["TimeToExpiration"] = .uint32(expire)
      bag["DefaultTTL"] = .uint32(minimum)
    case .other(let bytes):
      bag["Data"] = .array(ArrayObject(bytes.map { .uint8($0) }, of: BuiltInType.uint8))
    }
    bag.addedMembers().typeNames = ["\(typePrefix)_\(type)", typePrefix]
    return bag
  }

  private static func length(_ data: DNSMessage.Data) -> Int {
    switch data {
    case .address(let address): address.bytes.count
    case .name(let name): name.encoded.count
    case .mail(_, let exchange): exchange.encoded.count + 2
    case .text(let texts): texts.reduce(0) { $0 + $1.utf8.count + 1 }
    case .service(_, _, _, let target): target.encoded.count + 6
    case .authority(let server, let administrator, _, _, _, _, _):
      server.encoded.count + administrator.encoded.count + 20
    case .other(let bytes): bytes.count
    }
  }
}
