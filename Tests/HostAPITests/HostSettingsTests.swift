import Ethernet
import FoundationEssentials
import Glibc
import HostAPI
import HyperV
import TestSupport
import Testing

/// What is set on a host, and what that does.
@Suite(
  .enabled(if: Droste.binaries != nil, "DROSTE_BIN names no executables"), .serialized, .timeLimit(.minutes(2)))
struct HostSettingsTests {
  @Test func poolAndPaths() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      var settings = try await client.hostSettings()
      #expect(settings.macAddressCount == 256)
      #expect(settings.macAddressMinimum.description.hasPrefix("00-15-5D-"))
      #expect(settings.virtualMachinePath == place.droste.home)
      #expect(try await client.hostInformation().processID == client.status().host.processID)
      let standard = settings

      // Two addresses: a third adapter gets none.
      settings.macAddressMinimum = try #require(MACAddress("00-15-5D-AA-BB-10"))
      settings.macAddressMaximum = try #require(MACAddress("00-15-5D-AA-BB-11"))
      settings.virtualHardDiskPath = place.droste.folder.path
      #expect(try await client.updateHostSettings(settings) == settings)
      let first = try await place.make("m", adapters: [.init(name: "1"), .init(name: "2")])
      #expect(
        Set(first.configuration.adapters.compactMap(\.macAddress))
          == [settings.macAddressMinimum, settings.macAddressMaximum])
      #expect(first.configuration.adapters.allSatisfy { $0.isMACAddressDynamic })
      let empty = await place.refusal { try await place.make("n", adapters: [.init()]) }
      #expect(empty?.code == .outOfMemory)
      #expect(
        empty?.message
          == "All 2 MAC addresses of this host's pool, 00-15-5D-AA-BB-10 to 00-15-5D-AA-BB-11, are in use.")
      let fixed = try #require(MACAddress("02-00-00-00-00-07"))
      let own = try await place.make("n", adapters: [.init(macAddress: fixed)])
      #expect(own.configuration.adapters.map(\.isMACAddressDynamic) == [false])

      // A relative disk is taken from the folder.
      let relative = try await client.createMachine(.init(name: "r", boot: .disk(path: "disk.img")))
      #expect(relative.configuration.boot == .disk(path: place.disk))

      for (change, code): (@Sendable (inout HostSettings) -> Void, DrosteError.Code) in [
        ({ $0.virtualMachinePath = "/elsewhere" }, .notSupported),
        ({ $0.virtualHardDiskPath = "/there/is/no/such/folder" }, .invalidParameter),
        ({ $0.virtualHardDiskPath = "relative" }, .invalidParameter),
        ({ $0.macAddressMaximum = .zero }, .invalidParameter),
      ] {
        var wrong = settings
        change(&wrong)
        #expect(await place.refusal { _ = try await client.updateHostSettings(wrong) }?.code == code)
      }
      #expect(try await client.hostSettings() == settings)
      #expect(standard != settings)
      try FileManager.default.createDirectory(
        atPath: place.droste.folder.path + "/kept", withIntermediateDirectories: true)
      kill(try await client.status().host.processID, SIGKILL)
    } afterTheKill: { place in
      let kept = try await place.client.hostSettings()
      #expect(kept.macAddressCount == 2 && kept.virtualHardDiskPath == place.droste.folder.path)
    }
  }
}

/// NATs through the API; what their rules do is tested where they are made.
@Suite(
  .enabled(if: Droste.binaries != nil && geteuid() == 0, "needs executables and root"), .serialized,
  .timeLimit(.minutes(2)))
struct NATServiceTests {
  static func mapping(_ port: UInt16) -> NATStaticMapping {
    NATStaticMapping(
      protocol: .tcp, externalPort: port, internalAddress: IPv4Address("192.168.100.2")!, internalPort: 80)
  }

  @Test func changedAndKept() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      for words in [
        ["ip", "link", "add", "dev", "up0", "type", "veth", "peer", "name", "far0"],
        ["ip", "address", "add", "10.98.0.2/24", "dev", "up0"],
      ] {
        #expect(try await place.inNamespace(words).succeeded)
      }
      let prefix = try #require(IPv4Prefix("192.168.100.0/24"))
      let made = try await client.createNAT(.init(name: "LocalNAT", internalPrefix: prefix))
      #expect(made.status.active && made.configuration.tcpEstablishedConnectionTimeout == 1800)
      #expect(try await client.natSessions("localnat").isEmpty)

      var configuration = made.configuration
      configuration.staticMappings = [Self.mapping(8080), Self.mapping(8081)]
      configuration.externalAddresses = [.init(address: IPv4Address("10.98.0.2")!)]
      configuration.tcpEstablishedConnectionTimeout = 600
      let changed = try await client.updateNAT("LOCALNAT", configuration)
      #expect(changed.id == made.id && changed.configuration.staticMappings.map(\.id) == [1, 2])
      #expect(changed.configuration.externalAddresses.map(\.id) == [1])
      let rules = try await place.inNamespace(["nft", "list", "ruleset"]).output
      #expect(rules.contains("dport 8081 dnat to 192.168.100.2:80") && rules.contains("snat to 10.98.0.2:1024-65535"))
      #expect(rules.contains("established : 600"))

      // Refused, and nothing has changed.
      var wrong = changed.configuration
      wrong.name = "Other"
      #expect(await place.refusal { _ = try await client.updateNAT("LocalNAT", wrong) }?.code == .notSupported)
      wrong = changed.configuration
      wrong.staticMappings.append(Self.mapping(8080))
      let twice = await place.refusal { _ = try await client.updateNAT("LocalNAT", wrong) }
      #expect(twice?.message == "The parameter is incorrect.")
      #expect(twice?.cause?.contains("TCP port 8080 leads elsewhere already") == true)
      wrong = changed.configuration
      wrong.icmpQueryTimeout = 60
      let icmp = await place.refusal { _ = try await client.updateNAT("LocalNAT", wrong) }
      #expect(icmp?.code == .notSupported && icmp?.message.hasPrefix("IcmpQueryTimeout of") == true)
      #expect(try await client.status().nats.map(\.configuration) == [changed.configuration])
      #expect(try await place.inNamespace(["nft", "list", "ruleset"]).output == rules)
      for body in [
        client.natSessions,
        {
          try await client.removeNAT($0)
          return []
        },
      ] {
        let nobody = await place.refusal { _ = try await body("nothing") }
        #expect(
          nobody?.message.hasPrefix("No MSFT_NetNat objects found with property 'Name' equal to 'nothing'.  Verify")
            == true)
      }
      // The host's own way out must not be within.
      let overlap = await place.refusal {
        _ = try await client.createNAT(.init(name: "Bad", internalPrefix: IPv4Prefix("10.98.0.0/16")!))
      }
      #expect(overlap?.cause == "internalPrefix: 10.98.0.0/16 holds 10.98.0.2, the address of Ethernet 2")
      kill(try await client.status().host.processID, SIGKILL)
      #expect(try await place.inNamespace(["nft", "flush", "ruleset"]).succeeded)
    } afterTheKill: { place in
      // What another program took away meanwhile is back.
      let nats = try await place.client.status().nats
      #expect(nats.count == 1 && nats[0].status.active && nats[0].configuration.staticMappings.count == 2)
      try await place.client.removeNAT("LocalNAT")
      #expect(try await place.inNamespace(["nft", "list", "ruleset"]).output == "")
    }
  }
}
