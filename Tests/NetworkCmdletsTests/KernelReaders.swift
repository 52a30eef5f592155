import FoundationEssentials
import Glibc
import Netlink
import PowerShell

/// Commands that read what the kernel has, without the cmdlets that the tests are about.
enum KernelReaders {
  static let commands: [CommandInfo] = [
    // Read-Feature INTERFACE NAME…: on or off each.
    reader("Read-Feature") { words in
      let features = try EthernetFeatures(interface: words.first ?? "")
      return words.dropFirst().map { features[$0].map { $0.isOn ? "on" : "off" } ?? "none" }
    },
    reader("Read-Queues") { words in [String(try EthernetChannels(interface: words.first ?? "").receiving)] },
    reader("Read-MTU") { words in
      [String(try NetlinkClient().links().first { $0.name == words.first }?.mtu ?? 0)]
    },
    // Read-File PATH: a file below /proc.
    reader("Read-File") { words in
      let text = try? String(contentsOfFile: "/proc/\(words.first ?? "")", encoding: .utf8)
      return [text.map { String($0.prefix { $0 != "\n" }) } ?? "-"]
    },
  ]

  private static func reader(_ name: String, _ read: @escaping @Sendable ([String]) throws -> [String]) -> CommandInfo {
    CommandInfo(
      cmdlet: name, module: "Tests",
      metadata: { try CommandMetadata(cmdlet: name, ["Words<remaining String[]"], synopsis: "Reads.") },
      {
        ClosureCmdlet { invocation in
          for text in try read(invocation.bound.strings("Words") ?? []) { try invocation.writeOutput(.string(text)) }
        }
      })
  }
}
