import FoundationEssentials
import Netlink
import PowerShell
import Testing

@testable import NetworkCmdlets

/// A name server of the test's own.
private enum NameServer {
  static func answer(_ query: [UInt8], isStream: Bool) -> [UInt8] {
    // The name's first label says what to do.
    let label =
      query.count > 13 ? String(decoding: query[13..<min(query.count, 13 + Int(query[12]))], as: UTF8.self) : ""
    let type = query.count > 4 ? query[query.count - 3] : 0
    let question = Array(query[12...])
    func message(_ flags: [UInt8], _ answers: [[UInt8]]) -> [UInt8] {
      Array(query[..<2]) + flags + [0, 1, 0, UInt8(answers.count), 0, 0, 0, 0] + question + answers.flatMap { $0 }
    }
    func record(_ type: UInt8, _ data: [UInt8]) -> [UInt8] {
      [0xC0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, UInt8(data.count)] + data
    }
    switch label {
    case "web" where type == 1: return message([0x81, 0x80], [record(1, [127, 0, 0, 1])])
    case "web" where type == 28: return message([0x81, 0x80], [record(28, [UInt8](repeating: 0, count: 15) + [1])])
    case "web": return message([0x81, 0x80], [])
    case "mail": return message([0x81, 0x80], [record(15, [0, 10, 2, 109, 120, 0xC0, 12])])
    case "text": return message([0x81, 0x80], [record(16, [2, 104, 105])])
    case "big": return isStream ? message([0x81, 0x80], [record(1, [10, 0, 0, 9])]) : message([0x83, 0x80], [])
    case "broken": return message([0x81, 0x82], [])
    case "silent": return []
    case "stray": return [0, 0] + message([0x81, 0x80], []).dropFirst(2)
    case "7": return message([0x81, 0x80], [record(12, [4, 104, 111, 115, 116, 3, 108, 97, 110, 0])])
    default: return message([0x81, 0x83], [])
    }
  }
}

@Suite struct ResolveNameTests {
  @Test(arguments: [
    ("(Resolve-DnsName web.test -Type A).IPAddress", "127.0.0.1"),
    ("(Resolve-DnsName web.test).IPAddress", "::1 | 127.0.0.1"),
    (
      "$r = Resolve-DnsName web.test -Type A; $r.Name; $r.Type; $r.TTL; $r.Section; $r.pstypenames[0]",
      "web.test | A | 60 | Answer | Microsoft.DnsClient.Commands.DnsRecord_A"
    ),
    ("(Resolve-DnsName mail.test -Type MX).NameExchange", "mx.mail.test"),
    ("(Resolve-DnsName text.test TXT).Strings", "hi"),
    ("(Resolve-DnsName big.test -Type A).IP4Address", "10.0.0.9"),
    ("(Resolve-DnsName web.test -Type A -TcpOnly).IPAddress", "127.0.0.1"),
    ("(Resolve-DnsName 10.0.0.7).NameHost", "host.lan"),
    ("(Resolve-DnsName web -Type A).IPAddress", "127.0.0.1"),
    ("(Resolve-DnsName known).IPAddress", "10.1.1.1"),
    (
      "Resolve-DnsName known -DnsOnly",
      "!DNS_ERROR_RCODE_NAME_ERROR,Microsoft.DnsClient.Commands.ResolveDnsName"
    ),
    ("'web.test' | Resolve-DnsName -Type AAAA | & { $input.IP6Address }", "::1"),
    ("try { Resolve-DnsName none.test -EA Stop } catch { \"$_\" }", "none.test : DNS name does not exist"),
    ("Resolve-DnsName broken.test", "!DNS_ERROR_RCODE_SERVER_FAILURE,Microsoft.DnsClient.Commands.ResolveDnsName"),
    ("Resolve-DnsName silent.test -Type A", "!ERROR_TIMEOUT,Microsoft.DnsClient.Commands.ResolveDnsName"),
    ("Resolve-DnsName stray.test -Type A", "!ERROR_TIMEOUT,Microsoft.DnsClient.Commands.ResolveDnsName"),
    ("Resolve-DnsName 'a b'", "!ERROR_INVALID_NAME,Microsoft.DnsClient.Commands.ResolveDnsName"),
    ("Resolve-DnsName web.test -CacheOnly", "!ParameterNotSupported,Microsoft.DnsClient.Commands.ResolveDnsName"),
    ("(Resolve-DnsName web.test -Type A -Server 127.0.0.1).IPAddress", "127.0.0.1"),
    ("(Test-Connection web.test -Count 1 -Quiet)", "True"),
  ]) func asks(script: String, expected: String) async throws {
    let server = try LocalServer(
      stream: { bytes in
        guard bytes.count > 2, bytes.count >= 2 + Int(bytes[1]) else { return nil }
        let answer = NameServer.answer(Array(bytes[2...]), isStream: true)
        return [UInt8(answer.count >> 8), UInt8(answer.count & 0xFF)] + answer
      }, datagram: { NameServer.answer($0, isStream: false) })
    let folder = FileManager.default.temporaryDirectory.path + "/drc-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("nameserver 127.0.0.1\nsearch test\n".utf8).write(to: URL(filePath: folder + "/resolv.conf"))
    try Data("10.1.1.1 known\n".utf8).write(to: URL(filePath: folder + "/hosts"))
    var environment = NetworkEnvironment()
    environment.resolverFile = folder + "/resolv.conf"
    environment.hostsFile = folder + "/hosts"
    environment.resolverPort = server.port
    environment.resolverMilliseconds = script.contains("silent") || script.contains("stray") ? 100 : 5000
    let made = environment
    try await onThread {
      let host = RecordingHost()
      let session = Session(host: host, commands: NetworkRow.registry(made))
      try session.run(script)
      #expect(host.lines.joined(separator: " | ") == expected, "\(script)")
    }
    server.stop()
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func noServers() throws {
    var environment = NetworkEnvironment()
    environment.resolverFile = "/nonexistent/resolv.conf"
    let client = DNSClient(servers: [], environment: environment)
    #expect(throws: DNSClient.Failure.self) { try client.ask(try #require(DNSName("a.b")), 1) }
  }
}
