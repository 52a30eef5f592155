internal import Glibc
internal import Netlink
internal import PowerShell

/// The sockets of this network namespace, as /proc/net lists them.
struct ConnectionTable {
  /// A line of /proc/net/tcp, tcp6, udp or udp6.
  struct Entry: Equatable {
    var local: IPAddress
    var localPort: UInt16
    var remote: IPAddress
    var remotePort: UInt16
    /// TCP_… of the kernel: 1 established, 10 listening.
    var state: UInt8
    var inode: UInt64
  }

  /// Processes and open files that are looked through for a socket's owner.
  static let processLimit = 32_768

  let environment: NetworkEnvironment

  func entries(_ name: String) -> [Entry] {
    // Of the thread, because a process's threads may be in different namespaces.
    let text = ["thread-self", "self"].lazy.compactMap { Files.read("\(environment.procFolder)/\($0)/net/\(name)") }
      .first
    return (text ?? "").split(separator: "\n").dropFirst().compactMap { Self.parse($0) }
  }

  /// Nil for a line that is not of that form.
  static func parse(_ line: Substring) -> Entry? {
    let words = line.split(separator: " ", omittingEmptySubsequences: true)
    guard words.count >= 10, let local = endpoint(words[1]), let remote = endpoint(words[2]),
      let state = UInt8(words[3], radix: 16), let inode = UInt64(words[9])
    else { return nil }
    return Entry(
      local: local.0, localPort: local.1, remote: remote.0, remotePort: remote.1, state: state, inode: inode)
  }

  /// `0100007F:1F90`: words of four bytes in the host's byte order, then the port.
  private static func endpoint(_ text: Substring) -> (IPAddress, UInt16)? {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let port = UInt16(parts[1], radix: 16), [8, 32].contains(parts[0].utf8.count) else {
      return nil
    }
    var bytes: [UInt8] = []
    var rest = parts[0]
    while !rest.isEmpty {
      guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
      bytes += NetlinkRequest.bytes(word)
      rest = rest.dropFirst(8)
    }
    return IPAddress(bytes).map { ($0, port) }
  }

  /// The processes that have the sockets, by inode, as far as this process may look.
  func owners(_ wanted: Set<UInt64>) -> [UInt64: Int] {
    var owners: [UInt64: Int] = [:]
    let processes = Files.names(environment.procFolder).compactMap { Int($0) }.sorted().prefix(Self.processLimit)
    for process in processes where owners.count < wanted.count {
      let folder = "\(environment.procFolder)/\(process)/fd"
      for name in Files.names(folder).prefix(Self.processLimit) {
        guard let target = Self.link("\(folder)/\(name)"), target.hasPrefix("socket:["),
          let inode = UInt64(target.dropFirst(8).dropLast()), wanted.contains(inode), owners[inode] == nil
        else { continue }
        owners[inode] = process
      }
    }
    return owners
  }

  private static func link(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 64)
    // SAFETY: the buffer outlives the call, which gets its size.
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { readlink(path, $0.baseAddress!, $0.count) }
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}

/// Get-NetTCPConnection and Get-NetUDPEndpoint.
enum ConnectionCmdlets {
  static func connections(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      let table = ConnectionTable(environment: environment)
      let entries = table.entries("tcp6") + table.entries("tcp")
      let owners = table.owners(Set(entries.map(\.inode)).subtracting([0]))
      let objects = entries.map { entry in
        CimClass.connection.make([
          "LocalAddress": .string(entry.local.description), "LocalPort": .uint16(entry.localPort),
          "RemoteAddress": .string(entry.remote.description), "RemotePort": .uint16(entry.remotePort),
          "State": NetworkTypes.connection.value(number(entry.state)), "AppliedSetting": .null,
          "OwningProcess": .uint32(owners[entry.inode] ?? 0),
        ])
      }
      let found = try Selection.select(
        objects,
        ["LocalAddress", "LocalPort", "RemoteAddress", "RemotePort", "State", "OwningProcess"].map {
          Criterion(invocation, $0)
        }, .connection, invocation)
      try invocation.writeOutput(found.map { .object($0) })
    }
  }

  /// TCP_… of linux/tcp_states.h to MSFT_NetTCPConnection's numbers.
  static func number(_ state: UInt8) -> Int64 {
    let numbers: [Int64] = [1, 5, 3, 4, 6, 7, 11, 1, 8, 10, 2, 9, 4]
    return Int(state) < numbers.count ? numbers[Int(state)] : 1
  }

  static func endpoints(_ environment: NetworkEnvironment) -> any Cmdlet {
    ClosureCmdlet { invocation in
      let table = ConnectionTable(environment: environment)
      let entries = table.entries("udp6") + table.entries("udp")
      let owners = table.owners(Set(entries.map(\.inode)).subtracting([0]))
      let objects = entries.map { entry in
        CimClass.endpoint.make([
          "LocalAddress": .string(entry.local.description), "LocalPort": .uint16(entry.localPort),
          "OwningProcess": .uint32(owners[entry.inode] ?? 0),
        ])
      }
      let found = try Selection.select(
        objects, ["LocalAddress", "LocalPort", "OwningProcess"].map { Criterion(invocation, $0) }, .endpoint, invocation
      )
      try invocation.writeOutput(found.map { .object($0) })
    }
  }
}
