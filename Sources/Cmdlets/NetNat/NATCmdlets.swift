internal import Ethernet
internal import HostAPI
internal import HyperV
internal import PowerShell

/// Get-, New-, Set- and Remove-NetNat, and NetNatGlobal and NetNatSession.
enum NATCmdlets {
  static let all: [CmdletDefinition] = [get, new, set, remove, getGlobal, setGlobal, getSession]

  private static let className = "MSFT_NetNat"

  private static let get = CmdletDefinition(
    "Get-NetNat", "Gives the network address translations of this host.", supports: "Name"
  ) { call in
    try call.attempt(className) {
      for nat in try call.nats(call.bound.strings("Name")) { try call.write(NATObjects.value(nat)) }
    }
  }

  private static let new = CmdletDefinition(
    "New-NetNat", "Makes a network address translation for a prefix of this host.",
    supports: "Name InternalIPInterfaceAddressPrefix ExternalIPInterfaceAddressPrefix"
  ) { call in
    let name = call.bound.string("Name") ?? ""
    guard try call.invocation.shouldProcess("\(className) (Name = \"\(name)\")") else { return }
    try call.attempt(className) {
      guard let prefix = try call.prefix("InternalIPInterfaceAddressPrefix") else {
        throw DrosteError(
          .invalidParameter, "A NAT of this host needs the prefix that it translates.",
          hint: "-InternalIPInterfaceAddressPrefix 192.168.100.0/24")
      }
      let wanted = NATConfiguration(
        name: name, internalPrefix: prefix, externalPrefix: try call.prefix("ExternalIPInterfaceAddressPrefix"))
      try call.write(NATObjects.value(try call.here.change { try await $0.createNAT(wanted) }))
    }
  }

  private static let set = CmdletDefinition(
    "Set-NetNat", "Changes timeouts and filtering of a network address translation.",
    supports: "Name InputObject IcmpQueryTimeout TcpEstablishedConnectionTimeout TcpTransientConnectionTimeout "
      + "TcpFilteringBehavior UdpFilteringBehavior UdpIdleSessionTimeout UdpInboundRefresh"
  ) { call in
    let seconds = { (parameter: String) in call.bound.integer(parameter).map { Int(clamping: $0) } }
    let filtering = { (parameter: String) in
      call.bound.string(parameter).flatMap { text in
        NATFilteringBehavior.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
      }
    }
    try call.attempt(className) {
      for nat in try call.nats(try call.inputNames("Name") ?? call.bound.strings("Name")) {
        guard try call.invocation.shouldProcess(target(nat)) else { continue }
        let changed = try call.update(nat) { configuration in
          if let value = seconds("IcmpQueryTimeout") { configuration.icmpQueryTimeout = value }
          if let value = seconds("TcpEstablishedConnectionTimeout") {
            configuration.tcpEstablishedConnectionTimeout = value
          }
          if let value = seconds("TcpTransientConnectionTimeout") {
            configuration.tcpTransientConnectionTimeout = value
          }
          if let value = seconds("UdpIdleSessionTimeout") { configuration.udpIdleSessionTimeout = value }
          if let value = filtering("TcpFilteringBehavior") { configuration.tcpFilteringBehavior = value }
          if let value = filtering("UdpFilteringBehavior") { configuration.udpFilteringBehavior = value }
          if let value = call.bound.boolean("UdpInboundRefresh") { configuration.udpInboundRefresh = value }
        }
        try call.pass(NATObjects.value(changed))
      }
    }
  }

  private static let remove = CmdletDefinition(
    "Remove-NetNat", "Removes network address translations; without a name all of them.", supports: "Name InputObject"
  ) { call in
    try call.attempt(className) {
      for nat in try call.nats(try call.inputNames("Name") ?? call.bound.strings("Name")) {
        guard try call.invocation.shouldProcess(target(nat)) else { continue }
        let name = nat.configuration.name
        try call.here.change { try await $0.removeNAT(name) }
        try call.pass(NATObjects.value(nat))
      }
    }
  }

  private static func target(_ nat: NATResource) -> String { "\(className) (Name = \"\(nat.configuration.name)\")" }

  private static let getGlobal = CmdletDefinition(
    "Get-NetNatGlobal", "Gives the settings of all network address translations.", supports: ""
  ) { call in try call.write(NATObjects.globalValue) }

  private static let setGlobal = CmdletDefinition(
    "Set-NetNatGlobal", "Changes the settings of all network address translations.", supports: "InputObject",
    facts: ["InterRoutingDomainHairpinningMode": .init("Local", "there are no routing domains.")]
  ) { call in
    guard try call.invocation.shouldProcess("MSFT_NetNatGlobal") else { return }
    try call.pass(NATObjects.globalValue)
  }

  private static let getSession = CmdletDefinition(
    "Get-NetNatSession", "Gives the connections that are translated at the moment.", supports: ""
  ) { call in
    try call.attempt("MSFT_NetNatSession") {
      for nat in try call.nats(nil) {
        let name = nat.configuration.name
        for session in try call.here.read({ try await $0.natSessions(name) }) {
          try call.write(NATObjects.value(session))
        }
      }
    }
  }
}
