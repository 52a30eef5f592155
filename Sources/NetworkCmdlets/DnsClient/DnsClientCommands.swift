internal import PowerShell

/// The module DnsClient.
enum DnsClientCommands {
  private static let module = "DnsClient"

  static let all: [NetworkCommand] = [
    NetworkCommand(
      name: "Get-DnsClientServerAddress", module: module, synopsis: "Lists the DNS servers of interfaces.",
      lines: """
        InterfaceIndex<value<property UInt32[]
        InterfaceAlias@0 String[]
        AddressFamily AddressFamily[] = Family
        \(NetworkCommand.remote)
        """, outputs: [CimClass.servers.typeName]
    ) { ServerCmdlets.get($0) },
    NetworkCommand(
      name: "Set-DnsClientServerAddress", module: module, synopsis: "Sets the DNS servers of interfaces.",
      defaultSetName: "ByAlias", supportsShouldProcess: true,
      lines: """
        !InterfaceAlias@0 String[] in ByAlias
        !InterfaceIndex<value<property UInt32[] in ByName
        !InputObject<value CimInstance[] in InputObject (cdxml)
        ServerAddresses String[] = Addresses
        ResetServerAddresses SwitchParameter = ResetAddresses
        ~Validate SwitchParameter
        PassThru SwitchParameter
        \(NetworkCommand.remote)
        """, typeNames: AddressCommands.inputType("MSFT_DNSClientServerAddress")
    ) { ServerCmdlets.set($0) },
    NetworkCommand(
      name: "Get-DnsClient", module: module, synopsis: "Shows the DNS suffixes of interfaces.",
      lines: """
        InterfaceIndex<value<property UInt32[]
        InterfaceAlias@0 String[]
        ConnectionSpecificSuffix String[] = Suffix
        RegisterThisConnectionsAddress Boolean[]
        UseSuffixWhenRegistering Boolean[]
        \(NetworkCommand.remote)
        """, outputs: [CimClass.client.typeName]
    ) { ServerCmdlets.client($0) },
    NetworkCommand(
      name: "Clear-DnsClientCache", module: module, synopsis: "Forgets the answers of DNS servers that were kept.",
      supportsShouldProcess: true, lines: NetworkCommand.remote
    ) { _ in ServerCmdlets.clearCache() },
    NetworkCommand(
      name: "Resolve-DnsName", module: module, synopsis: "Asks DNS servers for the records of a name.",
      errorSource: "Microsoft.DnsClient.Commands.ResolveDnsName",
      lines: """
        !Name@0<value<property String
        Type@1<property RecordType
        Server String[]
        DnsOnly SwitchParameter
        NoHostsFile SwitchParameter
        NoRecursion SwitchParameter
        QuickTimeout SwitchParameter
        TcpOnly SwitchParameter
        ~CacheOnly SwitchParameter
        ~DnssecOk SwitchParameter
        ~DnssecCd SwitchParameter
        ~LlmnrNetbiosOnly SwitchParameter
        ~LlmnrFallback SwitchParameter
        ~LlmnrOnly SwitchParameter
        ~NetbiosFallback SwitchParameter
        ~NoIdn SwitchParameter
        """, outputs: ["Microsoft.DnsClient.Commands.DnsRecord"]
    ) { ResolveName.cmdlet($0) },
  ]
}
