internal import Ethernet
internal import HyperV

/// How much a lab file may ask for. A file is untrusted: each limit is checked before the work it bounds.
public enum LabLimits {
  /// Bytes of the file.
  public static let fileBytes = 1 << 20
  /// Hosts inside one another, the one that reads the file included.
  public static let levels = 16
  /// Mappings and lists inside one another in YAML: two for each level, and six for what the innermost holds.
  public static let nesting = 2 * levels + 6
  /// Values in the file, each use of an alias counted as if it were written out.
  public static let values = 50_000
  /// Characters of one value.
  public static let characters = 4096
  /// Machines on one host.
  public static let machines = 64
  /// Switches on one host.
  public static let switches = 64
  /// NATs on one host.
  public static let nats = 16
  /// Adapters of one machine (Hyper-V's number of synthetic adapters of Windows Server 2016).
  public static let adapters = 8
  /// DNS servers of one adapter (the resolver's MAXNS).
  public static let dnsServers = 3
  /// Addresses beside its own that an adapter may send from.
  public static let allowedMACs = [MACAddress].allowedLimit
  /// Access control entries of one adapter; one for both directions counts twice.
  public static let accessEntries = AccessControlEntry.limit
  /// Characters of a name, as Hyper-V has it.
  public static let name = 100
}
