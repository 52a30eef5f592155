public import Ethernet
public import FoundationEssentials

/// One change to the host's network, with all that is needed to undo it.
///
/// A change is handed to the journal before it is made and forgotten after it was undone, so whatever a crash leaves
/// behind is in the journal. All of it is state of the running kernel: after a reboot nothing is left to undo, which
/// `bootID` tells.
public struct HostChange: Codable, Hashable, Sendable {
  /// What was done.
  public enum Effect: Codable, Hashable, Sendable {
    /// A persistent tap device was made. `alias` is its ifalias; a device of that name with another is not ours.
    case tap(interface: String, alias: String)
    /// An address was added to an interface.
    case addressAdded(interface: String, prefix: IPv4Prefix)
    /// Addresses and routes went from one interface to another.
    case addressesMoved(AddressMove)
    /// An nftables table was made.
    case nftTable(family: String, name: String)
    /// A sysctl (`net/ipv4/ip_forward`) had this value before.
    case sysctl(path: String, oldValue: String)
    /// An interface was down before.
    case linkUp(interface: String)
  }

  public var effect: Effect
  /// The running kernel's `/proc/sys/kernel/random/boot_id` when the change was made.
  public var bootID: String

  public init(_ effect: Effect, bootID: String = HostChange.currentBootID) {
    self.effect = effect
    self.bootID = bootID
  }

  /// Whether the kernel that was changed is the one that runs now.
  public var isOfThisBoot: Bool { bootID == Self.currentBootID }

  /// Changes at each boot; empty where /proc does not tell.
  public static let currentBootID =
    ((try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? "").trimmedLine
}

/// The addresses and routes that an External switch moves from its uplink to `vEthernet (NAME)`.
public struct AddressMove: Codable, Hashable, Sendable {
  public var from: String
  public var to: String
  public var addresses: [InterfaceAddress]
  public var routes: [InterfaceRoute]

  public init(from: String, to: String, addresses: [InterfaceAddress], routes: [InterfaceRoute]) {
    self.from = from
    self.to = to
    self.addresses = addresses
    self.routes = routes
  }
}

/// Where changes are kept, durably, before they are made.
public protocol HostChangeJournal: Sendable {
  /// Keeps a change. Returns when it is safe on disk. A change that is kept already is kept once.
  func record(_ change: HostChange, owner: UUID) async throws
  /// Drops a change; one that is not kept is no error.
  func forget(_ change: HostChange, owner: UUID) async throws
  /// What is kept of an owner (a switch's or NAT's id), oldest first.
  func changes(owner: UUID) async throws -> [HostChange]
}
